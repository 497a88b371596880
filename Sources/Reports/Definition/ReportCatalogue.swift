import Foundation

/// The reports of a folder: each of its folders is a report.
public enum ReportCatalogue {
  /// The reports of a folder in the order of their names, or everything that is wrong with them.
  public static func load(folder: String) throws(DefinitionProblems) -> [ReportDefinition] {
    let (definitions, problems) = read(folder: folder)
    guard problems.isEmpty else { throw DefinitionProblems(problems) }
    return definitions
  }

  /// The reports without a problem in the order of their names, and the problems of the others.
  public static func read(
    folder: String
  ) -> (definitions: [ReportDefinition], problems: [DefinitionProblem]) {
    let names: [String]
    switch reportNames(in: folder) {
    case .success(let found): names = found
    case .failure(let problem): return ([], [problem])
    }
    var definitions: [ReportDefinition] = []
    var problems: [DefinitionProblem] = []
    for name in names {
      let path = (folder as NSString).appendingPathComponent(name)
      do {
        definitions.append(try loadReport(folder: path))
      } catch {
        problems += error.problems
      }
    }
    return (definitions, DefinitionProblems(problems).problems)
  }

  /// The report of one folder, whose last component is the report's name.
  public static func loadReport(folder: String) throws(DefinitionProblems) -> ReportDefinition {
    let name = (folder as NSString).lastPathComponent
    let file = LoadingFile(path: (folder as NSString).appendingPathComponent("report.yml"))
    if !name.isDefinitionName(hyphens: true) {
      file.problem(
        "the folder's name '\(name)' is not a valid report name",
        remedy: String.definitionNameRule(hyphens: true))
    }
    guard FileManager.default.fileExists(atPath: file.path) else {
      file.problem(
        "is missing", remedy: "a folder in the reports folder is a report and has a report.yml")
      throw DefinitionProblems(file.problems)
    }
    let definition = file.text().flatMap { file.root(of: $0) }.flatMap { root in
      LoadingReport(name: name, folder: folder, file: file).definition(of: root)
    }
    guard let definition, file.problems.isEmpty else { throw DefinitionProblems(file.problems) }
    return definition
  }

  /// The folders in a folder, in the order of their names' bytes; hidden ones are left out.
  private static func reportNames(in folder: String) -> Result<[String], DefinitionProblem> {
    func failure(_ message: String, remedy: String) -> Result<[String], DefinitionProblem> {
      .failure(DefinitionProblem(file: folder, line: nil, message: message, remedy: remedy))
    }
    guard let kind = LoadingFile.kind(of: folder) else {
      return failure("the reports folder is missing", remedy: "name another with --reports DIR")
    }
    guard kind == .typeDirectory else {
      return failure("is not a folder", remedy: "name the folder that holds the reports")
    }
    let entries: [String]
    do {
      entries = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      return failure("cannot be read: \(error.localizedDescription)", remedy: "")
    }
    let names = entries.filter { name in
      let path = (folder as NSString).appendingPathComponent(name)
      return !name.hasPrefix(".") && LoadingFile.kind(of: path) == .typeDirectory
    }
    guard !names.isEmpty else {
      return failure("holds no report", remedy: "a report is a folder with a report.yml")
    }
    return .success(names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
  }
}

extension ReportDefinition {
  /// Reads one of the report's query files again, as a table's or a check's `source` names it.
  public func query(file: String) throws(DefinitionProblems) -> SQLVariables {
    let source = LoadingFile(path: (folder as NSString).appendingPathComponent(file))
    guard let text = source.text() else { throw DefinitionProblems(source.problems) }
    return try SQLVariables(text, file: source.path)
  }
}
