import Foundation
import Yams

/// A file being read, and what is wrong with it so far.
///
/// It belongs to one call of a loader and never leaves it.
final class LoadingFile {
  /// The file, as problems name it.
  let path: String
  private(set) var problems: [DefinitionProblem] = []

  init(path: String) {
    self.path = path
  }

  func problem(_ message: String, line: Int? = nil, remedy: String = "") {
    problems.append(DefinitionProblem(file: path, line: line, message: message, remedy: remedy))
  }

  func add(_ found: [DefinitionProblem]) {
    // A query that two tables name is read twice.
    problems += found.filter { !problems.contains($0) }
  }

  /// What lies at a path, through symbolic links; nil when nothing does.
  static func kind(of path: String) -> FileAttributeType? {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    let attributes = try? FileManager.default.attributesOfItem(atPath: target)
    return attributes?[.type] as? FileAttributeType
  }

  /// The file's text; nil, with a problem, when it cannot be read or is not UTF-8.
  func text() -> String? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch {
      problem("cannot be read: \(error.localizedDescription)")
      return nil
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      problem("is not UTF-8 text", remedy: "save it as UTF-8")
      return nil
    }
    return text
  }

  /// The root of a YAML text; nil, with a problem, when it is no YAML or empty.
  func root(of text: String) -> LoadingNode? {
    do {
      // The basic resolver gives no scalar a type: `05432`, `no` and `1e3` stay as written.
      guard let node = try compose(yaml: text, .basic) else {
        problem("is empty", line: 1)
        return nil
      }
      return LoadingNode(file: self, path: "", node: node)
    } catch let error as YamlError {
      report(error)
    } catch {
      problem("is not YAML: \(error)")
    }
    return nil
  }

  private func report(_ error: YamlError) {
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let around = context.map { " (\($0.text) that began on line \($0.mark.line))" } ?? ""
      self.problem("is not YAML: \(problem)\(around)", line: mark.line)
    case .reader(let problem, let offset, _, let yaml):
      let line = offset.map { yaml.prefix($0).reduce(1) { $1.isNewline ? $0 + 1 : $0 } }
      self.problem("is not YAML: \(problem)", line: line)
    case .duplicatedKeysInMapping(let duplicates, let context):
      let keys = duplicates.map { "'\($0)'" }.joined(separator: ", ")
      problem(
        "a map has the key \(keys) more than once, first on this line", line: context.mark.line,
        remedy: "keep one of them")
    default:
      problem("is not YAML: \(error)")
    }
  }
}
