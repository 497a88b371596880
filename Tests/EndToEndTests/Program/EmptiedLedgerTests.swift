import Demo
import Foundation
import Publishing
import Reports
import Testing
import TestServers

/// A ledger that was emptied and goes on is noticed, with its summary and without; one whose old
/// movements are taken to an archive is none.
struct EmptiedLedgerTests {
  private static let reports = ["inventory-valuation", "movement-summary", "reorder-suggestions"]
  private static let name = "ledger-keeps-movements"

  /// A shop with so many movements a day, 150 days long; the last is of two days ago.
  private static func shop(a day: Int) throws -> TestDatabase {
    let database = try TestDatabase(InventorySchema.all)
    try database.execute(
      """
      INSERT INTO products_inventory (product_id, name, sku)
      VALUES ('00000000-0000-0000-0000-000000000001', 'Tea', '1');
      INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand)
      VALUES ('00000000-0000-0000-0000-000000000001', '0a000000-0000-0000-0000-000000000001',
        'Silom', \(149 * day));
      """)
    try trade(database, daysAgo: 2...150, a: day)
    return database
  }

  private static func trade(
    _ database: TestDatabase, daysAgo days: ClosedRange<Int>, a day: Int
  ) throws {
    try database.execute(
      """
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
        quantity_after, created_at)
      SELECT product_id, store_id, 'PURCHASE', 1, n - 1, n,
        now() - (\(days.upperBound) - (n - 1) / \(day)) * interval '1 day' + n * interval '1 s'
      FROM stock_levels, generate_series(1, \(days.count * day)) n
      """)
  }

  /// What the latest runs say of the ledger.
  private func outcomes(_ place: Workplace) throws -> [CheckResult.Outcome?] {
    try Self.reports.map { report in
      try PublishedReports(output: place.output).latest(of: report)?.facts.checks
        .first { $0.name == Self.name }?.outcome
    }
  }

  /// A first run of all, whose day nothing that is done to the ledger later is compared with by rows.
  private func begin(_ place: Workplace) throws {
    try FileManager.default.removeItem(atPath: place.output)
    try place.forgetAll()
    #expect(try place.run(["run"] + Self.reports).code == 0)
    for report in Self.reports {
      let ledger = try PublishedReports(output: place.output).latest(of: report)?.facts.ledger
      #expect(try #require(ledger?.recentMovements) > 150, "\(report)")
    }
  }

  enum Summary: CaseIterable { case kept, lost, never, withoutState }

  @Test(arguments: Summary.allCases)
  func `an emptied ledger that goes on is not published, and a person knows better`(
    summary: Summary
  ) throws {
    let database = try Self.shop(a: 2)
    try Workplace.lend(database) { place in
      try begin(place)
      try database.execute("TRUNCATE stock_movements")
      // One of them came late.
      try Self.trade(database, daysAgo: 0...9, a: 1)
      if summary == .lost || summary == .withoutState {
        try FileManager.default.removeItem(atPath: place.folder + "/state")
      }
      if summary == .lost { #expect(try place.run("state", "init", "--accept-loss").code == 0) }
      let words = ["run"] + Self.reports + (summary == .never ? ["--no-cache"] : [])
      let failed = try place.run(words + ["--reissue"])
      #expect(failed.code == 65, "\(failed)")
      #expect(failed.errors.ranges(of: Self.name).count == 3, "\(failed.errors)")
      #expect(failed.errors.contains("--force"))
      // Some stores, and other days, are no better.
      let some = try place.run("run", "movement-summary", "--store", "Silom")
      #expect(some.code == 65 && some.errors.contains(Self.name), "\(some)")
      let done: Int32 = summary == .withoutState ? 3 : 0
      #expect(try place.run(words + ["--force"]).code == done)
      #expect(try outcomes(place) == [.warned, .warned, .warned])
      #expect(try place.run(words + ["--reissue"]).code == done)
    }
  }

  @Test func `most of a ledger, with its oldest movement left, is missed all the same`() throws {
    let database = try Self.shop(a: 2)
    try Workplace.lend(database) { place in
      try begin(place)
      try database.execute(
        "DELETE FROM stock_movements WHERE created_at BETWEEN now() - interval '140 days'"
          + " AND now() - interval '20 days'")
      let failed = try place.run(["run"] + Self.reports + ["--reissue"])
      #expect(failed.code == 65 && failed.errors.contains(Self.name), "\(failed)")
    }
  }

  @Test func `old movements may go to an archive, and recent ones are told`() throws {
    let database = try Self.shop(a: 2)
    try Workplace.lend(database) { place in
      try begin(place)
      for (days, warns) in [(105, false), (85, false), (60, true)] {
        try database.execute(
          "DELETE FROM stock_movements WHERE created_at < now() - interval '\(days) days'")
        let made = try place.run(["run"] + Self.reports + ["--reissue", "--json"])
        #expect(made.code == 0, "\(made)")
        let told = made.output.ranges(of: Self.name).count
        #expect(told == (warns ? 3 : 0), "\(days): \(made.output)")
      }
    }
  }
}
