import Values
import Yams

/// A map in a YAML file whose keys are known.
struct LoadingMap {
  let node: LoadingNode
  private var values: [String: LoadingNode] = [:]

  /// Reads the map and reports keys it should not have; nil, with a problem, for what is no map.
  init?(_ node: LoadingNode, keys known: [String]) {
    guard let mapping = node.node.mapping else {
      node.problem(
        node.path.isEmpty ? "must be a map of keys and values" : "must be a map",
        remedy: "its keys are \(known.joined(separator: ", "))")
      return nil
    }
    self.node = node
    for (key, value) in mapping {
      guard let name = key.scalar?.string, known.contains(name) else {
        let name = key.scalar?.string ?? "?"
        node.file.problem(
          "'\(node.child(name, key).path)' is an unknown key", line: key.mark?.line,
          remedy: Spelling.remedy(for: name, among: known))
        continue
      }
      values[name] = node.child(name, value)
    }
  }

  subscript(key: String) -> LoadingNode? { values[key] }

  /// The value of a key; a problem when the map lacks it.
  func required(_ key: String) -> LoadingNode? {
    if let value = values[key] { return value }
    node.problem("lacks the key '\(key)'", remedy: "add it")
    return nil
  }

  /// The text of a key that must be there.
  func text(_ key: String) -> String? {
    required(key)?.text()
  }

  /// The text of a key that names something in commands, files and queries.
  func name(_ key: String, hyphens: Bool) -> String? {
    guard let value = required(key), let text = value.text() else { return nil }
    guard text.isDefinitionName(hyphens: hyphens) else {
      value.problem("is '\(text)'", remedy: String.definitionNameRule(hyphens: hyphens))
      return nil
    }
    return text
  }
}

extension String {
  /// Whether it matches `[a-z][a-z0-9_]*`, with hyphens too if asked, in at most 64 characters.
  func isDefinitionName(hyphens: Bool) -> Bool {
    guard let first = utf8.first, isLower(first), utf8.count <= 64 else { return false }
    return utf8.allSatisfy { byte in
      isLower(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || byte == UInt8(ascii: "_") || hyphens && byte == UInt8(ascii: "-")
    }
  }

  /// What a name must look like, for a problem's remedy.
  static func definitionNameRule(hyphens: Bool) -> String {
    "a name is lower-case letters, digits\(hyphens ? ", '-'" : "") and '_', "
      + "begins with a letter and has at most 64 characters"
  }

  private func isLower(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
  }
}
