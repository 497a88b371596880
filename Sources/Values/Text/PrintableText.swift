extension String {
  /// The text as it may be shown on a terminal: what would end the line, steer the terminal or turn
  /// around what stands beside it is written as `\n` or `\u001b`.
  ///
  /// Names come from a database, and anybody may have written them.
  public var printable: String {
    guard unicodeScalars.contains(where: \.isUnprintable) else { return self }
    return unicodeScalars.map { $0.isUnprintable ? $0.escaped : String($0) }.joined()
  }
}

extension Unicode.Scalar {
  /// Whether it ends a line, is a control character (C0, C1, DEL), or overrides or isolates the
  /// direction of writing.
  public var isUnprintable: Bool {
    switch value {
    case ..<0x20, 0x7F...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  /// `\n`, `\r`, `\t`, or `\u001b`, as JSON writes it.
  public var escaped: String {
    switch self {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    default:
      let digits = String(value, radix: 16)
      return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
  }
}

/// Bytes as lower-case hexadecimal digits.
public enum HexDigits {
  /// Two digits for each byte.
  public static func text(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

extension String {
  /// Without white space at its ends.
  public func trimmingSpace() -> String {
    let kept = drop(while: \.isWhitespace)
    guard let last = kept.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(kept[...last])
  }
}

extension Collection {
  /// The first few for a sentence, and how many there are beside them: `a, b and 3 more`.
  public func listed(first most: Int, _ name: (Element) -> String) -> String {
    prefix(most).map(name).joined(separator: ", ")
      + (count > most ? " and \(count - most) more" : "")
  }
}
