import Reports
import Spreadsheet
import Values

/// The sheets of one table: one, or more when its rows do not fit.
struct TableSheets {
  /// One sheet with the rows of the table on it, counted from 0; nil when it holds none.
  struct Part {
    let sheet: SheetRows
    var name: String { sheet.name }
    var rows: ClosedRange<Int>?
  }

  let table: TableDefinition
  private(set) var parts: [Part] = []
  private(set) var summary: TableSummary?
  /// What has a name such as `total_detail_cost_value`, and its cells.
  private(set) var names: [(name: String, cells: String)] = []
  /// The cell of each total such as `'Detail'!$H$1`, by column.
  private(set) var totalCells: [Int: String] = [:]
  private(set) var columns: [ColumnLook] = []

  private let calendar: BusinessCalendar
  private let rowsPerSheet: Int
  private let page: PageSetup
  /// The header's row, from 0, below the totals.
  private let headerRow: Int
  private let header: [Format]
  private let label: Format
  private let remark: Format
  private var scratch: [UInt8] = []

  init(
    _ table: TableDefinition, context: ReportContext, rowsPerSheet: Int, page: PageSetup,
    book: inout Workbook
  ) throws(WorkbookError) {
    self.table = table
    calendar = context.calendar
    headerRow = SheetTotals.exist(in: table) ? SheetTotals.rowCount : 0
    // A header and a row: less makes no sheet.
    self.rowsPerSheet = min(max(rowsPerSheet, headerRow + 2), 1_048_576)
    self.page = PageSetup(footer: page.footer, headerRow: headerRow)
    var header: [Format] = []
    var isBesideNumber = false
    for column in table.columns {
      let look = try ColumnLook(
        column, currency: context.currency, beside: isBesideNumber, book: &book)
      columns.append(look)
      let alignment = ColumnLook.alignment(column.type)
      header.append(
        try book.format(SheetLook.header(alignment).with { $0.indent = look.indent }))
      isBesideNumber = alignment == .right
    }
    self.header = header
    label = try book.format(SheetLook.total)
    remark = try book.format(SheetLook.remark)
    try addPart(&book)
  }

  /// Writes every row of a batch.
  mutating func write(_ batch: RowBatch, to book: inout Workbook) throws(WorkbookError) {
    let cells = batch.cells
    let texts = batch.text
    for row in 0..<batch.count {
      if let rows = parts[parts.count - 1].rows, rows.upperBound + 1 >= rowsPerSheet {
        try closePart(&book)
        try addPart(&book)
      }
      let part = parts.count - 1
      let sheet = parts[part].sheet
      let place = try sheet.nextRow()
      parts[part].rows = (parts[part].rows?.lowerBound ?? place)...place
      let first = row * columns.count
      let text = texts.span.extracting(batch.textRange(of: row))
      var lines = 1
      for index in columns.indices {
        lines = max(lines, try write(cells[first + index], text, column: index, sheet))
      }
      if lines > 1 { sheet.setLines(lines) }
    }
  }

  /// Writes the totals above, and sets the widths, now that every row is known.
  mutating func end(_ summary: TableSummary, book: inout Workbook) throws(WorkbookError) {
    self.summary = summary
    try closePart(&book)
    if summary.rows == 0 {
      try parts[0].sheet.nextRow()
      try parts[0].sheet.write(text: "No rows", column: firstSeen, format: remark)
      columns[firstSeen].note(width: 7)
    }
    let totals = SheetTotals(
      summary, columns: columns, ranges: columns.indices.map(ranges), sheets: parts.count)
    totals.note(in: &columns)
    addNames(of: totals)
    for part in parts {
      try totals.write(above: part.sheet.above, label: label, remark: remark)
      for (index, column) in columns.enumerated() {
        try book.setWidth(
          part.sheet.sheet, column: index, column.columnWidth, folding: folding(of: index))
      }
    }
  }

  /// Ids are for programs: they are folded away, so that people see names and figures.
  private func folding(of column: Int) -> Workbook.Folding {
    if columns[column].isFolded { return .folded }
    return column > 0 && columns[column - 1].isFolded ? .afterFolded : .none
  }

  /// The first column that is not folded away.
  private var firstSeen: Int { columns.firstIndex { !$0.isFolded } ?? 0 }

  /// How many texts are longer than a cell, and so are cut off.
  var cutTexts: Int { parts.reduce(0) { $0 + $1.sheet.cutTexts } }

  /// Whether ids are folded away.
  var isFolded: Bool { columns.contains(where: \.isFolded) }

