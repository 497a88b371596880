public import Inventory
public import Postgres
public import Reports

extension StockReading {
  /// A book of the products and of the stores alone, for whoever only looks up what is named.
  ///
  /// A store has the name of its newest level; of `movedStores` those are there, too, that have
  /// movements and no level.
  public func names(
    movedStores: Set<UUIDBytes>, from connection: inout PostgresConnection
  ) throws -> StockBook {
    var book = StockBook(plan: BookPlan(calendar: .utc))
    book.catalogue = try products(from: &connection).catalogue
    let columns = ["store_id", "store_name", "updated"]
    // What has no usable date is older than all that has one; of one time, the smallest product counts:
    // as in a book of the levels.
    let updated = "CASE WHEN \(Self.hasDate("last_updated")) THEN last_updated END"
    try connection.copyOut(
      """
      SELECT DISTINCT ON (store_id) store_id, store_name, \(updated) AS updated
      FROM stock_levels ORDER BY store_id, \(updated) DESC NULLS LAST, product_id
      """, name: "stores", columns: columns
    ) { row in
      let (id, updated) = (try row.uuidBytes(0), try row.updated(2))
      try row.withText(1) { book.addStore(id, name: $0, updated: updated) }
    }
    for id in movedStores.sorted() where book.storeNumber(of: id) == nil {
      guard try Self.hasMovements(of: id, in: &connection) else { continue }
      book.addStore(id, name: [UInt8]().span, updated: .distantPast)
    }
    return book
  }

  /// Whether a store has movements, also without a level; the ledger has no index for it.
  public static func hasMovements(
    of store: UUIDBytes, in connection: inout PostgresConnection
  ) throws -> Bool {
    try !connection.rows(
      "SELECT 1 FROM stock_movements WHERE store_id = '\(store)' LIMIT 1",
      name: "movements of a store"
    ).isEmpty
  }
}
