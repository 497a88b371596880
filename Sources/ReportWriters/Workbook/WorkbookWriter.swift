import Reports

/// One workbook: `Summary`, a sheet for each table, `Checks` and `About`.
///
/// It is written on a thread of its own; an error of that comes to light at a later call.
final class WorkbookWriter: ReportWriter {
  private let file: ReportFile
  private let path: String
  private let thread: WorkbookThread
  private var complete = false

  init(
    context: ReportContext, folder: String, options: WriterOptions
  ) throws(ReportWriteError) {
    file = context.file(.xlsx)
    path = file.path(in: folder)
    thread = try WorkbookThread(
      context: context, path: path, rowsPerSheet: options.rowsPerSheet)
  }

  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    try thread.begin(table)
  }

  func write(_ row: RowBuffer) throws(ReportWriteError) {
    try thread.write(row)
  }

  func end(_ summary: TableSummary) throws(ReportWriteError) {
    try thread.end(summary)
  }

  func finish(_ results: ReportResults) throws(ReportWriteError) -> [ReportFile] {
    try thread.finish(results)
    complete = true
    return [file]
  }

  func abandon() {
    thread.abandon()
    if complete { OutputFile.remove(path) }
    complete = false
  }
}
