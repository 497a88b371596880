import HTTPTypes
import Hummingbird
import ReorderReview
import ReportWriters
import Reports
import StateStore

/// The whole audit trail as CSV, written page by page.
enum TrailDownload {
  static let table = RowTable<NamedReviewEvent>("trail", "Audit trail") { table in
    table.column("event_id", .integer, "Event") { $0.event.sequence }
    table.column("at", .timestamp, "Time") { $0.event.at }
    table.column("actor", .text, "Who") { $0.event.actor }
    table.column("kind", .text, "What", words: ReviewEvent.Kind.allCases.map(\.rawValue)) {
      $0.event.kind.rawValue
    }
    table.column("suggestion_id", .integer, "Suggestion") { $0.event.line }
    table.column("supplier_name", .text, "Supplier") { $0.labels?.supplier ?? "" }
    table.column("store_name", .text, "Store") { $0.labels?.store ?? "" }
    table.column("sku", .code, "SKU") { $0.labels?.sku ?? "" }
    table.column("product_name", .text, "Product") { $0.labels?.product ?? "" }
    table.column("before_state", .text, "State before") {
      $0.event.before?.decision.state.rawValue ?? ""
    }
    table.column("before_quantity", .quantity, "Quantity before") {
      $0.event.before?.decision.quantity
    }
    table.column("after_state", .text, "State after") {
      $0.event.after?.decision.state.rawValue ?? ""
    }
    table.column("after_quantity", .quantity, "Quantity after") {
      $0.event.after?.decision.quantity
    }
    table.column("until", .date, "Snoozed until") { $0.event.after?.decision.until }
    table.column("reason", .text, "Reason") { $0.event.after?.decision.reason ?? "" }
    table.column("order", .integer, "Order") { $0.event.order }
    table.column("undoes", .integer, "Takes back") { $0.event.undoes }
    table.column("note", .text, "Note") { $0.event.note }
  }

  private static let page = 2_000

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
        table: table.definition, calendar: moment.service.calendar, formulaGuard: true)
      var bytes: [UInt8] = []
      if before == nil { encoder.appendHeader(to: &bytes) }
      var row = RowBuffer()
      for event in events {
        table.fill(&row, event)
        encoder.append(row, to: &bytes)
      }
      return (bytes, events.count == page ? events.last?.event.sequence : nil)
    }
  }
}