  private mutating func addPart(_ book: inout Workbook) throws(WorkbookError) {
    let taken = book.sheetNames + [ReportWorkbook.checksName, ReportWorkbook.aboutName]
    let name = SheetName.valid(table.title, part: parts.count + 1, taken: taken)
    let rows = try book.addTable(name, above: headerRow)
    parts.append(Part(sheet: rows))
    try book.setPage(rows.sheet, page)
    try book.allowNumbersAsText(rows.sheet)
    book.freezeHeader(rows.sheet, row: headerRow)
    let breaks = columns.contains { $0.headingBreaks }
    try rows.nextRow(height: breaks ? 32 : 18)
    for (index, column) in columns.enumerated() {
      try rows.write(text: column.heading, column: index, format: header[index])
    }
  }

  /// The filter has to be set while the last row is still at hand.
  private func closePart(_ book: inout Workbook) throws(WorkbookError) {
    let part = parts[parts.count - 1]
    guard part.rows != nil else { return }
    try book.filterHeader(part.sheet.sheet, row: headerRow, columns: columns.count)
  }

  /// Writes a cell, whose text lies in that of its row, and says how many lines it needs.
  private mutating func write(
    _ cell: Cell, _ text: Span<UInt8>, column: Int, _ sheet: SheetRows
  ) throws(WorkbookError) -> Int {
    let plain = columns[column].plain
    switch cell {
    case .null:
      break
    case .text(let start, let count):
      let text = text.extracting(Int(start)..<Int(start + count))
      let lines = columns[column].note(text: text)
      try sheet.write(
        text: text, column: column, format: lines > 1 ? columns[column].wrapped : plain)
      return lines
    case .number(let value):
      columns[column].note(number: value)
      try sheet.write(
        number: value, scale: columns[column].scale, column: column,
        format: value < 0 ? columns[column].negative : plain)
    case .boolean(let value):
      columns[column].note(width: 5)
      try sheet.write(boolean: value, column: column, format: plain)
    case .date(let day):
      columns[column].note(width: 10)
      if let serial = DateSerial.day(daysSince1970: Int(day.daysSinceEpoch)) {
        try sheet.write(serial: serial, column: column, format: plain)
      } else {
        try write(column, sheet) { day.append(to: &$0) }
      }
    case .timestamp(let instant):
      guard instant.isDated else { break }
      let local = instant.microseconds + Int64(calendar.offset(at: instant)) * 1_000_000
      if let serial = DateSerial.time(localMicroseconds: local) {
        let isPrecise = local % 1_000_000 >= 1_000
        columns[column].note(width: isPrecise ? 23 : 19)
        try sheet.write(
          serial: serial, column: column, format: isPrecise ? columns[column].precise : plain)
      } else {
        let calendar = calendar
        try write(column, sheet) { calendar.append(instant, to: &$0) }
      }
    case .uuid(let uuid):
      try write(column, sheet) { uuid.append(to: &$0) }
    }
    return 1
  }

  /// Writes a value as CSV has it: a UUID, or a day that Excel does not know.
  private mutating func write(
    _ column: Int, _ sheet: SheetRows, _ append: (inout [UInt8]) -> Void
  ) throws(WorkbookError) {
    scratch.removeAll(keepingCapacity: true)
    append(&scratch)
    columns[column].note(width: scratch.count)
    try sheet.write(text: scratch.span, column: column, format: columns[column].plain)
  }

  /// Names each total, for formulas of the reader's own, and header and rows of each sheet, for pivots.
  private mutating func addNames(of totals: SheetTotals) {
    for total in totals.cells(on: parts[0].name) {
      names.append(("\(total.name)_\(table.key)_\(table.columns[total.column].key)", total.cell))
      if total.name == "total" { totalCells[total.column] = total.cell }
    }
    for (number, part) in parts.enumerated() {
      guard let rows = part.rows else { continue }
      let cells = CellReference.range(
        sheet: part.name, rows: headerRow...rows.upperBound, columns: columns.count)
      names.append(("table_\(table.key)\(number > 0 ? "_\(number + 1)" : "")", cells))
    }
  }

  /// The rows of a column on every sheet, for a formula on any of them.
  func ranges(_ column: Int) -> String {
    ranges(of: column).joined(separator: ",")
  }

  /// The rows of a column, a range for each sheet.
  func ranges(of column: Int) -> [String] {
    parts.compactMap { part in
      part.rows.map { CellReference.range(sheet: part.name, rows: $0, column: column) }
    }
  }
}
