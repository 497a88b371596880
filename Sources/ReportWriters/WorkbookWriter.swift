import Reports
import Spreadsheet

/// One workbook: `Summary`, a sheet for each table, `Checks` and `About`.
final class WorkbookWriter: ReportWriter {
  private let name: String
  private let path: String
  private var workbook: ReportWorkbook?
  private var complete = false

  init(
    context: ReportContext, folder: String, options: WriterOptions
  ) throws(ReportWriteError) {
    let names = FileNames(context: context, folder: folder)
    name = names.workbook
    path = names.path(name)
    do {
      workbook = try ReportWorkbook(
        context: context, path: path, rowsPerSheet: options.rowsPerSheet)
    } catch {
      throw .workbook(error)
    }
  }

  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    do { try workbook?.begin(table) } catch { throw .workbook(error) }
  }

  func write(_ row: RowBuffer) throws(ReportWriteError) {
    do { try workbook?.write(row) } catch { throw .workbook(error) }
  }

  func end(_ summary: TableSummary) throws(ReportWriteError) {
    do { try workbook?.end(summary) } catch { throw .workbook(error) }
  }

  func finish(_ results: ReportResults) throws(ReportWriteError) -> [WrittenFile] {
    guard let workbook = workbook.take() else { throw .outOfOrder("finished twice") }
    do { try workbook.finish(results) } catch { throw .workbook(error) }
    complete = true
    return [WrittenFile(name: name, format: .xlsx)]
  }

  func abandon() {
    workbook = nil
    if complete { OutputFile.remove(path) }
    complete = false
  }
}
