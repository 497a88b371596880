/// How many columns of a fixed-width font text takes, as terminals and sheets count it.
enum TextWidth {
  /// The width of the longest line.
  static func of(_ text: String) -> Int {
    of(Array(text.utf8).span, wrappedAt: .max).width
  }

  /// How many lines text takes in a column of `width` characters.
  static func lines(_ text: String, in width: Double) -> Int {
    of(Array(text.utf8).span, wrappedAt: Int(width) - 3).lines
  }

  /// The width of the longest line of UTF-8, and how many lines it takes where a line holds `limit`.
  static func of(_ text: Span<UInt8>, wrappedAt limit: Int) -> (width: Int, lines: Int) {
    guard text.count > limit || !isPlain(text) else { return (text.count, 1) }
    var widest = 0
    var lines = 1
    var line = 0
    var broken = 0
    var place = 0
    while place < text.count {
      let scalar = scalar(text, &place)
      if scalar == "\n" {
        lines += 1
        line = 0
        broken = 0
        continue
      }
      let width = width(of: scalar)
      line += width
      broken += width
      widest = max(widest, line)
      if broken > limit {
        lines += 1
        broken = width
      }
    }
    return (widest, lines)
  }

  /// Whether each byte is a character of its own, in one line.
  private static func isPlain(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] >= 0x80 || text[index] < 0x20 { return false }
    return true
  }

  /// The character at a place of valid UTF-8; the place moves on.
  private static func scalar(_ text: Span<UInt8>, _ place: inout Int) -> Unicode.Scalar {
    let first = text[place]
    place += 1
    guard first >= 0x80 else { return Unicode.Scalar(first) }
    let more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1
    var value = UInt32(first) & (0x3F >> UInt32(more))
    let end = min(place + more, text.count)
    while place < end {
      value = value << 6 | UInt32(text[place] & 0x3F)
      place += 1
    }
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }

  private static func width(of scalar: Unicode.Scalar) -> Int {
    // Latin and Thai without the slow look-up; Thai vowels and tones above and below take no room.
    switch scalar.value {
    case 0..<0x300: return 1
    case 0xE31, 0xE34...0xE3A, 0xE47...0xE4E: return 0
    case 0xE00...0xE7F: return 1
    default: break
    }
    switch scalar.properties.generalCategory {
    // Accents, joiners of emoji.
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

extension Span<UInt8> {
  /// Whether it has more than one line.
  var hasLineFeed: Bool {
    for index in indices where self[index] == UInt8(ascii: "\n") { return true }
    return false
  }
}
