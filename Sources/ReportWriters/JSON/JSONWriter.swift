import Reports
import Values

/// One document with every table, streamed: a row is a line.
final class JSONWriter: ReportWriter {
  private let context: ReportContext
  private let path: String
  private var file: OutputFile?
  private var encoder: JSONRowEncoder?
  private var tables = 0
  private var rows = 0
  private var complete = false

  init(context: ReportContext, folder: String) throws(ReportWriteError) {
    self.context = context
    path = context.file(.json).path(in: folder)
    let file = try OutputFile(path: path)
    JSONHeading.append(context, to: &file.bytes)
    self.file = file
  }

  func begin(_ table: TableDefinition) throws(ReportWriteError) {
    guard let file else { throw .outOfOrder("a table after the end") }
    ValueText.append(tables == 0 ? "\n" : ",\n", to: &file.bytes)
    JSONString.append(table.key, to: &file.bytes)
    ValueText.append(": [", to: &file.bytes)
    encoder = JSONRowEncoder(table: table, calendar: context.calendar)
    tables += 1
    rows = 0
  }

  func write(_ row: RowBuffer) throws(ReportWriteError) {
    guard let file, let encoder else { throw .outOfOrder("a row before its table") }
    ValueText.append(rows == 0 ? "\n" : ",\n", to: &file.bytes)
    encoder.append(row, to: &file.bytes)
    rows += 1
    try file.flushIfLarge()
  }

  func end(_ summary: TableSummary) throws(ReportWriteError) {
    guard let file else { throw .outOfOrder("a table after the end") }
    ValueText.append(rows == 0 ? "]" : "\n]", to: &file.bytes)
    encoder = nil
  }

  func finish(_ results: ReportResults) throws(ReportWriteError) -> [ReportFile] {
    guard let file else { throw .outOfOrder("finished twice") }
    ValueText.append("\n},\n\"totals\": {", to: &file.bytes)
    for (index, summary) in results.summaries.enumerated() {
      ValueText.append(index == 0 ? "\n" : ",\n", to: &file.bytes)
      JSONTotals.append(summary, to: &file.bytes)
    }
    ValueText.append("\n}\n}\n", to: &file.bytes)
    try file.close()
    self.file = nil
    complete = true
    return [context.file(.json)]
  }

  func abandon() {
    file?.abandon()
    file = nil
    if complete { OutputFile.remove(path) }
    complete = false
  }
}
