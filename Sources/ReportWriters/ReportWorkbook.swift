import Reports
import Spreadsheet

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
    summary = try book.addSheet(Self.summaryName, streamed: false)
    self.context = context
    // A header, a row and the totals: less makes no sheet.
    self.rowsPerSheet = min(max(rowsPerSheet, 3), 1_048_576)
    page = PageSetup(footer: about.heading, repeatsHeader: true)
    self.book = book
  }

  mutating func begin(_ table: TableDefinition) throws(WorkbookError) {
    open = try TableSheets(
      table, context: context, rowsPerSheet: rowsPerSheet, page: page, book: &book)
  }

  mutating func write(_ row: RowBuffer) throws(WorkbookError) {
    try open?.write(row, to: &book)
  }

  mutating func end(_ summary: TableSummary) throws(WorkbookError) {
    guard var table = open.take() else { return }
    try table.end(summary, book: &book)
    tables.append(table)
  }

  consuming func finish(_ results: ReportResults) throws(WorkbookError) {
    try SummarySheet.write(summary, tables: tables, results: results, context, &book)
    try ChecksSheet.write(results.checks, page: page, &book)
    try AboutSheet.write(tables: tables, page: page, context, &book)
    try book.close()
  }
}
