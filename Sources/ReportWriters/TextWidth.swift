/// How many columns of a fixed-width font text takes, as terminals and sheets count it.
enum TextWidth {
  /// The width of the longest line.
  static func of(_ text: String) -> Int {
    of(Array(text.utf8)[...]).width
  }

  /// The width of the longest line, and whether there is more than one.
  ///
  /// It stops at 200: nothing is ever set wider.
  static func of(_ text: ArraySlice<UInt8>) -> (width: Int, hasLines: Bool) {
    guard text.contains(where: { $0 >= 0x80 || $0 < 0x20 }) else { return (text.count, false) }
    var widest = 0
    var line = 0
    var hasLines = false
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      if scalar == "\n" || scalar == "\r" {
        hasLines = true
        line = 0
      } else {
        line += width(of: scalar)
      }
      widest = max(widest, line)
      if widest > 200, hasLines { break }
    }
    return (widest, hasLines)
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    if scalar.value < 0x80 { return 1 }
    switch scalar.properties.generalCategory {
    // Thai vowels and tones above and below, accents, joiners of emoji.
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: break
    }
    switch scalar.value {
    // East Asian wide and full-width blocks, and emoji.
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
