import Inventory
import Postgres
import Values

extension StockReading {
  /// More pairs than this with ties are not named one by one: the earlier ledger is read again.
  private static let namedTies = 10_000

  static let movementColumns = [
    "id", "product_id", "store_id", "movement_type", "quantity", "quantity_before",
    "quantity_after", "created_at",
  ]
  /// A transfer's reference, by which the age of the stock finds its other end; of no other movement
  /// is it sent.
  static let transferReference = "CASE WHEN movement_type = 'TRANSFER' THEN reference END"
  private static let (first, end) = (
    Instant.dated.lowerBound.sqlLiteral, Instant.dated.upperBound.sqlLiteral
  )
  /// A condition of SQL: what has a date.
  public static let dated = hasDate("created_at")

  static func hasDate(_ column: String) -> String {
    "\(column) >= \(first) AND \(column) < \(end)"
  }

  /// Reads what has no date: NULL, infinite, or beyond the years that reports can write.
  func readUndated(
    _ numbers: LedgerNumbers, into book: inout StockBook, from connection: inout PostgresConnection
  ) throws {
    let undated = ["product_id", "store_id", "has_nan"]
    try connection.copyOut(
      """
      SELECT product_id, store_id, \(numbers.hasNaN) AS has_nan FROM stock_movements
      WHERE (created_at IS NULL OR created_at < \(Self.first) OR created_at >= \(Self.end))
      \(storeFilter("AND"))
      """, name: "undated movements", columns: undated
    ) { row in
      try book.addUndated(
        product: row.uuid(0), store: row.uuid(1), hasNaN: row.bool(2))
    }
  }

  /// Reads what has a date in two pieces: what lies before the stretch that must be in order, and
  /// that stretch, which begins no later than what is kept; the age of the stock takes all in order.
  func readLedger(
    _ numbers: LedgerNumbers, into book: inout StockBook,
    from connection: inout PostgresConnection, keptFrom: Instant?
  ) throws {
    var rows = RowCount(step: .movements, report: progress)
    let stretchStart =
      book.foldsAges
      ? .distantPast : min(book.plan.orderedFrom, keptFrom ?? .distantFuture)
    let stretch = stretchStart.sqlLiteral
    let earlier = ["product_id", "store_id", "created_at", "quantity_after"]
    try connection.copyOut(
      """
      SELECT \(earlier.joined(separator: ", ")), \(numbers.hasNaN) AS has_nan FROM stock_movements
      WHERE \(Self.dated) AND created_at < \(stretch) \(storeFilter("AND"))
      """, name: "earlier movements", columns: earlier + ["has_nan"]
    ) { row in
      try book.addEarlier(
        product: row.uuid(0), store: row.uuid(1), createdAt: row.instant(2),
        after: row.stored(3, scale: 3), hasNaN: row.bool(4))
      rows.add()
    }

    try readTies(into: &book, from: &connection, before: stretch)
    try readMovements(
      "\(Self.dated) AND created_at >= \(stretch)", name: "movements", into: &book,
      from: &connection
    ) { book, movement in
      try book.add(movement)
      rows.add()
    }
    rows.finish()
  }

  /// Reads the whole earlier history of the pairs whose latest instant has several movements: which
  /// of them was last, only the chain from the first one on tells.
  private func readTies(
    into book: inout StockBook, from connection: inout PostgresConnection, before stretch: String
  ) throws {
    let ties = book.pairsWithTies
    guard !ties.isEmpty else { return }
    var condition = "\(Self.dated) AND created_at < \(stretch)"
    if ties.count <= Self.namedTies {
      let products = Set(ties.map(\.product)).sorted().map(\.description)
      condition += " AND product_id = ANY ('{\(products.joined(separator: ","))}'::uuid[])"
    }
    book.beginTies()
    try readMovements(
      condition, name: "earlier movements of one instant", into: &book, from: &connection
    ) { book, movement in try book.addTied(movement) }
    try book.endTies()
  }

  func readMovements(
    _ condition: String, name: String, into book: inout StockBook,
    from connection: inout PostgresConnection,
    _ add: (inout StockBook, LedgerMovement) throws -> Void
  ) throws {
    var columns = Self.movementColumns
    var list = columns.joined(separator: ", ")
    let hasReferences = book.foldsAges
    if hasReferences {
      columns.append("reference")
      list += ", \(Self.transferReference)"
    }
    let place = columns.count - 1
    try connection.copyOut(
      """
      SELECT \(list) FROM stock_movements
      WHERE \(condition) \(storeFilter("AND"))
      ORDER BY created_at, product_id, store_id
      """, name: name, columns: columns
    ) { row in
      let type = try row.withText(3) { book.movementType($0) }
      var reference: Int32 = 0
      if hasReferences, try !row.isNull(place) {
        reference = try row.withText(place) { book.reference($0) }
      }
      try add(
        &book,
        LedgerMovement(
          id: row.uuid(0), product: row.uuid(1), store: row.uuid(2), type: type,
          quantity: row.stored(4, scale: 3), before: row.stored(5, scale: 3),
          after: row.stored(6, scale: 3), createdAt: row.instant(7), reference: reference))
    }
  }
}
