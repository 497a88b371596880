/// Text that is broken between words, and how wide text is on a terminal.
enum TextWrap {
  /// The lines of a text; a word that is wider than a line has one of its own.
  ///
  /// Spaces at the beginning stay, and the lines that follow begin below the first word, or as far in as
  /// `hanging` says.
  static func lines(_ text: String, width: Int?, hanging: Int? = nil) -> [String] {
    guard let width, self.width(text) > width else { return [text] }
    let lead = text.prefix { $0 == " " }
    let indent = String(repeating: " ", count: hanging ?? lead.count)
    var lines: [String] = []
    var line = String(lead)
    var isEmpty = true
    // Several spaces in a line, as between columns, stay.
    for word in text.dropFirst(lead.count).split(separator: " ", omittingEmptySubsequences: false) {
      if !isEmpty, self.width(line) + 1 + self.width(String(word)) > width {
        lines.append(line)
        line = indent
        isEmpty = true
      }
      if isEmpty, word.isEmpty { continue }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return lines + [line]
  }

  /// The same as one text.
  static func text(_ text: String, width: Int?, hanging: Int? = nil) -> String {
    lines(text, width: width, hanging: hanging).joined(separator: "\n")
  }

  /// Columns that the text takes: marks above and below take none, wide characters two, and what
  /// paints it none.
  static func width(_ text: String) -> Int {
    var isEscape = false
    var width = 0
    for character in text {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { width += isWide(character) ? 2 : 1 }
      if isEscape, character.isLetter { isEscape = false }
    }
    return width
  }

  private static func isWide(_ character: Character) -> Bool {
    guard let first = character.unicodeScalars.first?.value else { return false }
    return (0x1100...0x115F).contains(first) || (0x2E80...0xA4CF).contains(first)
      || (0xAC00...0xD7A3).contains(first) || (0xFF00...0xFF60).contains(first)
      || (0x1F300...0x1FAFF).contains(first)
  }
}
