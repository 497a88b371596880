import Foundation
import GRDB
package import Values

extension ReviewTransaction {
  /// The number that the next order will have, as long as this transaction writes.
  package func nextOrder() throws -> Int64 {
    let last = try Int64.fetchOne(
      database, sql: "SELECT seq FROM sqlite_sequence WHERE name = 'review_orders'")
    return (last ?? 0) + 1
  }

  /// Adds an order with its lines, in order.
  ///
  /// Throws `StateError` when one of the lines is in an order already.
  package func add(_ order: ReviewOrder, lines: [ReviewLine]) throws {
    try database.execute(
      sql: """
        INSERT INTO review_orders
          (id, book, supplier, supplier_name, created_at, day, created_by, idempotency_key,
           request, lines, value, currency, xlsx_hash, csv_hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        order.id, bookID, order.supplier, order.supplierName, order.createdAt,
        order.day, order.createdBy, order.idempotencyKey, order.request, order.lines,
        order.value, order.currency, order.workbookHash, order.csvHash,
      ])
    let statement = try database.cachedStatement(
      sql: """
        INSERT INTO review_order_lines (order_id, position, line, cycle, store_id, quantity)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    for (position, line) in lines.enumerated() {
      try statement.execute(arguments: [
        order.id, position + 1, line.id, line.cycle, line.key.store, line.quantity,
      ])
    }
  }

  /// The order that a request of this mark made; nil when there is none.
  package func order(idempotencyKey key: String) throws -> ReviewOrder? {
    try Row.fetchOne(
      database, sql: "SELECT * FROM review_orders WHERE book = ? AND idempotency_key = ?",
      arguments: [bookID, key]
    ).map(ReviewOrder.init)
  }

  /// The newest orders first, only those whose every store may be seen.
  package func orders(
    _ id: Int64? = nil, stores: Set<UUIDBytes>?, before: Int64? = nil, limit: Int
  ) throws -> [ReviewOrder] {
    var filter = ""
    var arguments: StatementArguments = [bookID]
    if let id {
      filter += " AND id = ?"
      arguments += [id]
    }
    if let before {
      filter += " AND id < ?"
      arguments += [before]
    }
    if let stores {
      let marks = stores.map { _ in "?" }.joined(separator: ", ")
      filter += """
         AND NOT EXISTS (
          SELECT 1 FROM review_order_lines
          WHERE order_id = review_orders.id AND store_id NOT IN (\(marks)))
        """
      arguments += StatementArguments(stores.sorted())
    }
    return try Row.fetchAll(
      database,
      sql: "SELECT * FROM review_orders WHERE book = ? \(filter) ORDER BY id DESC LIMIT ?",
      arguments: arguments + [limit]
    ).map(ReviewOrder.init)
  }

  /// The latest order of each of some lines, with its day.
  package func lastOrders(
    of lines: [ReviewLine]
  ) throws -> [Int64: (order: Int64, day: Day, quantity: Int64)] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT order_id, day, quantity FROM review_order_lines
        JOIN review_orders ON review_orders.id = order_id
        WHERE line = ? ORDER BY cycle DESC LIMIT 1
        """)
    var found: [Int64: (order: Int64, day: Day, quantity: Int64)] = [:]
    for line in lines {
      guard let row = try Row.fetchOne(statement, arguments: [line.id]) else { continue }
      found[line.id] = (row["order_id"], row["day"], row["quantity"])
    }
    return found
  }
}
