import Foundation
import GRDB
package import Values

extension ReviewTransaction {
  /// Adds an entry to the audit log.
  package func add(_ event: ReviewEvent, in book: ReviewBook) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO review_events
          (book, line, cycle, at, actor, kind, version, before, after, undoes, order_id, note)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      book.id, event.line, event.cycle, event.at, event.actor, event.kind.rawValue,
      event.version, try event.before.map(ReviewJSON.text), try event.after.map(ReviewJSON.text),
      event.undoes, event.order, event.note,
    ])
  }

  /// The entries of one line or of all, the newest first.
  ///
  /// Who sees some stores sees the entries of their lines alone: what a run brought adds up over
  /// all stores.
  package func events(
    of line: Int64? = nil, stores: Set<UUIDBytes>?, before sequence: Int64? = nil, limit: Int
  ) throws -> [NamedReviewEvent] {
    var filter = ""
    var arguments: StatementArguments = [bookID]
    if let line {
      filter += " AND event.line = ?"
      arguments += [line]
    }
    if let sequence {
      filter += " AND event.sequence < ?"
      arguments += [sequence]
    }
    if let stores {
      let marks = stores.map { _ in "?" }.joined(separator: ", ")
      filter += " AND store_id IN (\(marks))"
      arguments += StatementArguments(stores.sorted())
    }
    return try Row.fetchAll(
      database,
      sql: """
        SELECT event.*, supplier_name, store_name, sku, barcode, product_name, category_name, unit
        FROM review_events AS event LEFT JOIN review_lines AS line ON line.id = event.line
        WHERE event.book = ? \(filter) ORDER BY event.sequence DESC LIMIT ?
        """, arguments: arguments + [limit]
    ).compactMap { row in
      guard let event = try ReviewEvent(row) else { return nil }
      return NamedReviewEvent(event, labels: event.line == nil ? nil : .init(row))
    }
  }

  /// The latest decision in a line's cycle that was not taken back; nil when there is none.
  package func undoable(_ line: ReviewLine) throws -> ReviewEvent? {
    let row = try Row.fetchOne(
      database,
      sql: """
        SELECT * FROM review_events AS event
        WHERE line = ? AND cycle = ? AND kind = 'decided'
          AND NOT EXISTS (SELECT 1 FROM review_events AS undo WHERE undo.undoes = event.sequence)
          AND NOT EXISTS (
            SELECT 1 FROM review_events AS later
            WHERE later.line = event.line AND later.sequence > event.sequence
              AND later.kind NOT IN ('decided', 'undone'))
        ORDER BY sequence DESC LIMIT 1
        """, arguments: [line.id, line.cycle])
    return try row.flatMap(ReviewEvent.init)
  }
}
