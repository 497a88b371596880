/// Text as a server sent it, made UTF-8.
///
/// A server checks its texts, but one whose database has the encoding SQL_ASCII hands out whatever
/// bytes were stored. Each byte that is not part of UTF-8 is written `\xe9`, as programs that show
/// bytes do: so different texts stay different, and nobody takes the text for a whole one.
enum ReadableText {
  /// Whether the bytes are UTF-8.
  static func isUTF8(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] >= 0x80 {
      return (try? UTF8Span(validating: text.extracting(index...))) != nil
    }
    return true
  }

  /// The text with each byte escaped that is not part of UTF-8.
  static func escaped(_ text: Span<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var index = 0
    while index < text.count {
      let length = length(text, at: index)
      if length == 0 {
        bytes += "\\x".utf8
        bytes.append(digit(text[index] >> 4))
        bytes.append(digit(text[index] & 0xF))
      }
      for place in index..<index + length { bytes.append(text[place]) }
      index += max(length, 1)
    }
    return bytes
  }

  /// The text as a `String`; `isReadable` becomes false when something in it is escaped.
  static func string(_ text: Span<UInt8>, _ isReadable: inout Bool) -> String {
    if let utf8 = try? UTF8Span(validating: text) { return String(copying: utf8) }
    isReadable = false
    return String(decoding: escaped(text), as: UTF8.self)
  }

  /// How many bytes the character at a place has; 0 when what stands there is none.
  private static func length(_ text: Span<UInt8>, at index: Int) -> Int {
    let length =
      switch text[index] {
      case 0..<0x80: 1
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 0
      }
    guard index + length <= text.count else { return 0 }
    return (try? UTF8Span(validating: text.extracting(index..<index + length))) == nil ? 0 : length
  }

  private static func digit(_ nibble: UInt8) -> UInt8 {
    nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10
  }
}
