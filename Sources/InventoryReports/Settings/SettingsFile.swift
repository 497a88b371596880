import Foundation
import SiteSettings
import Values
import Yams

/// The configuration file: scalars by dotted key, each with its line.
struct SettingsFile {
  struct Value {
    var text: String
    var line: Int
  }

  let path: String
  private(set) var values: [String: Value] = [:]
  /// The servers of `database.hosts`, with their lines.
  private(set) var hosts: [HostSetting] = []
  /// Who may do what on the site, of `site.access`.
  private(set) var grants: [AccessSettings.Grant] = []

  /// Reads a file; every unknown key, and every value that is not a scalar, is an error.
  init(path: String) throws(SettingsError) {
    self.path = path
    let text: String
    do {
      text = try String(contentsOfFile: path, encoding: .utf8)
    } catch {
      throw SettingsError(
        FileManager.default.isReadableFile(atPath: path)
          ? "\(path): is not UTF-8 text" : "\(path): cannot be read; check its permissions")
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch let error as YamlError {
      throw SettingsError(Self.text(of: error, in: path))
    } catch {
      throw SettingsError("\(path): is not YAML")
    }
    if let root { try add(root, under: "") }
    if let host = values["database.host"], let list = hosts.first {
      throw SettingsError(
        "\(path):\(host.line): 'database.host' and 'database.hosts' (line \(list.line)) are both"
          + " set; keep one of them")
    }
  }

  /// What is wrong and where; never the line itself, which may hold a password.
  private static func text(of error: YamlError, in path: String) -> String {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      "\(path):\(mark.line): is not YAML: \(problem)"
    case .duplicatedKeysInMapping(let keys, let context):
      "\(path):\(context.mark.line): has the key \(keys.joined(separator: ", ")) more than once;"
        + " keep one of them"
    case .reader(let problem, _, _, _):
      "\(path): is not YAML: \(problem)"
    default:
      "\(path): is not YAML"
    }
  }

  private mutating func add(_ node: Node, under prefix: String) throws(SettingsError) {
    let line = node.mark?.line ?? 1
    switch node {
    case _ where prefix == "database.hosts":
      hosts = try hosts(node)
    case _ where prefix == "site.access":
      grants = try grants(node)
    case .mapping(let mapping):
      for (key, value) in mapping {
        let name = key.scalar?.string ?? ""
        try add(value, under: prefix.isEmpty ? name : "\(prefix).\(name)")
      }
    case .scalar(let scalar) where Self.keys.contains(prefix):
      values[prefix] = Value(text: scalar.string, line: line)
    case .scalar(let scalar) where Self.sections.contains(prefix) && scalar.string.isEmpty:
      // A section whose settings are all commented out.
      break
    case .scalar(let scalar) where prefix.isEmpty:
      // Comments alone are an empty document.
      guard scalar.string.isEmpty else {
        throw SettingsError("\(path):\(line): expected settings such as 'database: {host: db1}'")
      }
    case .sequence where prefix == "report.formats":
      let items = (node.sequence ?? []).compactMap { $0.scalar?.string }
      values[prefix] = Value(text: items.joined(separator: ","), line: line)
    default:
      let problem =
        Self.keys.contains(prefix)
        ? "'\(prefix)' needs one value"
        : "unknown setting '\(prefix)'"
          + (Spelling.nearest(prefix, in: Self.keys).map { "; did you mean '\($0)'?" }
            ?? "; 'inventory-reports config show' lists them all")
      throw SettingsError("\(path):\(line): \(problem)")
    }
  }

  private static let sections = Set(
    keys.map { String($0.prefix { $0 != "." }) })

  private static let keys: Set<String> = Set(
    Setting.all.flatMap { $0.isSecret ? [$0.key, "\($0.key)_file"] : [$0.key] })
}

/// A setting that cannot be used; the text names it, where it came from, and the remedy.
struct SettingsError: Error, CustomStringConvertible {
  let description: String
  /// Whether the value came from the command line, so that it is the command that is wrong.
  let isUsage: Bool

  init(_ description: String, isUsage: Bool = false) {
    self.description = description
    self.isUsage = isUsage
  }
}
