import Reports
import Values

/// Columns of text in line, for people.
///
/// Where the width is known and a row does not fit, columns are broken between words; when that does
/// not do, the last column goes below the others, so that no word is ever torn.
struct TextTable {
  /// A text on one line, whatever it holds, and how it is painted.
  struct Cell {
    fileprivate var text: String
    fileprivate var style: Terminal.Style?

    init(_ text: String, _ style: Terminal.Style? = nil) {
      self.text = text.printable
      self.style = style
    }

    fileprivate var longestWord: Int {
      text.split(separator: " ").map { TextWrap.width(String($0)) }.max() ?? 0
    }
  }

  private var rows: [[Cell]]
  private let rightAligned: Set<Int>

  /// So much of a broken last column must fit beside the others, or it goes below them.
  private static let leastBeside = 24
  private static let gap = 2
  private static let foldIndent = 4
  /// A longer word, such as a path, makes no column wider: what does not fit goes on a line of its own.
  ///
  /// The first of these that the table fits its width with.
  private static let longWords = [32, 24, 16]

  init(_ headings: [String], rightAligned: Set<Int> = []) {
    rows = [headings.map { Cell($0, .dim) }]
    self.rightAligned = rightAligned
  }

  mutating func add(_ row: [String]) {
    add(cells: row.map { Cell($0) })
  }

  mutating func add(cells row: [Cell]) {
    rows.append(row)
  }

  /// The table in the terminal's width, headings dim, without spaces at the ends of lines.
  var text: String { text(width: Terminal.width) }

  func text(width: Int?) -> String {
    let columns = rows[0].indices
    let natural = columns.map { column in
      rows.map { TextWrap.width($0[column].text) }.max() ?? 0
    }
    guard let width, Self.total(natural) > width else { return lines(natural, folded: nil) }
    var least = columns.map { column in
      rightAligned.contains(column)
        ? natural[column] : rows.map { $0[column].longestWord }.max() ?? 0
    }
    let last = columns.count - 1
    let leastLast = least[last]
    least[last] = max(leastLast, min(natural[last], Self.leastBeside))
    if Self.total(least) <= width {
      return lines(Self.shrunk(natural, to: width, least: least), folded: nil)
    }
    var widths: [Int] = []
    for longWord in Self.longWords {
      let others = columns.dropLast().map { column in
        let cells = rows.map { $0[column] }.filter { $0.longestWord <= longWord }
        return (
          natural: cells.map { TextWrap.width($0.text) }.max() ?? 0,
          least: rightAligned.contains(column)
            ? natural[column] : cells.map(\.longestWord).max() ?? 0
        )
      }
      widths = Self.shrunk(others.map(\.natural), to: width, least: others.map(\.least))
      if Self.total(widths) <= width { break }
    }
    return lines(widths, folded: width)
  }

  private static func total(_ widths: [Int]) -> Int {
    widths.reduce(0, +) + gap * max(0, widths.count - 1)
  }

  /// The widest columns give way first.
  private static func shrunk(_ widths: [Int], to width: Int, least: [Int]) -> [Int] {
    var widths = widths
    while total(widths) > width {
      let possible = widths.indices.filter { widths[$0] > least[$0] }
      guard let widest = possible.max(by: { widths[$0] < widths[$1] }) else { break }
      widths[widest] -= 1
    }
    return widths
  }

  /// `folded` is the width of the table when its last column stands below the others.
  private func lines(_ widths: [Int], folded: Int?) -> String {
    rows.flatMap { row -> [String] in
      let cells = folded == nil ? row : Array(row.dropLast())
      let isRagged = zip(cells, widths).contains { $0.longestWord > $1 }
      var lines = isRagged ? ragged(cells, widths, folded ?? 0) : side(cells, widths)
      if let folded, let last = row.last, !last.text.isEmpty {
        let indent = String(repeating: " ", count: Self.foldIndent)
        lines += TextWrap.lines(last.text, width: folded - Self.foldIndent).map {
          indent + Self.painted($0, last.style)
        }
      }
      return lines
    }.joined(separator: "\n")
  }

  /// A row's lines, its cells side by side.
  private func side(_ row: [Cell], _ widths: [Int]) -> [String] {
    let texts = zip(row, widths).map { TextWrap.lines($0.text, width: $1) }
    return (0..<(texts.map(\.count).max() ?? 0)).map { line in
      var text = ""
      for column in row.indices {
        let part = line < texts[column].count ? texts[column][line] : ""
        let space = String(repeating: " ", count: max(0, widths[column] - TextWrap.width(part)))
        let painted = Self.painted(part, row[column].style)
        text += rightAligned.contains(column) ? space + painted : painted + space
        text += String(repeating: " ", count: Self.gap)
      }
      return String(text.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// The lines of a row with a word that is wider than its column: each cell below its heading where
  /// there is room, else on the next line.
  private func ragged(_ row: [Cell], _ widths: [Int], _ width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    var start = 0
    for (cell, columnWidth) in zip(row, widths) {
      defer { start += columnWidth + Self.gap }
      guard !cell.text.isEmpty else { continue }
      let taken = TextWrap.width(line)
      let place = max(start, taken == 0 ? 0 : taken + Self.gap)
      if taken > 0, place + TextWrap.width(cell.text) > width {
        lines.append(line)
        line = String(repeating: " ", count: Self.foldIndent)
      } else {
        line += String(repeating: " ", count: place - taken)
      }
      line += Self.painted(cell.text, cell.style)
    }
    return lines + [line]
  }

  private static func painted(_ text: String, _ style: Terminal.Style?) -> String {
    guard let style, !text.isEmpty else { return text }
    return Terminal.paint(text, style)
  }
}
