/// Strings and keys as RFC 8259 writes them.
public enum JSONString {
  /// How a control character is written: RFC 8259 allows each, and published bytes stay as they are.
  public enum Form: Sendable {
    /// `\u001F`: in published files and the site's answers.
    case file
    /// `\u001f`: in events.
    case event
    /// `\n`, `\u001f`: as Python's `json.dumps` has it, by which filtered runs are named.
    case python
  }

  /// Appends a string with its quotes.
  ///
  /// The bytes must be UTF-8, which passes through as it is.
  public static func append(_ text: Span<UInt8>, _ form: Form = .file, to bytes: inout [UInt8]) {
    // An escaped byte takes six.
    bytes.append(addingCapacity: 6 * text.count + 2) { json in
      json.append(quote)
      // Nearly every text is written by this one look at its bytes.
      var isPlain = true
      for index in text.indices {
        let byte = text[index]
        if needsEscape(byte) { isPlain = false }
        json.append(byte)
      }
      if !isPlain {
        json.removeLast(text.count)
        for index in text.indices { append(escaped: text[index], form, to: &json) }
      }
      json.append(quote)
    }
  }

  /// Appends a string with its quotes.
  public static func append(_ text: String, _ form: Form = .file, to bytes: inout [UInt8]) {
    append(Array(text.utf8).span, form, to: &bytes)
  }

  /// The string with its quotes.
  public static func text(_ text: String, _ form: Form) -> String {
    var bytes: [UInt8] = []
    append(text, form, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == quote || byte == backslash
  }

  private static func append(
    escaped byte: UInt8, _ form: Form, to json: inout OutputSpan<UInt8>
  ) {
    guard needsEscape(byte) else { return json.append(byte) }
    json.append(backslash)
    if byte >= 0x20 { return json.append(byte) }
    if form == .python, let letter = letter(byte) { return json.append(letter) }
    for byte in "u00".utf8 { json.append(byte) }
    json.append(UInt8(ascii: "0") + byte >> 4)
    let digits = form == .file ? "0123456789ABCDEF" : "0123456789abcdef"
    json.append(Array(digits.utf8)[Int(byte & 0xF)])
  }

  /// The letter that stands for a control character behind a backslash.
  private static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x08: UInt8(ascii: "b")
    case 0x09: UInt8(ascii: "t")
    case 0x0A: UInt8(ascii: "n")
    case 0x0C: UInt8(ascii: "f")
    case 0x0D: UInt8(ascii: "r")
    default: nil
    }
  }
}
