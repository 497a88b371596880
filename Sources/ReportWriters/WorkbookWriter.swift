import Reports

/// One workbook, a sheet for each table.
final class WorkbookWriter: ReportWriter {
  init(
    context: ReportContext, folder: String, options: WriterOptions
  ) throws(ReportWriteError) {}
  func begin(_ table: TableDefinition) throws(ReportWriteError) {}
  func write(_ row: RowBuffer) throws(ReportWriteError) {}
  func end(_ summary: TableSummary) throws(ReportWriteError) {}
  func finish(_ results: ReportResults) throws(ReportWriteError) -> [WrittenFile] { [] }
  func abandon() {}
}
