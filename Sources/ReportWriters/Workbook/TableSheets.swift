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
  var columns: [ColumnLook] = []
  /// Where the lines of this table stand, when another may lead to them.
  private(set) var lines: PairLines?

  let calendar: BusinessCalendar
  private let rowsPerSheet: Int
  private let footer: String
  /// The header's row, from 0, below the totals.
  private let headerRow = SheetTotals.rowCount
  /// The keys of all tables of the report.
  private let keys: [String]
  /// The lines of an earlier table that rows of this one lead to.
  private var target: Target?
  private let header: [Format]
  private let label: Format
  private let remark: Format
  /// A cell that leads elsewhere.
  let linked: Format
  var scratch: [UInt8] = []

  /// The lines of an earlier table, and what of a row leads there.
  private struct Target {
    let lines: PairLines
    let columns: PairLines.Columns
    let sheet: String
    let sheetColumn: Int
    /// The column of the link.
    let column: Int
    var links = 0

    /// So many links are kept in memory, and no more.
    static let mostLinks = 20_000
  }

  init(
    _ table: TableDefinition, context: ReportContext, rowsPerSheet: Int, footer: String,
    after earlier: [TableSheets], book: inout Workbook
  ) throws(WorkbookError) {
    self.table = table
    self.footer = footer
    calendar = context.calendar
    keys = context.definition.tables.map(\.key)
    // A header and a row: less makes no sheet.
    self.rowsPerSheet = min(max(rowsPerSheet, headerRow + 2), 1_048_576)
    let source = earlier.first { $0.lines != nil }
    target = Self.target(in: source, from: table)
    if source == nil { lines = PairLines.Columns(table).map(PairLines.init) }
    var header: [Format] = []
    var isBesideNumber = false
    let naming = SheetArrangement.naming(table)
    for (index, column) in table.columns.enumerated() {
      let look = try ColumnLook(
        column, currency: context.currency, beside: isBesideNumber, isNaming: index <= naming,
        book: &book)
      columns.append(look)
      let alignment = ColumnLook.alignment(column.type)
      header.append(
        try book.format(SheetLook.header(alignment).with { $0.indent = look.indent }))
      isBesideNumber = alignment == .right
    }
    self.header = header
    label = try book.format(SheetLook.total)
    remark = try book.format(SheetLook.remark)
    let wraps = target != nil
    linked = try book.format(SheetLook.link.with { $0.wraps = wraps })
    try addPart(&book)
  }

  /// What the rows of a table can lead to: the lines of the same product in the same store.
  private static func target(in source: TableSheets?, from table: TableDefinition) -> Target? {
    guard let source, let lines = source.lines, let columns = PairLines.Columns(table),
      let column = ["sku", "product_name"].lazy.compactMap({ table.index(of: $0) }).first
    else { return nil }
    return Target(
      lines: lines, columns: columns, sheet: CellReference.quoted(source.parts[0].name),
      sheetColumn: source.firstSeen, column: column)
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
      if part == 0, let pair = lines?.columns.pair(cells, from: first) {
        lines?.add(pair, row: place)
      }
      let link = try link(cells, from: first, in: place, of: sheet, &book)
      var height = 1
      for index in columns.indices {
        let needed = try write(
          cells[first + index], text, column: index, sheet, isLink: index == link)
        height = max(height, needed)
      }
      if height > 1 { sheet.setLines(height) }
    }
  }

  /// Links a row to the line of its product in its store, and says which of its cells leads there.
  private mutating func link(
    _ cells: [Cell], from first: Int, in row: Int, of sheet: SheetRows, _ book: inout Workbook
  ) throws(WorkbookError) -> Int? {
    guard let target, target.links < Target.mostLinks,
      case .text = cells[first + target.column],
      let pair = target.columns.pair(cells, from: first), let line = target.lines.row(of: pair)
    else { return nil }
    let cell = CellReference.cell(row: line, column: target.sheetColumn)
    try book.link(
      sheet.sheet, row: row, column: target.column, to: "\(target.sheet)!\(cell)")
    self.target?.links += 1
    return target.column
  }

  /// Writes the totals above, and sets the widths, now that every row is known.
  mutating func end(_ summary: TableSummary, book: inout Workbook) throws(WorkbookError) {
    self.summary = summary
    lines?.end()
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
    let arrangement = SheetArrangement(columns, of: table, footer: footer, headerRow: headerRow)
    for part in parts {
      let sheet = part.sheet.sheet
      try totals.write(above: part.sheet.above, label: label, remark: remark, link: linked)
      if let place = totals.linkPlace {
        try book.link(
          sheet, row: place.row, column: place.column,
          to: "\(CellReference.quoted(ReportWorkbook.summaryName))!A1")
      }
      try book.setPage(sheet, arrangement.page)
      book.freezeHeader(sheet, row: headerRow, columns: arrangement.frozen)
      for (index, column) in columns.enumerated() {
        try book.setWidth(
          sheet, column: index, column.columnWidth, folding: folding(of: index))
      }
    }
  }

  /// Ids are for programs: they are folded away, so that people see names and figures.
  private func folding(of column: Int) -> Workbook.Folding {
    if columns[column].isFolded { return .folded }
    return column > 0 && columns[column - 1].isFolded ? .afterFolded : .none
  }

  /// The first column that is not folded away.
  var firstSeen: Int { columns.firstIndex { !$0.isFolded } ?? 0 }

  /// How many texts are longer than a cell, and so are cut off.
  var cutTexts: Int { parts.reduce(0) { $0 + $1.sheet.cutTexts } }

  /// Whether ids are folded away.
  var isFolded: Bool { columns.contains(where: \.isFolded) }

  private mutating func addPart(_ book: inout Workbook) throws(WorkbookError) {
    let taken = book.sheetNames + [ReportWorkbook.checksName, ReportWorkbook.aboutName]
    let name = SheetName.valid(table.title, part: parts.count + 1, taken: taken)
    let rows = try book.addTable(name, above: headerRow)
    parts.append(Part(sheet: rows))
    try book.allowNumbersAsText(rows.sheet)
    let breaks = columns.contains { $0.headingBreaks }
    try rows.nextRow(height: breaks ? 32 : 18)
    for (index, column) in columns.enumerated() {
      try rows.write(text: column.heading, column: index, format: header[index])
      try book.note(
        table.columns[index].meaning, rows.sheet, row: headerRow, column: index)
    }
  }

  /// Makes the rows a table, or gives them a filter where Excel takes no such table; while the last of
  /// them is still at hand.
  private func closePart(_ book: inout Workbook) throws(WorkbookError) {
    let part = parts[parts.count - 1]
    guard part.rows != nil else { return }
    let headings = columns.map(\.heading)
    if let name = name("lines", part: parts.count), TableName.isValid(name),
      TableName.areValid(headings: headings)
    {
      try book.makeTable(
        part.sheet.sheet, name: name, headerRow: headerRow, headings: headings)
    } else {
      try book.filterHeader(part.sheet.sheet, row: headerRow, columns: columns.count)
    }
  }

  /// A name of the rows on a sheet such as `table_detail_2`; nil when another table has it.
  private func name(_ word: String, part: Int) -> String? {
    let key = table.key.lowercased() + (part > 1 ? "_\(part)" : "")
    let known = keys.count { $0.lowercased() == key }
    guard known == (part > 1 ? 0 : 1) else { return nil }
    return "\(word)_\(table.key)" + (part > 1 ? "_\(part)" : "")
  }

  /// Names each total, for formulas of the reader's own, and header and rows of each sheet, for pivots.
  private mutating func addNames(of totals: SheetTotals) {
    for total in totals.cells(on: parts[0].name) {
      names.append(("\(total.name)_\(table.key)_\(table.columns[total.column].key)", total.cell))
      if total.name == "total" { totalCells[total.column] = total.cell }
    }
    for (number, part) in parts.enumerated() {
      guard let rows = part.rows, let name = name("table", part: number + 1) else { continue }
      let cells = CellReference.range(
        sheet: part.name, rows: headerRow...rows.upperBound, columns: columns.count)
      names.append((name, cells))
    }
  }

  /// The first cell that a reader sees, for links.
  var top: String {
    let cell = CellReference.cell(row: 0, column: firstSeen)
    return "\(CellReference.quoted(parts[0].name))!\(cell)"
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
