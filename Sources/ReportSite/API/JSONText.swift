import PublishedTables
import ReportWriters

/// A JSON value whose numbers are the text they came as, so that none is rounded on its way.
enum JSONText: Equatable {
  case object([(key: String, value: JSONText)])
  case array([JSONText])
  case string(String)
  /// Digits as they are to be written.
  case number(String)
  case boolean(Bool)
  case null

  static func == (left: JSONText, right: JSONText) -> Bool { left.text == right.text }

  static func count(_ number: Int) -> JSONText { .number("\(number)") }

  /// A text, or null when there is none.
  static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  /// A value of a published table in the column's type; null for none.
  static func value(_ text: String, _ kind: TableColumn.Kind) -> JSONText {
    switch kind {
    case _ where text.isEmpty: .null
    case .number: isNumber(text) ? .number(text) : .null
    case .boolean: text == "true" ? .boolean(true) : text == "false" ? .boolean(false) : .null
    default: .string(text)
    }
  }

  /// The text, UTF-8.
  var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text.
  func append(to bytes: inout [UInt8]) {
    switch self {
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONString.append(member.key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        item.append(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .string(let text): JSONString.append(text, to: &bytes)
    case .number(let digits): bytes += Array(digits.utf8)
    case .boolean(let value): bytes += Array((value ? "true" : "false").utf8)
    case .null: bytes += Array("null".utf8)
    }
  }

  /// Whether a text is a number of JSON: an optional sign, digits, and perhaps a point and digits.
  static func isNumber(_ text: String) -> Bool {
    text.wholeMatch(of: #/-?(0|[1-9][0-9]*)(\.[0-9]+)?/#) != nil
  }
}
