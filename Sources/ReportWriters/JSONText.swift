/// Strings and keys as RFC 8259 writes them.
enum JSONText {
  /// Appends a string with its quotes.
  ///
  /// The bytes must be UTF-8, which passes through as it is.
  static func append(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(quote)
    if text.contains(where: needsEscape) {
      for byte in text { append(escaped: byte, to: &bytes) }
    } else {
      bytes.append(contentsOf: text)
    }
    bytes.append(quote)
  }

  /// Appends a string with its quotes.
  static func append(_ text: String, to bytes: inout [UInt8]) {
    append(text.utf8, to: &bytes)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == quote || byte == backslash
  }

  private static func append(escaped byte: UInt8, to bytes: inout [UInt8]) {
    switch byte {
    case quote, backslash:
      bytes.append(backslash)
      bytes.append(byte)
    case 0..<0x20:
      CellText.append("\\u00", to: &bytes)
      bytes.append(digit(byte >> 4))
      bytes.append(digit(byte & 0xF))
    default:
      bytes.append(byte)
    }
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
  }
}
