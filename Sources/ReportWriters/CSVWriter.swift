import Reports
import Values

/// RFC 4180: a file for each table, CRLF, a header row of the column keys.
final class CSVWriter: ReportWriter {
  private let names: FileNames
  private let calendar: BusinessCalendar
  private let dialect: CSVDialect
  private let formulaGuard: Bool
  private var file: OutputFile?
  private var encoder: CSVRowEncoder?
  private var complete: [WrittenFile] = []

  init(context: ReportContext, folder: String, dialect: CSVDialect, formulaGuard: Bool) {
    names = FileNames(context: context, folder: folder)
    calendar = context.calendar
    self.dialect = dialect
    self.formulaGuard = formulaGuard
  }

  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    let file = try OutputFile(path: names.path(names.csv(table.key, suffix: dialect.suffix)))
    self.file = file
    let encoder = CSVRowEncoder(table: table, calendar: calendar, formulaGuard: formulaGuard)
    if dialect.byteOrderMark { file.bytes.append(contentsOf: [0xEF, 0xBB, 0xBF]) }
    encoder.appendHeader(to: &file.bytes)
    self.encoder = encoder
  }

  func write(_ row: RowBuffer) throws(ReportWriteError) {
    guard let file, let encoder else { throw .outOfOrder("a row before its table") }
    encoder.append(row, to: &file.bytes)
    try file.flushIfLarge()
  }

  func end(_ summary: TableSummary) throws(ReportWriteError) {
    try file?.close()
    file = nil
    encoder = nil
    complete.append(
      WrittenFile(
        name: names.csv(summary.table.key, suffix: dialect.suffix), format: dialect.format,
        table: summary.table.key))
  }

  func finish(_ results: ReportResults) throws(ReportWriteError) -> [WrittenFile] {
    complete
  }

  func abandon() {
    file?.abandon()
    file = nil
    for written in complete { OutputFile.remove(names.path(written.name)) }
    complete = []
  }
}
