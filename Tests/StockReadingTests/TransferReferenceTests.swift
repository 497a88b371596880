import Demo
import StockReading
import Testing
import TestServers
import Values

@testable import Inventory

/// The age of the stock finds the two ends of a transfer by its reference.
struct TransferReferenceTests {
  /// A product in stores 1 and 2, and movements as rows of store, type, quantity, reference, before.
  private func book(_ rows: String) throws -> StockBook {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku) VALUES
        ('00000000-0000-0000-0000-000000000001', 'P', 'S');
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
        quantity_after, reference, created_at)
      SELECT '00000000-0000-0000-0000-000000000001',
        ('10000000-0000-0000-0000-00000000000' || store)::uuid, type, quantity, before,
        before + quantity, reference, '2026-03-01'::timestamptz + number * interval '1 minute'
      FROM (VALUES \(rows)) AS rows (number, store, type, quantity, before, reference)
      """)
    let day = try #require(Day("2026-03-02"))
    var plan = BookPlan(calendar: .utc)
    let ageing = BookPlan.Ageing(date: day, end: BusinessCalendar.utc.start(of: day))
    plan.need(ageing)
    var connection = try database.connect()
    let reading = StockReading(stores: [])
    return try reading.book(
      plan, of: reading.products(from: &connection), from: &connection,
      gaps: GapSpool(folder: "/tmp")
    ).book
  }

  @Test func `transfers are matched by the bytes of their references, not by those of other rows`()
    throws
  {
    let book = try book(
      """
      (1, 1, 'PURCHASE', 20, 0, 'TR1'), (2, 1, 'TRANSFER', -2, 20, 'TR1'),
      (3, 1, 'TRANSFER', -3, 18, NULL), (4, 1, 'TRANSFER', -4, 15, 'Überführung'),
      (5, 1, 'TRANSFER', -5, 11, 'TR2'),
      (6, 2, 'TRANSFER', 2, 0, 'TR1'), (7, 2, 'TRANSFER', 3, 2, ''),
      (8, 2, 'TRANSFER', 4, 5, 'Überführung'), (9, 2, 'TRANSFER', 5, 9, 'tr2')
      """)
    let fold = try #require(book.ageings.first)
    #expect(fold.unmatched.map(\.quantity) == [5000])
    let waiting = fold.transit.slices.filter { $0.layer.quantity > 0 }
    #expect(waiting.map(\.layer.quantity) == [5000])
    #expect(waiting.map { Array(book.references.text($0.reference)) } == [Array("TR2".utf8)])
  }
}
