import HTTPTypes
import Hummingbird
import ReorderReview
import ReportWriters
import Reports
import StateStore

/// The whole audit log as CSV, written page by page.
enum AuditLogDownload {
  static let table = TableDefinition(
    key: "audit_log", title: "Audit log", source: .computation("review"),
    columns: [
      Column(key: "event_id", type: .integer, title: "Event"),
      Column(key: "at", type: .timestamp, title: "Time"),
      Column(key: "actor", type: .text, title: "Who"),
      Column(key: "kind", type: .text, title: "What"),
      Column(key: "suggestion_id", type: .integer, title: "Suggestion"),
      Column(key: "supplier_name", type: .text, title: "Supplier"),
      Column(key: "store_name", type: .text, title: "Store"),
      Column(key: "sku", type: .code, title: "SKU"),
      Column(key: "product_name", type: .text, title: "Product"),
      Column(key: "before_state", type: .text, title: "State before"),
      Column(key: "before_quantity", type: .quantity, title: "Quantity before"),
      Column(key: "after_state", type: .text, title: "State after"),
      Column(key: "after_quantity", type: .quantity, title: "Quantity after"),
      Column(key: "until", type: .date, title: "Snoozed until"),
      Column(key: "reason", type: .text, title: "Reason"),
      Column(key: "order", type: .integer, title: "Order"),
      Column(key: "undoes", type: .integer, title: "Takes back"),
      Column(key: "note", type: .text, title: "Note"),
    ])

  private static let page = 2_000

  /// Appends an entry.
  static func append(_ named: NamedReviewEvent, to row: inout RowBuffer) {
    let event = named.event
    row.append(number: event.sequence)
    row.append(.timestamp(event.at))
    row.append(text: event.actor)
    row.append(text: event.kind.rawValue)
    row.append(number: event.line)
    row.append(text: named.labels?.supplier ?? "")
    row.append(text: named.labels?.store ?? "")
    row.append(text: named.labels?.sku ?? "")
    row.append(text: named.labels?.product ?? "")
    row.append(text: event.before?.decision.state.rawValue ?? "")
    row.append(number: event.before?.decision.quantity)
    row.append(text: event.after?.decision.state.rawValue ?? "")
    row.append(number: event.after?.decision.quantity)
    row.append(event.after?.decision.until.map { .date($0) } ?? .null)
    row.append(text: event.after?.decision.reason ?? "")
    row.append(number: event.order)
    row.append(number: event.undoes)
    row.append(text: event.note)
  }

  /// Answers with every entry that somebody may see, of one line or of all, the newest first.
  static func response(
    _ access: ReviewAccess, _ reviewer: Reviewer, of line: Int64?
  ) async throws -> Response {
    // The first page before the answer begins, so that what is wrong is said by its status.
    let first = try await piece(access, reviewer, of: line, before: nil)
    return Response(
      status: .ok,
      headers: [
        .contentType: "text/csv; charset=utf-8",
        .contentDisposition: "attachment; filename=\"reorder-review-trail.csv\"",
      ],
      body: ResponseBody { writer in
        var next = first
        while true {
          try await writer.write(ByteBuffer(bytes: next.bytes))
          guard let last = next.last else { break }
          next = try await piece(access, reviewer, of: line, before: last)
        }
        try await writer.finish(nil)
      })
  }

  private static func piece(
    _ access: ReviewAccess, _ reviewer: Reviewer, of line: Int64?, before: Int64?
  ) async throws -> (bytes: [UInt8], last: Int64?) {
    try await access.look { moment in
      let events = try moment.service.events(
        of: line, for: reviewer, before: before, limit: page)
      let encoder = CSVRowEncoder(
        table: table, calendar: moment.service.calendar, formulaGuard: true)
      var bytes: [UInt8] = []
      if before == nil { encoder.appendHeader(to: &bytes) }
      var row = RowBuffer()
      for event in events {
        row.removeAll()
        append(event, to: &row)
        encoder.append(row, to: &bytes)
      }
      return (bytes, events.count == page ? events.last?.event.sequence : nil)
    }
  }
}
