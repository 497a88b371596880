import Reports

/// The schema of rows, as `Assets/openapi.json` has it.
struct RowSchema {
  /// What is said of a column.
  struct Property {
    var key: String
    var type: ColumnType
    var isOptional: Bool
    var words: [String] = []
    var meaning = ""
  }

  /// Of the whole row; empty for nothing.
  var meaning = ""
  var properties: [Property]
  /// The keys that are never missing.
  var required: [String]
  /// Whether there may be other columns, too.
  var isOpen = false

  /// The schema under its name among the components, in the form of the file.
  func text(named name: String) -> String {
    var members = [(#""type""#, #""object""#)]
    if !meaning.isEmpty { members.append((#""description""#, Self.quoted(meaning))) }
    members.append((#""required""#, Self.list(required.map(Self.quoted), depth: 4)))
    let described = properties.map { (Self.quoted($0.key), Self.text($0)) }
    members.append((#""properties""#, Self.object(described, depth: 4)))
    if isOpen { members.append((#""additionalProperties""#, "true")) }
    return "      \(Self.quoted(name)): \(Self.object(members, depth: 3))"
  }

  private static func text(_ property: Property) -> String {
    let (type, format) = words(property.type)
    var members = [
      (
        #""type""#,
        property.isOptional
          ? list([quoted(type), quoted("null")], depth: 6) : quoted(type)
      )
    ]
    if let format { members.append((#""format""#, quoted(format))) }
    if !property.words.isEmpty {
      members.append((#""enum""#, list(property.words.map(quoted), depth: 6)))
    }
    if !property.meaning.isEmpty {
      members.append((#""description""#, quoted(property.meaning)))
    }
    return object(members, depth: 5)
  }

  private static func words(_ type: ColumnType) -> (type: String, format: String?) {
    switch type {
    case .integer: ("integer", nil)
    case .quantity, .money, .price, .ratio, .decimal: ("number", nil)
    case .boolean: ("boolean", nil)
    case .text, .code: ("string", nil)
    case .date: ("string", "date")
    case .timestamp: ("string", "date-time")
    case .uuid: ("string", "uuid")
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }

  private static func list(_ items: [String], depth: Int) -> String {
    lines(items, "[", "]", depth: depth)
  }

  private static func object(_ members: [(String, String)], depth: Int) -> String {
    lines(members.map { "\($0): \($1)" }, "{", "}", depth: depth)
  }

  private static func lines(
    _ items: [String], _ open: String, _ close: String, depth: Int
  ) -> String {
    let space = String(repeating: "  ", count: depth)
    return "\(open)\n" + items.map { "\(space)  \($0)" }.joined(separator: ",\n")
      + "\n\(space)\(close)"
  }
}
