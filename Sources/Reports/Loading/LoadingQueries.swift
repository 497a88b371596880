import Foundation
import Values

/// Checks the query files that a definition names.
struct LoadingQueries {
  let folder: String
  /// The variables that the runner will set.
  let variables: [String]
  let file: LoadingFile

  /// The same for the queries of checks, which know more.
  var ofChecks: LoadingQueries {
    LoadingQueries(folder: folder, variables: variables + SQLVariables.ofChecks, file: file)
  }

  /// The file's name as the definition gives it; nil, with a problem, when it leads out of the
  /// folder, is missing, or is no query of one statement with known variables.
  func file(_ node: LoadingNode) -> String? {
    guard let name = node.text() else { return nil }
    guard Self.isInside(name) else {
      node.problem(
        "is '\(name)', which is not a file of the report's folder",
        remedy: "name a .sql file in it, such as checks/totals.sql")
      return nil
    }
    let path = (folder as NSString).appendingPathComponent(name)
    guard LoadingFile.kind(of: path) == .typeRegular else {
      node.problem("names the missing file '\(name)'", remedy: nearest(to: name))
      return nil
    }
    let source = LoadingFile(path: path)
    if let text = source.text() {
      do {
        check(try SQLVariables(text, file: path), source: source)
      } catch {
        source.add(error.problems)
      }
    }
    file.add(source.problems)
    return name
  }

  private func check(_ query: SQLVariables, source: LoadingFile) {
    for use in query.uses where !variables.contains(use.name) {
      let parameter = SQLVariables.byParameter.first { $0.variable == use.name }?.parameter
      let remedy =
        SQLVariables.ofChecks.contains(use.name)
        ? "it is for the queries of checks"
        : parameter.map { "add '\($0)' to the report's parameters" }
      source.problem(
        "uses the unknown variable :'\(use.name)'", line: use.line,
        remedy: remedy ?? Spelling.remedy(for: use.name, among: variables))
    }
  }

  /// Components of plain characters only, so that no name can be absolute or lead upwards.
  static func isInside(_ name: String) -> Bool {
    name.hasSuffix(".sql") && name.utf8.count <= 200
      && name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { component in
        guard let first = component.utf8.first, first != UInt8(ascii: ".") else { return false }
        return component.utf8.allSatisfy { byte in
          byte < 0x80 && byte.isSQLNamePart || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
        }
      }
  }

  private func nearest(to name: String) -> String {
    let entries = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
    let files = (entries ?? []).filter { Self.isInside($0) }.sorted()
    return files.isEmpty
      ? "the report's folder has no .sql file"
      : Spelling.remedy(for: name, among: files)
  }
}
