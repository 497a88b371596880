import Foundation
import JobRunner
import Reports
import Testing
import TestServers
import TestSupport
import Values

/// The ledger is to keep the movements that were recent when a run counted them.
@Suite struct RecentMovementsTests {
  @Test func `a big day that is 100 days ago is no loss, and what is gone is one`() throws {
    try withTemporaryFolder { folder in
      let database = try TestDatabase(
        given: "\(Places.reports)/inventory-valuation/example/given.sql")
      let report = try Places.catalogue.get().filter { $0.name == "movement-summary" }
      try database.execute(
        """
        INSERT INTO stock_movements (product_id, store_id, movement_type, quantity,
          quantity_before, quantity_after, created_at)
        SELECT product_id, store_id, 'ADJUSTMENT', 0, 0, 0,
          '2026-08-20T10:00:00+07'::timestamptz + n * interval '1 s'
        FROM (SELECT * FROM stock_levels LIMIT 1) AS one, generate_series(1, 1000) AS n
        """)
      func run(_ now: String) throws -> String? {
        let request = try RunRequest(
          report, output: "\(folder)/out", zone: "Asia/Bangkok", now: Instant(iso: now))
        return try request.publish(on: database.settings)["movement-summary"]
      }
      let first = try run("2026-11-28T02:00:00Z")
      // The big day is recent for the first run, and not for this one.
      let second = try run("2026-11-30T02:00:00Z")
      #expect(first != nil && second != nil && first != second)
      try database.execute("DELETE FROM stock_movements WHERE created_at > '2026-09-01'")
      let error = #expect(throws: CannotGoOn.self) { _ = try run("2026-12-01T02:00:00Z") }
      #expect(error?.description.contains("ledger-keeps-movements") == true, "\(error as Any)")
    }
  }
}
