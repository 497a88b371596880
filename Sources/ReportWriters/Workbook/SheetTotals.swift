import Reports
import Spreadsheet

/// The totals of a table, which stand above its header: of all rows, and of those that a filter shows.
///
/// Above, since there they stay in sight however far one scrolls, and a filter hides no row of them.
/// A blank row parts them from the header: what Excel, a pivot or a program takes for the table begins
/// with the header and adds up its lines alone.
struct SheetTotals {
  /// How many rows there are: both totals and the blank one.
  static let rowCount = 3

  /// Whether a table has any.
  static func exist(in table: TableDefinition) -> Bool {
    table.columns.contains { $0.totalled && $0.type.scale != nil }
  }

  /// A total and where its row stands.
  private struct Line {
    let label: String
    let function: String
    let name: String
    let row: Int
  }

  private static let blankHeight = 6.0

  private let sums: [Int128?]
  private let columns: [ColumnLook]
  /// The cells of each column on every sheet; empty when there is no row.
  private let ranges: [String]
  private let labelColumn: Int
  private let lines: [Line]
  /// What stands there when no column has one figure that is the sum of all.
  private let excuse: String
  /// Where the way back to the first sheet stands; nil when there is no room.
  let linkPlace: (row: Int, column: Int)?

  private static let linkText = "← \(ReportWorkbook.summaryName)"

  init(_ summary: TableSummary, columns: [ColumnLook], ranges: [String], sheets: Int) {
    self.columns = columns
    self.ranges = ranges
    sums = columns.indices.map { summary.single($0) }
    let sums = sums
    labelColumn =
      columns.indices.first { !columns[$0].isFolded && sums[$0] == nil } ?? columns.count
    let all = sheets > 1 ? " of all sheets" : ""
    lines = [
      Line(label: "Total\(all)", function: "SUM(", name: "total", row: 0),
      Line(
        label: "Total of the filtered rows\(all)", function: "SUBTOTAL(109,", name: "filtered",
        row: 1),
    ]
    let hasTotals = Self.exist(in: summary.table)
    excuse =
      hasTotals && summary.rows > 0
      ? "Totals for each unit: see \(ReportWorkbook.summaryName)" : ""
    if sums.allSatisfy({ $0 == nil }) {
      linkPlace = (excuse.isEmpty ? 0 : 1, labelColumn)
    } else {
      let labelColumn = labelColumn
      linkPlace = columns.indices.first {
        $0 > labelColumn && !columns[$0].isFolded && sums[$0] == nil
      }.map { (0, $0) }
    }
  }

  /// Makes the columns wide enough.
  func note(in columns: inout [ColumnLook]) {
    for (index, sum) in sums.enumerated() {
      if let sum { columns[index].note(number: sum) }
    }
    // A label goes on over empty cells, but not over a figure.
    func fit(_ words: String, _ column: Int) {
      let next = columns.indices.first { $0 > column && !columns[$0].isFolded }
      guard let next, sums[next] != nil else { return }
      columns[column].note(width: TextWidth.of(words) + 2)
    }
    if sums.contains(where: { $0 != nil }) { fit(lines[1].label, labelColumn) }
    if let linkPlace { fit(Self.linkText, linkPlace.column) }
  }

  /// Writes them above the rows of a sheet.
  func write(
    above rows: SheetRows?, label: Format, remark: Format, link: Format
  ) throws(WorkbookError) {
    guard let rows else { return }
    if sums.allSatisfy({ $0 == nil }) {
      let words =
        excuse.isEmpty ? [(Self.linkText, link)] : [(excuse, remark), (Self.linkText, link)]
      for (text, format) in words {
        try rows.nextRow()
        try rows.write(text: text, column: labelColumn, format: format)
      }
      if words.count < lines.count { try rows.nextRow() }
    } else {
      for line in lines { try write(line, to: rows, label: label, link: link) }
    }
    try rows.nextRow(height: Self.blankHeight)
  }

  private func write(
    _ line: Line, to rows: SheetRows, label: Format, link: Format
  ) throws(WorkbookError) {
    try rows.nextRow()
    for index in 0...max(columns.count - 1, labelColumn) {
      if index == labelColumn {
        try rows.write(text: line.label, column: index, format: label)
        continue
      }
      if let linkPlace, linkPlace.row == line.row, linkPlace.column == index {
        try rows.write(text: Self.linkText, column: index, format: link)
        continue
      }
      guard let sum = sums[index] else { continue }
      let column = columns[index]
      let format = sum < 0 ? column.negativeTotal : column.total
      if ranges[index].isEmpty {
        try rows.write(number: sum, scale: column.scale, column: index, format: format)
      } else {
        try rows.write(
          formula: "\(line.function)\(ranges[index]))", value: sum, scale: column.scale,
          column: index, format: format)
      }
    }
  }

  /// The cells on a sheet by name, such as `total` of each column that has one.
  func cells(on sheet: String) -> [(name: String, column: Int, cell: String)] {
    guard ranges.contains(where: { !$0.isEmpty }) else { return [] }
    return lines.flatMap { line in
      sums.indices.filter { sums[$0] != nil }.map { column in
        let cell = CellReference.fixed(row: line.row, column: column)
        return (line.name, column, "\(CellReference.quoted(sheet))!\(cell)")
      }
    }
  }
}

/// The formula of a quantity's total in one of several units.
enum UnitFormula {
  /// `SUMIF` over every sheet of the table, or nil when Excel would count something else: it ignores
  /// case, and knows wildcards and comparisons.
  static func text(
    sums: [TableSummary.UnitTotal], unit: String, unitRow: Int, column: Int, _ table: TableSheets
  ) -> String? {
    guard let unitColumn = table.table.unitIndex, isPlain(unit),
      sums.count(where: { $0.unit.lowercased() == unit.lowercased() }) == 1
    else { return nil }
    let criterion = CellReference.fixed(row: unitRow, column: 3)
    return zip(table.ranges(of: unitColumn), table.ranges(of: column))
      .map { units, quantities in "SUMIF(\(units),\(criterion),\(quantities))" }
      .joined(separator: "+")
  }

  private static func isPlain(_ unit: String) -> Bool {
    guard let first = unit.unicodeScalars.first, !("0"..."9").contains(first) else { return false }
    return unit.unicodeScalars.allSatisfy { !"*?~<>=\"+-.".unicodeScalars.contains($0) }
  }
}

extension TableSummary {
  /// Whether some quantity is not one figure.
  var hasSeveralUnits: Bool {
    totals.values.contains { if case .byUnit(let sums) = $0 { sums.count > 1 } else { false } }
  }

  /// The one figure under a column: its sum, or the sum of a quantity that has a single unit.
  func single(_ column: Int) -> Int128? {
    switch totals[column] {
    case .overall(let sum): sum
    case .byUnit(let sums): sums.count == 1 ? sums[0].sum : nil
    case nil: nil
    }
  }
}
