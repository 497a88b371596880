/// Strings and keys as RFC 8259 writes them.
public enum JSONString {
  /// Appends a string with its quotes.
  ///
  /// The bytes must be UTF-8, which passes through as it is.
  static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
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
        for index in text.indices { append(escaped: text[index], to: &json) }
      }
      json.append(quote)
    }
  }

  /// Appends a string with its quotes.
  public static func append(_ text: String, to bytes: inout [UInt8]) {
    append(Array(text.utf8).span, to: &bytes)
  }

  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")

  @inline(__always)
  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == quote || byte == backslash
  }

  private static func append(escaped byte: UInt8, to json: inout OutputSpan<UInt8>) {
    switch byte {
    case quote, backslash:
      json.append(backslash)
      json.append(byte)
    case 0..<0x20:
      for byte in "\\u00".utf8 { json.append(byte) }
      json.append(digit(byte >> 4))
      json.append(digit(byte & 0xF))
    default:
      json.append(byte)
    }
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "A") + nibble - 10
  }
}
