/// Text on its way into a cell: checked, escaped and closed with a NUL in a reused buffer.
struct CellString {
  /// What a cell holds at most, in UTF-16 units.
  static let limit = 32_767

  private(set) var bytes: [UInt8] = []
  /// The length as Excel counts it.
  private(set) var units = 0

  /// Fills the buffer.
  ///
  /// What XML or the library cannot carry is written as Excel's `_xHHHH_`, and so is text that
  /// already looks like that.
  mutating func fill(_ text: ArraySlice<UInt8>) {
    bytes.removeAll(keepingCapacity: true)
    units = 0
    var index = text.startIndex
    while index < text.endIndex {
      let byte = text[index]
      // One unit for each character, two for one of four bytes, none for the bytes after its first.
      if byte & 0xC0 != 0x80 { units += byte >= 0xF0 ? 2 : 1 }
      switch byte {
      case 0:
        bytes.append(contentsOf: "_x0000_".utf8)
      case UInt8(ascii: "_") where Self.isEscape(text[index...]):
        bytes.append(contentsOf: "_x005F_".utf8)
      case 0xEF where Self.isNoncharacter(text[index...]):
        bytes.append(contentsOf: (text[index + 2] == 0xBE ? "_xFFFE_" : "_xFFFF_").utf8)
        index += 2
      default:
        bytes.append(byte)
      }
      index += 1
    }
    bytes.append(0)
  }

  /// Whether it begins like `_x00e9_`.
  private static func isEscape(_ text: ArraySlice<UInt8>) -> Bool {
    let start = text.startIndex
    guard text.count >= 7, text[start + 1] == UInt8(ascii: "x"),
      text[start + 6] == UInt8(ascii: "_")
    else { return false }
    return text[(start + 2)..<(start + 6)].allSatisfy { byte in
      Character(UnicodeScalar(byte)).isHexDigit
    }
  }

  /// Whether it begins with U+FFFE or U+FFFF.
  private static func isNoncharacter(_ text: ArraySlice<UInt8>) -> Bool {
    let start = text.startIndex
    return text.count >= 3 && text[start + 1] == 0xBF && text[start + 2] >= 0xBE
  }
}
