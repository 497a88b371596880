import Hummingbird
import ReportWriters
import Reports

/// Rows of a table as a program asked for them: a JSON document, or CSV when it prefers that.
struct RowAnswer: Sendable {
  private let table: TableDefinition
  private let calendar: BusinessCalendar
  private let rows: [RowBuffer]
  private let next: String?

  /// The rows of some items, with time stamps in a zone, and where the next are; nil after the last.
  init<Item>(
    _ items: some Sequence<Item>, _ table: RowTable<Item>, in calendar: BusinessCalendar,
    next: String? = nil
  ) {
    self.table = table.definition
    self.calendar = calendar
    rows = items.map(table.row)
    self.next = next
  }

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
