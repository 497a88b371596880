/// Text as a cell holds it.
///
/// Characters that XML cannot carry are written as Excel's `_xHHHH_` (ECMA-376 part 1, 22.9.2.19), and
/// so is the underscore of text that already looks like that: Excel and every careful reader undo it.
enum CellText {
  /// What a cell holds at most, in UTF-16 units.
  static let limit = 32_767

  /// What stands at the end of a text of which a cell cannot hold the rest.
  static let cut = " … (cut)"

  /// How many bytes of UTF-8 text a cell of at most a number of UTF-16 units shows: all, or as many
  /// whole characters as leave room for ``cut``.
  static func shownLength(
    _ text: UnsafeBufferPointer<UInt8>, limit: Int = Self.limit
  ) -> Int {
    // No character has more units than bytes.
    guard text.count > limit else { return text.count }
    let room = limit - cut.utf16.count
    var units = 0
    var shown = 0
    for index in text.indices {
      let byte = unsafe text[index]
      guard byte & 0xC0 != 0x80 else { continue }
      if units <= room { shown = index }
      units += byte >= 0xF0 ? 2 : 1
    }
    return units <= limit ? text.count : shown
  }

  /// A text for the workbook's own parts, where nothing escapes what XML cannot carry: without it, and
  /// of at most a number of characters.
  static func plain(_ text: String, atMost count: Int) -> String {
    let scalars = text.unicodeScalars.lazy.filter {
      $0.value >= 0x20 && $0.value != 0xFFFE && $0.value != 0xFFFF
    }
    return String(String.UnicodeScalarView(scalars.prefix(count)))
  }

  /// Adds text with what a cell cannot carry escaped, and as content of an XML element if wanted.
  static func append(
    _ text: UnsafeBufferPointer<UInt8>, isXML: Bool, to bytes: inout ByteBuffer
  ) {
    guard let start = text.baseAddress else { return }
    var index = 0
    var plain = 0
    while index < text.count {
      let byte = unsafe text[index]
      guard isSpecial(byte) else {
        index += 1
        continue
      }
      let rest = unsafe UnsafeBufferPointer(rebasing: text[index...])
      guard let escape = unsafe escape(rest, isXML: isXML) else {
        index += 1
        continue
      }
      unsafe bytes.append(start + plain, count: index - plain)
      bytes.append(escape.text)
      index += escape.length
      plain = index
    }
    unsafe bytes.append(start + plain, count: text.count - plain)
  }

  /// Whether an application would drop blanks of this text.
  static func needsSpace(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = unsafe text.first, let last = unsafe text.last else { return false }
    return first <= 0x20 || last <= 0x20
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == UInt8(ascii: "&") || byte == UInt8(ascii: "<")
      || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "_") || byte == 0xEF
  }

  /// What stands for the first character, and its count of bytes; nil when it stands for itself.
  private static func escape(
    _ text: UnsafeBufferPointer<UInt8>, isXML: Bool
  ) -> (text: StaticString, length: Int)? {
    switch unsafe text[0] {
    case UInt8(ascii: "&"): isXML ? ("&amp;", 1) : nil
    case UInt8(ascii: "<"): isXML ? ("&lt;", 1) : nil
    case UInt8(ascii: ">"): isXML ? ("&gt;", 1) : nil
    case UInt8(ascii: "_"): unsafe isEscape(text) ? ("_x005F_", 1) : nil
    case 0xEF: unsafe noncharacter(text).map { ($0, 3) }
    case UInt8(ascii: "\t"), UInt8(ascii: "\n"): nil
    case let control: (controls[Int(control)], 1)
    }
  }

  /// Whether it begins like `_x00e9_`.
  private static func isEscape(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard text.count >= 7, unsafe text[1] == UInt8(ascii: "x"), unsafe text[6] == UInt8(ascii: "_")
    else { return false }
    for place in 2..<6 {
      guard Character(UnicodeScalar(unsafe text[place])).isHexDigit else { return false }
    }
    return true
  }

  /// The escape of U+FFFE or U+FFFF, if it begins with one.
  private static func noncharacter(_ text: UnsafeBufferPointer<UInt8>) -> StaticString? {
    guard text.count >= 3, unsafe text[1] == 0xBF else { return nil }
    return switch unsafe text[2] {
    case 0xBE: "_xFFFE_"
    case 0xBF: "_xFFFF_"
    default: nil
    }
  }

  private static let controls: InlineArray<32, StaticString> = [
    "_x0000_", "_x0001_", "_x0002_", "_x0003_", "_x0004_", "_x0005_", "_x0006_", "_x0007_",
    "_x0008_", "\t", "\n", "_x000B_", "_x000C_", "_x000D_", "_x000E_", "_x000F_",
    "_x0010_", "_x0011_", "_x0012_", "_x0013_", "_x0014_", "_x0015_", "_x0016_", "_x0017_",
    "_x0018_", "_x0019_", "_x001A_", "_x001B_", "_x001C_", "_x001D_", "_x001E_", "_x001F_",
  ]
}
