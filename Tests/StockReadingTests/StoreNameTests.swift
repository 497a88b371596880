import Demo
import Postgres
import StockReading
import Testing
import TestServers
import Values

@testable import Inventory

/// Whoever only looks up names finds those that the reports show.
struct StoreNameTests {
  @Test func `a store has the name of its newest level with a date, then of the smallest product`()
    throws
  {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku)
      SELECT ('00000000-0000-0000-0000-00000000000' || n)::uuid, 'P', 'S' || n
      FROM generate_series(1, 4) n;
      INSERT INTO stock_levels (product_id, store_id, store_name, last_updated)
      SELECT ('00000000-0000-0000-0000-00000000000' || product)::uuid,
        ('10000000-0000-0000-0000-00000000000' || store)::uuid, name, updated::timestamptz
      FROM (VALUES
        (2, 1, 'Endless', 'infinity'), (1, 1, 'Dated', '2026-01-01'),
        (1, 2, 'Unknown', NULL), (2, 2, 'Far', '12345-01-01'), (3, 2, 'Dated', '2026-01-01'),
        (4, 2, 'Ancient', '0044-03-15 BC'),
        (2, 3, 'A, of the second', '2026-01-02'), (1, 3, 'Z, of the first', '2026-01-02'),
        (3, 3, 'Older', '2026-01-01'),
        (2, 4, 'A, undated', 'infinity'), (1, 4, 'Z, undated', '12345-01-01')
      ) AS rows (product, store, name, updated)
      """)
    func names(_ book: StockBook) -> [String] { book.stores.byID.map { book.stores.name($0) } }
    let wanted = ["Dated", "Dated", "Z, of the first", "Z, undated"]
    var connection = try database.connect()
    let reading = StockReading(stores: [])
    #expect(try names(reading.names(movedStores: [], from: &connection)) == wanted)
    let book = try reading.book(
      BookPlan(calendar: .utc), of: reading.products(from: &connection), from: &connection,
      gaps: GapSpool(folder: "/tmp")
    ).book
    #expect(names(book) == wanted)
  }
}
