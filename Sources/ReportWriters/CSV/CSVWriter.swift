import Reports
import Values

/// RFC 4180: a file for each table, CRLF, a header row of the column keys.
final class CSVWriter: ReportWriter {
  private let context: ReportContext
  private let folder: String
  private let format: ReportFormat
  private let formulaGuard: Bool
  private var file: OutputFile?
  private var encoder: CSVRowEncoder?
  private var complete: [ReportFile] = []

  /// With `csvExcel` each file begins with U+FEFF.
  init(context: ReportContext, folder: String, format: ReportFormat, formulaGuard: Bool) {
    self.context = context
    self.folder = folder
    self.format = format
    self.formulaGuard = formulaGuard
  }

  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    let file = try OutputFile(path: context.file(format, table: table.key).path(in: folder))
    self.file = file
    let encoder = CSVRowEncoder(
      table: table, calendar: context.calendar, formulaGuard: formulaGuard)
    if format == .csvExcel { file.bytes.append(contentsOf: [0xEF, 0xBB, 0xBF]) }
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
    complete.append(context.file(format, table: summary.table.key))
  }

  func finish(_ results: ReportResults) throws(ReportWriteError) -> [ReportFile] {
    complete
  }

  func abandon() {
    file?.abandon()
    file = nil
    for written in complete { OutputFile.remove(written.path(in: folder)) }
    complete = []
  }
}
