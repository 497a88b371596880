import Reports

/// One workbook: `Summary`, a sheet for each table, `Checks` and `About`.
///
/// It is written on a thread of its own; an error of that comes to light at a later call.
final class WorkbookWriter: ReportWriter {
  private let name: String
  private let path: String
  private let thread: WorkbookThread
  private var complete = false

  init(
    context: ReportContext, folder: String, options: WriterOptions
  ) throws(ReportWriteError) {
    let names = FileNames(context: context, folder: folder)
    name = names.workbook
    path = names.path(name)
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

  func finish(_ results: ReportResults) throws(ReportWriteError) -> [WrittenFile] {
    try thread.finish(results)
    complete = true
    return [WrittenFile(name: name, format: .xlsx)]
  }

  func abandon() {
    thread.abandon()
    if complete { OutputFile.remove(path) }
    complete = false
  }
}
