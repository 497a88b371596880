/// A JSON value whose numbers are the text they came as, so that none is rounded on its way, and whose
/// keys stay in their order.
public enum JSONText: Equatable, Sendable {
  /// Members in the order in which they are written.
  case object([(key: String, value: JSONText)])
  /// Items.
  case array([JSONText])
  /// A text.
  case string(String)
  /// Digits as they are to be written.
  case number(String)
  /// A truth value.
  case boolean(Bool)
  /// No value.
  case null

  /// Whether both are written alike.
  public static func == (left: JSONText, right: JSONText) -> Bool { left.text == right.text }

  /// A count.
  public static func count(_ number: Int) -> JSONText { .number("\(number)") }

  /// A text, or null when there is none.
  public static func optional(_ text: String?) -> JSONText { text.map { .string($0) } ?? .null }

  /// The text.
  public var text: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the text, UTF-8.
  public func append(_ form: JSONString.Form = .file, to bytes: inout [UInt8]) {
    switch self {
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      for (place, member) in members.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        JSONString.append(member.key, form, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        member.value.append(form, to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    case .array(let items):
      bytes.append(UInt8(ascii: "["))
      for (place, item) in items.enumerated() {
        if place > 0 { bytes.append(UInt8(ascii: ",")) }
        item.append(form, to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .string(let text): JSONString.append(text, form, to: &bytes)
    case .number(let digits): bytes += digits.utf8
    case .boolean(let value): bytes += (value ? "true" : "false").utf8
    case .null: bytes += "null".utf8
    }
  }
}
