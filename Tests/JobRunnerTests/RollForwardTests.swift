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

/// The roll-forward over real runs.
struct RollForwardTests {
  /// `ROLL_FORWARD_SEED`, or any.
  static let seeds = [
    ProcessInfo.processInfo.environment["ROLL_FORWARD_SEED"].flatMap { UInt64($0) }
      ?? .random(in: 0...999_999)
  ]

  /// Two months, of which the second has a day of 25 hours, and the first is pruned before its end.
  @Test(arguments: seeds)
  func `the roll-forward of two months of nights agrees with the reference`(seed: UInt64) throws {
    print("ROLL_FORWARD_SEED=\(seed)")
    try withTemporaryFolder { folder in
      // 03:10 in New York, of 2 October after `nextDay`.
      let chain = try RollForwardNights(
        seed: seed, folder: folder, zone: "America/New_York", first: "2026-10-01T07:10:00Z")
      let first = try #require(Day("2026-10-01"))
      var former: String?
      for night in 0..<61 {
        try chain.nextDay()
        if night == 40 { try chain.openStores() }
        let date = chain.date
        #expect(date == first.advanced(by: night))
        let isMonthEnd = date.advanced(by: 1).civil.day == 1
        let run = try chain.publish(date, withRollForward: isMonthEnd)
        if let run {
          try chain.expectAgreement(run, date, former: former, first: first)
          try expectFigures(run, copied: former != nil)
          former = run
        }
        if night % 7 == 3 { try chain.forgetThatItCounts() }
        if night % 8 == 5 { try chain.publishAgain() }
        // October goes, but for its last day.
        if night == 55 { try chain.prune(daily: 25) }
      }
      #expect(former?.contains("/roll-forward/") == true)
    }
  }

  /// The test would say nothing of a night on which nothing happened.
  private func expectFigures(_ run: String, copied: Bool) throws {
    let published = try PublishedRun(folder: run)
    #expect((published.facts.rows["late_entries"] ?? 0) > 10)
    #expect((published.facts.rows["restatements"] ?? 0) > 0)
    #expect((published.facts.inputs?.count ?? 0) > 27)
    let text = try published.package.resources.filter { $0.format == "csv" }
      .map { try String(contentsOfFile: published.path(of: $0), encoding: .utf8) }.joined()
    #expect(text.contains(",gone,"))
    #expect(text.contains(",copied") == copied)
  }

  @Test func `a roll-forward of a day whose valuation fails is not published, and says why`() throws
  {
    try withTemporaryFolder { folder in
      let chain = try RollForwardNights(
        seed: 3, folder: folder, zone: "Asia/Bangkok", first: "2026-10-31T19:10:00Z")
      try chain.nextDay()
      try chain.publish(chain.date)
      try chain.nextDay()
      // A definition whose check fails.
      var request = try chain.request(["inventory-valuation", "roll-forward"])
      let valuation = try #require(
        request.definitions.firstIndex { $0.name == "inventory-valuation" })
      let broken = folder + "/broken"
      try FileManager.default.copyItem(
        atPath: request.definitions[valuation].folder, toPath: broken)
      try Data("SELECT 'detail.rows' AS metric, -1::numeric AS value".utf8)
        .write(to: URL(fileURLWithPath: broken + "/checks/totals.sql"))
      request.definitions[valuation].folder = broken
      let result = try JobRunner(
        request, state: chain.state, logger: quiet, cancellation: RunCancellation()
      ).run(on: chain.nights.database.settings)
      let outcome = try #require(result.outcomes.first { $0.report == "roll-forward" })
      let error = try #require(outcome.error)
      #expect("\(error)".contains("days-published"))
      #expect("\(error)".contains("its valuation failed in this run"))
      #expect("\(error)".contains("backfill inventory-valuation --from \(chain.date)"))
      // The next night makes both: the register counts from the day before.
      request = try chain.request(["inventory-valuation", "roll-forward"])
      #expect(
        try request.publish(on: chain.nights.database.settings, state: chain.state).count == 2)
    }
  }

  @Test func `filtered and provisional valuations do not move the register`() throws {
    try withTemporaryFolder { folder in
      let chain = try RollForwardNights(
        seed: 4, folder: folder, zone: "Asia/Bangkok", first: "2026-10-31T19:10:00Z")
      try chain.nextDay()
      let looks = chain.register + "/looks"
      for parameters in [
        ["date": "\(chain.date.advanced(by: 1))"], ["stores": "Store 1"],
        ["compare_with": "\(chain.date.advanced(by: -3))"],
      ] {
        var request = try chain.request(["inventory-valuation"])
        try request.set(parameters)
        _ = try request.publish(on: chain.nights.database.settings, state: chain.state)
        #expect(!FileManager.default.fileExists(atPath: looks))
      }
      try chain.publish(chain.date)
      #expect(try FileManager.default.contentsOfDirectory(atPath: looks).count == 1)
    }
  }

  @Test func `a register that is lost or damaged is said, and no row is made up`() throws {
    try withTemporaryFolder { folder in
      let chain = try RollForwardNights(
        seed: 5, folder: folder, zone: "Asia/Bangkok", first: "2026-10-31T19:10:00Z")
      for _ in 0..<4 {
        try chain.nextDay()
        try chain.publish(chain.date)
      }
      let dates = chain.register + "/dates"
      for name in try FileManager.default.contentsOfDirectory(atPath: dates) {
        try Data("x".utf8).write(to: URL(fileURLWithPath: "\(dates)/\(name)"))
      }
      // A movement came late, so that a date has to be compared with what is damaged.
      try chain.nights.database.execute(
        "SELECT move(1, 1, 'PURCHASE', 3, '2026-11-01T05:00:00Z', true)")
      try chain.nights.nextDay()
      var request = try chain.request(["inventory-valuation", "roll-forward"])
      request.dates = .day(chain.date)
      let result = try JobRunner(
        request, state: chain.state, logger: quiet, cancellation: RunCancellation()
      ).run(on: chain.nights.database.settings)
      #expect(result.outcomes.filter(\.isPublished).count == 2)
      #expect(result.warnings.contains { $0.contains("begins anew") })
      try FileManager.default.removeItem(atPath: chain.register)
      request.force = true
      request.definitions.removeAll { $0.name == "inventory-valuation" }
      let again = try JobRunner(
        request, state: chain.state, logger: quiet, cancellation: RunCancellation()
      ).run(on: chain.nights.database.settings)
      let check = try #require(
        again.outcomes.first?.checks.first { $0.name == "late-entries-listed" })
      #expect(check.outcome == .warned)
      #expect(check.detail.contains("it does not know what 5 valuations from"))
    }
  }

  @Test func `a run of all reports leaves it out but at a month's end`() throws {
    try withTemporaryFolder { folder in
      let chain = try RollForwardNights(
        seed: 6, folder: folder, zone: "Asia/Bangkok", first: "2026-11-28T19:10:00Z")
      for isMonthEnd in [false, true] {
        try chain.nights.nextDay()
        var request = try chain.request(["inventory-valuation", "roll-forward"])
        request.areNamed = false
        // Neither does it keep a run of some stores from being made.
        request.stores = isMonthEnd ? [] : ["Store 1"]
        let reports = try request.publish(on: chain.nights.database.settings, state: chain.state)
        #expect(reports.keys.contains("roll-forward") == isMonthEnd)
      }
    }
  }
}
