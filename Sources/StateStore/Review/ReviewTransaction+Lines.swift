import Foundation
import GRDB
package import Values

extension ReviewTransaction {
  /// The lines of a query.
  package func lines(_ query: ReviewQuery) throws -> [ReviewLine] {
    try Row.fetchAll(database, try linesRequest(query)).map(ReviewLine.init)
  }

  func linesRequest(_ query: ReviewQuery) throws -> SQLRequest<Row> {
    let (filter, arguments) = try Self.filter(query)
    let order =
      switch query.order {
      case .urgency:
        "store_name, store_id, urgency DESC, stockout IS NULL, stockout, sku, id"
      case .id: "id"
      }
    return SQLRequest(
      sql: """
        SELECT * FROM review_lines WHERE book = ? AND id > ? \(filter)
        ORDER BY \(order) LIMIT ? OFFSET ?
        """,
      arguments: [bookID, query.after] + arguments + [query.limit, query.offset],
      cached: true)
  }

  /// How many lines a query leaves, whatever its limit.
  package func count(_ query: ReviewQuery) throws -> Int {
    let (filter, arguments) = try Self.filter(query)
    let request = SQLRequest<Int>(
      sql: "SELECT count(*) FROM review_lines WHERE book = ? \(filter)",
      arguments: [bookID] + arguments, cached: true)
    return try request.fetchOne(database) ?? 0
  }

  /// How the lines of each supplier stand, by name; only those that a query's stores, supplier and
  /// store leave.
  package func suppliers(_ query: ReviewQuery) throws -> [SupplierReview] {
    try Row.fetchAll(database, try suppliersRequest(query)).map(SupplierReview.init)
  }

  func suppliersRequest(_ query: ReviewQuery) throws -> SQLRequest<Row> {
    var query = query
    query.states = nil
    let (filter, arguments) = try Self.filter(query)
    let toOrder = "state_now IN ('open', 'approved')"
    return SQLRequest(
      sql: """
        SELECT supplier, min(supplier_name) AS name,
          count(*) FILTER (WHERE state_now = 'open') AS open,
          count(*) FILTER (WHERE state_now = 'approved') AS approved,
          count(*) FILTER (WHERE state_now = 'dismissed') AS dismissed,
          count(*) FILTER (WHERE state_now = 'snoozed') AS snoozed,
          count(*) FILTER (WHERE state_now = 'ordered') AS ordered,
          \(Self.sum("value", "FILTER (WHERE \(toOrder))", as: "value")),
          \(Self.sum("value", "FILTER (WHERE state_now = 'approved')", as: "approved_value")),
          count(*) FILTER (WHERE \(toOrder) AND value IS NULL) AS without_cost,
          count(*) FILTER (WHERE changed = 1 AND state_now <> 'ordered') AS changed,
          count(*) FILTER (WHERE state_now = 'approved' AND is_suggested = 0) AS gone,
          min(stockout) FILTER (WHERE \(toOrder)) AS stockout,
          count(*) FILTER (WHERE state_now = 'open' AND urgency = ?) AS out_of_stock
        FROM (SELECT *, \(Self.stateNow) AS state_now FROM review_lines
              WHERE book = ? \(filter))
        GROUP BY supplier ORDER BY name, supplier
        """,
      arguments: [ReviewFigures.Urgency.outOfStock.rank, query.day, bookID]
        + arguments,
      cached: true)
  }

  /// A sum in two parts, since SQLite fails where one leaves 64 bits: as `SupplierReview.sum` reads it.
  private static func sum(_ column: String, _ filter: String, as name: String) -> String {
    let billion = SupplierReview.billion
    return """
      coalesce(sum(\(column) / \(billion)) \(filter), 0) AS \(name)_billions,
      coalesce(sum(\(column) % \(billion)) \(filter), 0) AS \(name)_rest
      """
  }

  /// The stores of the lines that a query leaves, by name.
  package func stores(_ query: ReviewQuery) throws -> [(id: UUIDBytes, name: String)] {
    let (filter, arguments) = try Self.filter(query)
    let request = SQLRequest<Row>(
      sql: """
        SELECT store_id, max(store_name) AS name FROM review_lines WHERE book = ? \(filter)
        GROUP BY store_id ORDER BY name, store_id
        """, arguments: [bookID] + arguments, cached: true)
    return try Row.fetchAll(database, request).map { row in
      (row["store_id"], row["name"])
    }
  }

  /// Whether a supplier or a store ever had a line, suggested or not, in some stores.
  package func knows(
    supplier: String? = nil, store: UUIDBytes? = nil, stores: Set<UUIDBytes>?
  ) throws -> Bool {
    var filter = ""
    var arguments: StatementArguments = [bookID]
    if let supplier {
      filter += " AND supplier = ?"
      arguments += [supplier]
    }
    if let store {
      filter += " AND store_id = ?"
      arguments += [store]
    }
    if let stores {
      let marks = stores.map { _ in "?" }.joined(separator: ", ")
      filter += " AND store_id IN (\(marks))"
      arguments += StatementArguments(stores.sorted())
    }
    return try Bool.fetchOne(
      database, sql: "SELECT EXISTS (SELECT 1 FROM review_lines WHERE book = ? \(filter))",
      arguments: arguments) ?? false
  }

  /// What a line is on a day, which is its argument: a snooze that has ended counts as open.
  private static let stateNow =
    "CASE WHEN state = 'snoozed' AND until <= ? THEN 'open' ELSE state END"

  /// What makes a line one of the review: it is suggested, or approved all the same.
  ///
  /// SQLite takes the index `review_lines_shown` only for a query that says the same; another condition
  /// needs a step that makes the index anew.
  private static let isShown = "(is_suggested = 1 OR state = 'approved')"

  private static func filter(
    _ query: ReviewQuery
  ) throws -> (sql: String, arguments: StatementArguments) {
    var sql = "AND \(isShown)"
    var arguments: StatementArguments = []
    if let stores = query.stores {
      let marks = stores.map { _ in "?" }.joined(separator: ", ")
      sql += " AND store_id IN (\(marks))"
      arguments += StatementArguments(stores.sorted())
    }
    if let store = query.store {
      sql += " AND store_id = ?"
      arguments += [store]
    }
    if let supplier = query.supplier {
      sql += " AND supplier = ?"
      arguments += [supplier]
    }
    if query.isUntouched {
      // Equal records are equal text.
      sql += " AND is_suggested = 1 AND stance = ?"
      arguments += [try ReviewJSON.text(DecisionRecord.open)]
    }
    if let states = query.states {
      let names = states.map { "'\($0.rawValue)'" }.sorted().joined(separator: ", ")
      sql += " AND \(stateNow) IN (\(names))"
      arguments += [query.day]
    }
    return (sql, arguments)
  }
}

extension SupplierReview {
  init(_ row: Row) {
    supplier = row["supplier"]
    name = row["name"]
    counts = [
      .open: row["open"], .approved: row["approved"], .dismissed: row["dismissed"],
      .snoozed: row["snoozed"], .ordered: row["ordered"],
    ]
    value = Self.sum(row, "value")
    approvedValue = Self.sum(row, "approved_value")
    withoutCost = row["without_cost"]
    changed = row["changed"]
    noLongerSuggested = row["gone"]
    stockout = row["stockout"]
    outOfStock = row["out_of_stock"]
  }

  fileprivate static let billion: Int64 = 1_000_000_000

  private static func sum(_ row: Row, _ name: String) -> Int128 {
    Int128(row["\(name)_billions"] as Int64) * Int128(billion)
      + Int128(row["\(name)_rest"] as Int64)
  }
}
