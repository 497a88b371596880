import Demo
import Foundation
import JobRunner
import Publishing
import Reports
import Testing
import TestServers
import TestSupport
import Values

/// A database that checks no bytes: every report is made, every file can be read, and it is said.
struct UnreadableTextTests {
  /// Names in Latin 1, two of which differ in their unreadable byte alone.
  private static let rows = #"""
    INSERT INTO products_inventory
      (product_id, name, sku, category_name, supplier_name, unit, cost_price, sell_price)
    VALUES
      ('00000000-0000-0000-0000-000000000001', E'caf\xe9', E'S\xff1', E'Th\xe9', E'Ren\xe9', E'pi\xe8ce', 2, 3),
      ('00000000-0000-0000-0000-000000000002', 'ชา', 'S2', E'Th\xe8', E'Ren\xe8', E'pi\xe9ce', 5, 7);
    INSERT INTO stock_levels
      (product_id, store_id, store_name, quantity_on_hand, reorder_level, max_stock, last_updated)
    SELECT product_id, '10000000-0000-0000-0000-000000000001', E'Qu\xe9bec', 4, 9, 20,
           '2026-11-20 10:00+07'
    FROM products_inventory;
    INSERT INTO stock_movements
      (product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
    SELECT product_id, '10000000-0000-0000-0000-000000000001', E'SOLD\xa0', -1, 5, 4,
           '2026-07-21 10:00+07'
    FROM products_inventory;
    """#

  @Test func `texts that are not UTF-8 are escaped, kept apart, and listed`() throws {
    let database = try TestDatabase(encoding: "SQL_ASCII")
    try database.execute(InventorySchema.all)
    try database.execute(Self.rows)
    try withTemporaryFolder { folder in
      var request = try RunRequest(
        Places.ofDatabase.get(), output: folder, zone: "Asia/Bangkok",
        now: try Instant(iso: "2026-11-22T02:00:00Z"))
      request.formats = ReportFormat.allCases
      let folders = try request.publish(on: database.settings)
      #expect(folders.count == request.definitions.count)
      // Whatever the format, the same texts; JSON and XLSX are read by other programs.
      try Reference.expectAgreement("compare_formats.py", Array(folders.values).sorted())

      func table(_ report: String, _ table: String) throws -> [[String]] {
        let run = try PublishedRun(folder: try #require(folders[report]))
        let file = try #require(
          run.package.resources.first { $0.path.hasSuffix(".\(table).csv") })
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: run.path(of: file))))
        return try CSVReader.records(bytes)
      }
      let detail = try table("inventory-valuation", "detail").joined()
      for text in [#"caf\xe9"#, #"S\xff1"#, #"pi\xe8ce"#, #"Qu\xe9bec"#, "ชา"] {
        #expect(detail.contains(text), "\(text)")
      }
      for (name, keys) in [
        ("by_category", [#"Th\xe8"#, #"Th\xe9"#]), ("by_supplier", [#"Ren\xe8"#, #"Ren\xe9"#]),
      ] {
        #expect(try table("inventory-valuation", name).dropFirst().map { $0[0] } == keys)
      }
      let listed = try table("inventory-valuation", "exceptions").filter {
        $0.contains("unreadable_text")
      }
      #expect(listed.count == 2)
      let movers = try table("slow-movers", "slow_movers").joined()
      #expect(movers.contains(#"caf\xe9"#) && movers.contains(#"pi\xe9ce"#))
    }
  }
}
