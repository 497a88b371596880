/// Columns of text in line, for people.
struct TextTable {
  private var rows: [[String]]
  private let rightAligned: Set<Int>

  init(_ headings: [String], rightAligned: Set<Int> = []) {
    rows = [headings]
    self.rightAligned = rightAligned
  }

  mutating func add(_ row: [String]) {
    rows.append(row)
  }

  /// The table, headings dim, without spaces at the ends of lines.
  var text: String {
    let widths = rows[0].indices.map { column in
      rows.map { Self.width($0[column]) }.max() ?? 0
    }
    return rows.enumerated().map { number, row in
      let line = row.indices.map { column in
        let space = String(repeating: " ", count: widths[column] - Self.width(row[column]))
        if rightAligned.contains(column) { return space + row[column] }
        return column == row.count - 1 ? row[column] : row[column] + space
      }.joined(separator: "  ")
      return number == 0 ? Terminal.paint(line, .dim) : line
    }.joined(separator: "\n")
  }

  /// Columns that the text takes: marks above and below take none, wide characters two.
  private static func width(_ text: String) -> Int {
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
