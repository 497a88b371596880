import Postgres
import Testing

@testable import Demo

/// What SQL finds in a created chain, against what its summary promises.
@Suite(.serialized) struct DatabaseTests {
  @Test func `a created chain is what its summary says, and is created once`() throws {
    try withCreatedChain { connection, summary in
      try checkCounts(summary, &connection)
      try checkLedger(&connection)
      try checkDefects(summary.planted, &connection)
      try checkSchema(&connection)
      #expect(throws: PostgresError.self) { try recreate(in: &connection) }
      let movements = try number("SELECT count(*) FROM stock_movements", &connection)
      #expect(movements == summary.movements.total)
    }
  }

  private func checkCounts(
    _ summary: ChainSummary, _ connection: inout PostgresConnection
  ) throws {
    let products = try number("SELECT count(*) FROM products_inventory", &connection)
    #expect(products == summary.products)
    let levels = try number("SELECT count(*) FROM stock_levels", &connection)
    #expect(levels == summary.levels)
    for (type, count) in summary.movements.byType {
      let found = try number(
        "SELECT count(*) FROM stock_movements WHERE movement_type = '\(type)'", &connection)
      #expect(found == count, "\(type)")
    }
    let future = try number(
      "SELECT count(*) FROM stock_movements WHERE created_at > now() AND isfinite(created_at)",
      &connection)
    #expect(future == 0)
    let analyzed = try number(
      "SELECT count(*) FROM pg_class WHERE relname ~ '^(products_i|stock_)' AND relkind = 'r' "
        + "AND reltuples > 0", &connection)
    #expect(analyzed == 3)
  }

  private func checkLedger(_ connection: inout PostgresConnection) throws {
    // Broken chains, wrong sums and unexplained quantities; the NaN equals itself.
    let off = try number(
      """
      SELECT count(*) FROM stock_levels JOIN (
        SELECT product_id, store_id, sum(quantity) AS moved FROM stock_movements
        WHERE isfinite(created_at) GROUP BY 1, 2) m USING (product_id, store_id)
      WHERE moved <> quantity_on_hand
      """, &connection)
    #expect(off == 5 + 4 + 8)
    let oddTransfers = try number(
      """
      SELECT count(*) FROM (
        SELECT reference FROM stock_movements WHERE movement_type = 'TRANSFER' GROUP BY 1
        HAVING sum(quantity) <> 0 OR count(*) <> 2 OR count(DISTINCT created_at) <> 1) t
      """, &connection)
    #expect(oddTransfers == 0)
  }

  private func checkDefects(
    _ planted: PlantedDefects, _ connection: inout PostgresConnection
  ) throws {
    for (defect, sql) in DefectQueries.all {
      let found = try number(sql, &connection)
      #expect(found == planted[defect], "\(defect.rawValue)")
      #expect(found > 0, "\(defect.rawValue)")
    }
    let names = try connection.rows("SELECT name FROM products_inventory", name: "names")
    let found = Set(names.compactMap(\.first).compactMap { $0.map { Array($0.unicodeScalars) } })
    for name in AwkwardNames.all { #expect(found.contains(Array(name.unicodeScalars))) }
  }

  /// The load takes a constraint away and puts it back: the end must be the schema itself.
  private func checkSchema(_ connection: inout PostgresConnection) throws {
    let catalog = """
      SELECT pg_get_constraintdef(oid, true) FROM pg_constraint
        WHERE connamespace = current_schema()::regnamespace
      UNION ALL SELECT replace(indexdef, current_schema() || '.', '') FROM pg_indexes
        WHERE schemaname = current_schema() ORDER BY 1
      """
    let loaded = try connection.rows(catalog, name: "catalog")
    try connection.execute(
      "CREATE SCHEMA fresh; SET search_path = fresh; \(InventorySchema.all)", name: "fresh")
    let fresh = try connection.rows(catalog, name: "catalog")
    try connection.execute("DROP SCHEMA fresh CASCADE; RESET search_path", name: "fresh")
    #expect(loaded == fresh)
    #expect(loaded.count == 6 + 4 + 11)
  }

  private func recreate(in connection: inout PostgresConnection) throws {
    _ = try History.smallChain.create(in: &connection)
  }

  private func number(_ sql: String, _ connection: inout PostgresConnection) throws -> Int {
    let text = try connection.rows(sql, name: "test").first?.first ?? nil
    return try #require(text.flatMap { Int($0) })
  }
}
