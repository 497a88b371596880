import Demo
import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import Testing
import TestServers
import TestSupport
import Values

/// Nights in zones whose clocks are changed: cron starts the due work each hour, by a clock of its
/// own, and each night is made once, of all that happened in its day.
struct ClockChangeTests {
  struct Change: Sendable, CustomTestStringConvertible {
    var zone: String
    /// The hours in UTC at which cron starts the due work, the first and the last.
    var first: String
    var last: String
    /// The business dates that are made, with the half hours that they have.
    var days: [(date: String, halfHours: Int)]

    var testDescription: String { "\(zone), \(days[1].date)" }
  }

  private static let changes = [
    Change(
      zone: "Europe/Berlin", first: "2026-03-28T22:15:00Z", last: "2026-03-31T00:15:00Z",
      days: [("2026-03-27", 48), ("2026-03-28", 48), ("2026-03-29", 46), ("2026-03-30", 48)]),
    Change(
      zone: "Europe/Berlin", first: "2026-10-24T21:15:00Z", last: "2026-10-27T00:15:00Z",
      days: [("2026-10-23", 48), ("2026-10-24", 48), ("2026-10-25", 50), ("2026-10-26", 48)]),
    // The clock skips the first hour of the day.
    Change(
      zone: "America/Sao_Paulo", first: "2018-11-04T02:15:00Z", last: "2018-11-06T03:15:00Z",
      days: [("2018-11-02", 48), ("2018-11-03", 48), ("2018-11-04", 46), ("2018-11-05", 48)]),
    // The last hour of the day comes twice.
    Change(
      zone: "America/Sao_Paulo", first: "2018-02-17T01:15:00Z", last: "2018-02-19T04:15:00Z",
      days: [("2018-02-15", 48), ("2018-02-16", 48), ("2018-02-17", 50), ("2018-02-18", 48)]),
    // Half an hour.
    Change(
      zone: "Australia/Lord_Howe", first: "2026-10-03T12:45:00Z", last: "2026-10-05T14:45:00Z",
      days: [("2026-10-02", 48), ("2026-10-03", 48), ("2026-10-04", 47), ("2026-10-05", 48)]),
    Change(
      zone: "Australia/Lord_Howe", first: "2026-04-04T12:45:00Z", last: "2026-04-06T14:45:00Z",
      days: [("2026-04-03", 48), ("2026-04-04", 48), ("2026-04-05", 49), ("2026-04-06", 48)]),
  ]

  @Test(arguments: changes)
  func `each night is made once, with all movements of its day`(change: Change) throws {
    let database = try halfHourly(from: change.first)
    let report = "movement-summary"
    let definition = try #require(Places.catalogue.get().first { $0.name == report })
    try withTemporaryFolder { output in
      let published = PublishedReports(output: output)
      let last = try Instant(iso: change.last)
      var now = try Instant(iso: change.first)
      while now <= last {
        var request = try RunRequest([definition], output: output, zone: change.zone, now: now)
        request.formats = [.csv]
        let outcome = try RunSeries(
          like: request, state: nil, logger: quiet, cancellation: RunCancellation(),
          events: { _ in }
        ).runDue(on: ReplicaSet(database.settings), catchUp: 7)
        #expect(outcome.error == nil)
        for made in outcome.results.flatMap(\.outcomes) {
          guard case .published(let run) = made.ending else { continue }
          // Never before the day is over.
          #expect(run.facts.period.end.instant <= now)
        }
        now = Instant(microseconds: now.microseconds + 3_600_000_000)
      }
      let names = change.days.map(\.date)
      #expect(try published.periods(of: report).map(\.name.text) == names)
      #expect(try published.runs(of: report).count == names.count, "none is made twice")
      for (date, halfHours) in change.days {
        let file = "\(output)/\(report)/\(date)/\(report)-\(date).detail.csv"
        let records = try CSVReader.records(
          [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
        #expect(records.count == 2)
        let row = Dictionary(uniqueKeysWithValues: zip(records[0], records[1]))
        #expect(row["movements"] == "\(halfHours)", "\(date)")
        #expect(row["sold"] == "\(halfHours).000", "\(date)")
        #expect(row["unexplained_quantity"] == "0.000", "\(date)")
      }
    }
  }

  /// A product of which one piece is sold at each full and half hour of UTC, for eight days.
  private func halfHourly(from first: String) throws -> TestDatabase {
    let product = "00000000-0000-0000-0000-000000000001"
    let store = "0a000000-0000-0000-0000-000000000001"
    return try TestDatabase(
      InventorySchema.all,
      """
      INSERT INTO products_inventory (product_id, name, sku)
      VALUES ('\(product)', 'Milk', 'M');
      INSERT INTO stock_movements (product_id, store_id, movement_type, quantity,
        quantity_before, quantity_after, created_at)
      SELECT '\(product)', '\(store)', 'SALE', -1, 1000 - n, 999 - n,
        date_trunc('day', '\(first)'::timestamptz, 'UTC') - interval '4 days'
          + n * interval '30 minutes'
      FROM generate_series(0, 383) n;
      INSERT INTO stock_levels (product_id, store_id, store_name, quantity_on_hand)
      VALUES ('\(product)', '\(store)', 'Corner', 1000 - 384);
      """)
  }
}
