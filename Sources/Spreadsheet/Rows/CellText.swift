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

/// Excel's way to count days: a cell holds days since the end of 1899, the time as a fraction.
public enum DateSerial {
  /// Days from Excel's day 0 to 1970-01-01.
  private static let epoch = 25_569
  /// 1900-03-01, since Excel believes in a 29 February 1900, to 9999-12-31.
  private static let shown = 61...2_958_465

  /// The number of a day, or nil for one that Excel cannot show.
  public static func day(daysSince1970: Int) -> Double? {
    let serial = daysSince1970 + epoch
    return shown.contains(serial) ? Double(serial) : nil
  }

  /// The number of a local date and time, cut to the millisecond; nil when Excel cannot show it.
  ///
  /// Cut, not rounded: a time just before midnight must not move to the next day.
  public static func time(localMicroseconds: Int64) -> Double? {
    var milliseconds = localMicroseconds / 1_000
    if localMicroseconds % 1_000 < 0 { milliseconds -= 1 }
    milliseconds += Int64(epoch) * 86_400_000
    guard milliseconds >= 0, shown.contains(Int(milliseconds / 86_400_000)) else { return nil }
    return Double(milliseconds) / 86_400_000
  }
}

/// The binary number that a cell holds for an exact decimal.
public enum NearestDouble {
  /// The double nearest to `value` divided by ten to the power of `scale`.
  public static func of(_ value: Int128, scale: Int) -> Double {
    // Both are exact in a double, so one correctly rounded division gives the nearest.
    if value.magnitude <= 1 << 53, scale < powers.count {
      return Double(Int64(value)) / powers[scale]
    }
    // Rare and long: the text is parsed, correctly rounded and without a locale.
    return Double("\(value)e-\(scale)") ?? .nan
  }

  private static let powers: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]
}
