import Hummingbird
import ReportWriters
import Reports
import Values

/// Rows of a table as a program asked for them: a JSON document, or CSV when it prefers that.
struct RowAnswer: Sendable {
  /// The columns.
  var table: TableDefinition
  /// The zone of time stamps.
  var calendar: BusinessCalendar
  /// The rows.
  var rows: [RowBuffer]
  /// Where the next rows are; nil after the last.
  var next: String?

  /// The answer in the form that the request likes best.
  func response(to request: Request) throws(HTTPProblem) -> Response {
    try AnswerForm.answer(request, next: next, json: { json }, csv: { csv })
  }

  /// One row as a JSON object.
  static func object(
    _ row: RowBuffer, of table: TableDefinition, _ calendar: BusinessCalendar
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    JSONRowEncoder(table: table, calendar: calendar).append(row, to: &bytes)
    return bytes + [0x0A]
  }

  private var csv: [UInt8] {
    let encoder = CSVRowEncoder(table: table, calendar: calendar, formulaGuard: true)
    var bytes: [UInt8] = []
    encoder.appendHeader(to: &bytes)
    for row in rows { encoder.append(row, to: &bytes) }
    return bytes
  }

  private var json: [UInt8] {
    let encoder = JSONRowEncoder(table: table, calendar: calendar)
    var bytes = Array(#"{"items":["#.utf8)
    for (place, row) in rows.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      encoder.append(row, to: &bytes)
    }
    // An address of ours has nothing that JSON would escape.
    bytes += Array("],\"next\":\(next.map { "\"\($0)\"" } ?? "null")}\n".utf8)
    return bytes
  }
}
