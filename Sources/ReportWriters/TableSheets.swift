import Reports
import Spreadsheet

/// The sheets of one table: one, or more when its rows do not fit.
struct TableSheets {
  /// One sheet with the rows of the table on it, counted from 0; nil when it holds none.
  struct Part {
    let sheet: Sheet
    let name: String
    var rows: ClosedRange<Int>?
  }

  let table: TableDefinition
  private(set) var parts: [Part] = []
  private(set) var summary: TableSummary?
  /// The cell of each total such as `'Detail'!$H$61`, by column.
  private(set) var totalCells: [Int: String] = [:]
  private(set) var columns: [ColumnLook] = []

  private let calendar: BusinessCalendar
  private let rowsPerSheet: Int
  private let page: PageSetup
  private let header: [Format]
  private let remark: Format
  private var scratch: [UInt8] = []
  /// How many lines the current row needs.
  private var lines = 1

  init(
    _ table: TableDefinition, context: ReportContext, rowsPerSheet: Int, page: PageSetup,
    book: inout Workbook
  ) throws(WorkbookError) {
    self.table = table
    calendar = context.calendar
    self.rowsPerSheet = rowsPerSheet
    self.page = page
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
    remark = try book.format(SheetLook.remark)
    try addPart(&book)
  }

  mutating func write(_ row: RowBuffer, to book: inout Workbook) throws(WorkbookError) {
    if let rows = parts[parts.count - 1].rows, rows.upperBound + 1 >= rowsPerSheet {
      try closePart(&book)
      try addPart(&book)
    }
    let part = parts.count - 1
    let place = try book.nextRow(parts[part].sheet)
    parts[part].rows = (parts[part].rows?.lowerBound ?? place)...place
    lines = 1
    for index in row.cells.indices {
      try write(row.cells[index], of: row, column: index, parts[part].sheet, &book)
    }
    if lines > 1 { try book.setLines(parts[part].sheet, lines) }
  }

  /// Adds the totals, and sets the widths now that every row is known.
  mutating func end(_ summary: TableSummary, book: inout Workbook) throws(WorkbookError) {
    self.summary = summary
    try closePart(&book)
    if summary.rows == 0 {
      try book.nextRow(parts[0].sheet)
      try book.write(text: "No rows", parts[0].sheet, column: firstSeen, format: remark)
      columns[firstSeen].note(width: 7)
    } else {
      try writeTotals(summary, &book)
    }
    for part in parts {
      for (index, column) in columns.enumerated() {
        try book.setWidth(
          part.sheet, column: index, column.columnWidth, folding: folding(of: index))
      }
    }
  }

  /// Ids are for programs: they are folded away, so that people see names and figures.
  private func folding(of column: Int) -> Workbook.Folding {
    if columns[column].type == .uuid { return .folded }
    return column > 0 && columns[column - 1].type == .uuid ? .afterFolded : .none
  }

  /// The first column that is not folded away.
  private var firstSeen: Int { columns.firstIndex { $0.type != .uuid } ?? 0 }

  /// Whether ids are folded away.
  var isFolded: Bool { columns.contains { $0.type == .uuid } }

  private mutating func addPart(_ book: inout Workbook) throws(WorkbookError) {
    let taken = book.sheetNames + [ReportWorkbook.checksName, ReportWorkbook.aboutName]
    let name = SheetName.valid(table.title, part: parts.count + 1, taken: taken)
    let sheet = try book.addSheet(name, streamed: true)
    parts.append(Part(sheet: sheet, name: name))
    try book.setPage(sheet, page)
    try book.allowNumbersAsText(sheet)
    book.freezeHeader(sheet)
    let breaks = columns.contains { $0.headingBreaks }
    try book.nextRow(sheet, height: breaks ? 32 : 18)
    for (index, column) in columns.enumerated() {
      try book.write(text: column.heading, sheet, column: index, format: header[index])
    }
  }

  /// The filter has to be set while the last row is still at hand.
  private func closePart(_ book: inout Workbook) throws(WorkbookError) {
    let part = parts[parts.count - 1]
    if part.rows != nil { try book.filterHeader(part.sheet, columns: columns.count) }
  }

  private mutating func write(
    _ cell: Cell, of row: RowBuffer, column: Int, _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    let plain = columns[column].plain
    switch cell {
    case .null:
      break
    case .text(let start, let count):
      let text = row.text(start: start, count: count)
      let extent = TextWidth.of(text, wrappedAt: ColumnLook.widest - 4)
      columns[column].note(width: extent.width)
      lines = max(lines, extent.lines)
      try book.write(
        text: text, sheet, column: column,
        format: extent.lines > 1 ? columns[column].wrapped : plain)
    case .number(let value):
      columns[column].note(number: value)
      try book.write(
        number: value, scale: columns[column].type.scale ?? 0, sheet, column: column,
        format: value < 0 ? columns[column].negative : plain)
    case .boolean(let value):
      columns[column].note(width: 5)
      try book.write(boolean: value, sheet, column: column, format: plain)
    case .date(let day):
      columns[column].note(width: 10)
      if let serial = DateSerial.day(daysSince1970: Int(day.daysSinceEpoch)) {
        try book.write(serial: serial, sheet, column: column, format: plain)
      } else {
        try writeText(of: row, column: column, sheet, &book)
      }
    case .timestamp(let instant):
      guard instant.isFinite else { break }
      let local = instant.microseconds + Int64(calendar.offset(at: instant)) * 1_000_000
      if let serial = DateSerial.time(localMicroseconds: local) {
        let isPrecise = local % 1_000_000 >= 1_000
        columns[column].note(width: isPrecise ? 23 : 19)
        try book.write(
          serial: serial, sheet, column: column, format: isPrecise ? columns[column].precise : plain
        )
      } else {
        try writeText(of: row, column: column, sheet, &book)
      }
    case .uuid:
      try writeText(of: row, column: column, sheet, &book)
    }
  }

  /// Writes a value as CSV has it: a UUID, or a day that Excel does not know.
  private mutating func writeText(
    of row: RowBuffer, column: Int, _ sheet: Sheet, _ book: inout Workbook
  ) throws(WorkbookError) {
    scratch.removeAll(keepingCapacity: true)
    CellText.append(row, column, scale: 0, calendar: calendar, to: &scratch)
    columns[column].note(width: scratch.count)
    try book.write(text: scratch[...], sheet, column: column, format: columns[column].plain)
  }

  private mutating func writeTotals(
    _ summary: TableSummary, _ book: inout Workbook
  ) throws(WorkbookError) {
    let sums = columns.indices.map { summary.single($0) }
    guard sums.contains(where: { $0 != nil }) else { return }
    if let rows = parts[parts.count - 1].rows, rows.upperBound + 1 >= rowsPerSheet {
      try addPart(&book)
    }
    let part = parts[parts.count - 1]
    let place = try book.nextRow(part.sheet)
    for (index, column) in columns.enumerated() {
      guard let sum = sums[index] else {
        try book.write(
          text: index == firstSeen ? "Total" : "", part.sheet, column: index, format: column.total)
        continue
      }
      columns[index].note(number: sum)
      try book.write(
        formula: "SUM(\(ranges(index)))", value: sum, scale: column.type.scale ?? 0, part.sheet,
        column: index, format: sum < 0 ? column.negativeTotal : column.total)
      let cell = CellReference.fixed(row: place, column: index)
      totalCells[index] = "\(CellReference.quoted(part.name))!\(cell)"
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
