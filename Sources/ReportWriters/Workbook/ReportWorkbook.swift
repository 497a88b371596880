import Reports
import Spreadsheet
import Values

/// A report's workbook while it is written.
///
/// Letting go of it before `finish` removes the file.
struct ReportWorkbook: ~Copyable {
  private var book: Workbook
  private let context: ReportContext
  private let rowsPerSheet: Int
  private let page: PageSetup
  /// The first tab, filled last: it lies in memory, and so does what its charts draw.
  private let summary: Sheet
  private var open: TableSheets?
  private var tables: [TableSheets] = []

  static let summaryName = "Summary"
  static let checksName = "Checks"
  static let aboutName = "About"

  init(context: ReportContext, path: String, rowsPerSheet: Int) throws(WorkbookError) {
    let definition = context.definition
    let about = ReportFacts(context)
    var book = try Workbook(
      path: path,
      properties: DocumentProperties(
        title: definition.title, subject: about.heading,
        author: "inventory-reports \(context.programVersion)", comments: definition.description,
        created: Int(context.period.end.microseconds / 1_000_000)))
    summary = try book.addSheet(Self.summaryName)
    self.context = context
    self.rowsPerSheet = rowsPerSheet
    page = PageSetup(footer: about.heading, headerRow: 0)
    self.book = book
  }

  mutating func begin(_ table: TableDefinition) throws(WorkbookError) {
    open = try TableSheets(
      table, context: context, rowsPerSheet: rowsPerSheet, footer: page.footer, after: tables,
      book: &book)
  }

  mutating func write(_ rows: RowBatch) throws(WorkbookError) {
    try open?.write(rows, to: &book)
  }

  mutating func end(_ summary: TableSummary) throws(WorkbookError) {
    guard var table = open.take() else { return }
    try table.end(summary, book: &book)
    tables.append(table)
  }

  consuming func finish(_ results: ReportResults) throws(WorkbookError) {
    try SummarySheet.write(summary, tables: tables, results: results, context, &book)
    try ChecksSheet.write(results.checks, tables: tables, page: page, &book)
    try AboutSheet.write(tables: tables, page: page, context, &book)
    try defineNames()
    try book.close()
  }

  /// Names such as `total_detail_cost_value` and `table_detail`, for formulas and pivots of the reader's
  /// own.
  private mutating func defineNames() throws(WorkbookError) {
    var known: Set<String> = []
    for (name, cells) in tables.flatMap(\.names) {
      // The library takes 127 bytes. `total_a_b` may be of column b in a, or of a table a_b.
      guard TableName.isValid(name), cells.utf8.count < 127,
        known.insert(name.lowercased()).inserted
      else { continue }
      try book.define(name, as: cells)
    }
  }
}
