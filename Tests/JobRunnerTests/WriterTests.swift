import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import Synchronization
import Testing
import TestServers
import TestSupport
import Values

/// The shops go on selling while the reports are made.
struct WriterTests {
  /// What the two threads tell each other.
  private final class Shop: Sendable {
    let isClosed = Atomic(false)
    let sales = Atomic(0)

    func sell(in database: TestDatabase) throws {
      var connection = try database.connect()
      while !isClosed.load(ordering: .relaxed) {
        try connection.execute(WriterTests.sale, name: "sale")
        sales.add(1, ordering: .relaxed)
      }
    }
  }

  @Test func `runs under a writer are consistent`() async throws {
    let data = DataSet.bangkok
    let database = try TestDatabase()
    try data.fill(database)
    let shop = Shop()
    async let selling: Void = runOnOwnThread(named: "writer") { _ in try shop.sell(in: database) }
    async let reading: Void = runOnOwnThread(named: "reader") { _ in
      defer { shop.isClosed.store(true, ordering: .relaxed) }
      for _ in 0..<6 { try Self.run(on: database) }
    }
    try await reading
    try await selling
    #expect(shop.sales.load(ordering: .relaxed) > 20)
  }

  /// A sale of three products at once, the level and the movement in one transaction.
  private static let sale = """
    BEGIN;
    WITH chosen AS (
      SELECT product_id, store_id, quantity_on_hand AS before FROM stock_levels
      WHERE quantity_on_hand <> 'NaN' ORDER BY random() LIMIT 3
    ), moved AS (
      INSERT INTO stock_movements
        (product_id, store_id, movement_type, quantity, quantity_before, quantity_after, created_at)
      SELECT product_id, store_id, 'SALE', -1.5, before, before - 1.5,
             now() - interval '1 day' * floor(random() * 4)
      FROM chosen RETURNING product_id, store_id
    )
    UPDATE stock_levels l SET quantity_on_hand = quantity_on_hand - 1.5, last_updated = now()
    FROM moved m WHERE l.product_id = m.product_id AND l.store_id = m.store_id;
    COMMIT;
    """

  private static func run(on database: TestDatabase) throws {
    try withTemporaryFolder { output in
      guard let calendar = BusinessCalendar(timeZoneName: "Asia/Bangkok") else { return }
      var request = RunRequest(
        definitions: try Places.ofDatabase.get(), areNamed: false, output: output,
        calendar: calendar, currency: "THB", programVersion: "test")
      // Today, so that every sale is in the period or just after it.
      let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
      request.dates = .day(calendar.day(of: now))
      request.formats = [.csv, .json]
      // Throws when a control total of the database or a check of the tables does not hold.
      let folders = try request.publish(on: database.settings)
      #expect(folders.count == request.definitions.count)
      #expect(try Verification(output: output, of: Places.catalogue.get()).findings() == [])
    }
  }
}
