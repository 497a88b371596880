import Values
import Yams

/// A value in a YAML file, with its place and the words by which problems name it.
///
/// Values are read from the scalar's text and never from YAML's own idea of a type, by which
/// `05432` is 2842 and `no` is false.
struct LoadingNode {
  let file: LoadingFile
  /// How a problem names it, for example `tables.detail.columns.quantity.type`; empty for the root.
  let path: String
  let node: Node

  var line: Int? { node.mark?.line }

  func problem(_ message: String, remedy: String = "") {
    file.problem(path.isEmpty ? message : "'\(path)' \(message)", line: line, remedy: remedy)
  }

  func child(_ name: String, _ node: Node) -> LoadingNode {
    LoadingNode(file: file, path: path.isEmpty ? name : "\(path).\(name)", node: node)
  }

  /// The scalar's text; nil, without a problem, for a list, a map or nothing.
  var scalarText: String? {
    guard let scalar = node.scalar else { return nil }
    if scalar.style == .plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
      return nil
    }
    return scalar.string
  }

  /// Whether it is a single value.
  var isScalar: Bool { node.scalar != nil }

  /// The text as written, also an empty one; nil, with a problem, for what is no single value.
  func anyText() -> String? {
    if let scalar = node.scalar { return scalar.string }
    problem("must be one value")
    return nil
  }

  /// The text without space at its ends; a problem when there is none.
  func text() -> String? {
    let kept = scalarText.map { $0.trimmingSpace() }
    guard let kept, !kept.isEmpty else {
      problem("must be text", remedy: node.scalar == nil ? "put it in quotes" : "fill it in")
      return nil
    }
    return kept
  }

  /// One of the words; a problem for any other.
  func word(of words: [String], what: String) -> String? {
    guard let text = text() else { return nil }
    guard words.contains(text) else {
      problem(
        "is '\(text)', which is not a valid \(what)",
        remedy: Spelling.remedy(for: text, among: words))
      return nil
    }
    return text
  }

  func boolean() -> Bool? {
    switch scalarText {
    case "true": return true
    case "false": return false
    default:
      problem("must be true or false")
      return nil
    }
  }

  func integer(in range: ClosedRange<Int>) -> Int? {
    guard let text = scalarText, let value = ExactDecimal.parse(text, scale: 0),
      let number = Int(exactly: value), range.contains(number)
    else {
      let limits =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      problem("must be a whole number \(limits)")
      return nil
    }
    return number
  }

  /// The items of a list, named by their own key where they have one.
  func list(naming key: String = "key") -> [LoadingNode]? {
    guard let sequence = node.sequence else {
      problem("must be a list", remedy: "begin each item with '- '")
      return nil
    }
    return sequence.enumerated().map { index, item in
      child(item.mapping?[key]?.scalar?.string ?? "\(index + 1)", item)
    }
  }
}
