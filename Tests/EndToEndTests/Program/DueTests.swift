import Foundation
import JobRunner
import Publishing
import Reports
import Schedule
import Testing
import TestServers
import Values

/// What cron relies on: due work is made once, missed work is made up for.
struct DueTests {
  /// Removes what was published and remembered, so that a test begins with nothing.
  private func clear(_ place: Workplace) throws {
    try FileManager.default.removeItem(atPath: place.output)
    try? FileManager.default.removeItem(atPath: place.folder + "/state")
  }

  /// Lets a day that was made by hand be one of the schedule, as if it had been made in its night.
  private func makeScheduled(_ day: Day, in place: Workplace) throws {
    let path = "\(place.output)/inventory-valuation/\(day)/datapackage.json"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try #require(text.contains(#""by_hand" : true,"#))
    try text.replacing(#""by_hand" : true,"#, with: "")
      .write(toFile: path, atomically: true, encoding: .utf8)
  }

  private func periods(of report: String, in place: Workplace) throws -> [Day] {
    try PublishedReports(output: place.output).periods(of: report).map(\.name.to)
  }

  @Test func `what is due is made once, in silence`() throws {
    try Workplace.lend { place in
      try clear(place)
      let first = try place.run("run", "--due")
      #expect(first.code == 0 && first.output == "" && first.errors == "", "\(first)")
      let names = try Places.catalogue.get().map(\.name).sorted()
      #expect(try PublishedReports(output: place.output).reports() == names)
      #expect(try periods(of: "inventory-valuation", in: place).count == 1)
      // Low stock is due again with each hour, and an hour may begin here.
      let daily = names.filter { $0 != "low-stock" }
      let before = try Workplace.contents(of: place.output)
      let second = try place.run(["run", "--due"] + daily)
      #expect(second.code == 0 && second.output == "" && second.errors == "")
      #expect(try Workplace.contents(of: place.output) == before)
      #expect(try place.run("status", "--check").code == 0)
    }
  }

  @Test func `an hourly report is due since the first hour that it missed`() throws {
    try Workplace.lend { place in
      try clear(place)
      let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
      let definition = try #require(Places.catalogue.get().first { $0.name == "low-stock" })
      let board = StatusBoard(
        [definition], calendar: calendar, output: place.output, state: nil, catchUp: 7)
      func report(at now: Instant) throws -> ReportStatus {
        try #require(try board.reports(at: now).first)
      }
      #expect(try place.run("run", "--due", "low-stock").code == 0)
      let made = try #require(
        try PublishedReports(output: place.output).latest(of: "low-stock")?.facts.asOf.instant)
      let hour: Int64 = 3_600_000_000
      // Bangkok's hours are those of UTC.
      let next = Instant(microseconds: (made.microseconds / hour + 1) * hour)
      func after(_ minutes: Int64) -> Instant {
        Instant(microseconds: next.microseconds + minutes * 60_000_000)
      }
      #expect(try report(at: after(-1)).standing == .good)
      for minutes in [0, 59, 61, 119] as [Int64] {
        let status = try report(at: after(minutes))
        #expect(status.standing == .due && status.due.map(\.since) == [next], "\(minutes)")
      }
      #expect(try report(at: after(121)).standing == .overdue)
    }
  }

  @Test func `missed nights are caught up, the oldest first and not too many`() throws {
    try Workplace.lend { place in
      try clear(place)
      #expect(try place.run("run", "inventory-valuation").code == 0)
      let last = try #require(try periods(of: "inventory-valuation", in: place).first)
      try clear(place)
      let outage = last.advanced(by: -5)
      let days = ["--from", "\(outage)", "--to", "\(outage)"]
      #expect(try place.run(["backfill", "inventory-valuation"] + days).code == 0)
      try makeScheduled(outage, in: place)
      #expect(try place.run("status", "--check").code == 0, "the first run is of today")
      let run = try #require(
        try PublishedReports(output: place.output).latest(of: "inventory-valuation"))
      let first = "\(place.output)/inventory-valuation/.runs/20200101T000000Z-000000"
      try FileManager.default.copyItem(atPath: run.folder, toPath: first)
      let status = try place.run("status", "--check")
      #expect(status.code == 1)
      #expect(status.output.contains("OVERDUE"))
      try FileManager.default.removeItem(atPath: first)
      let due = ["run", "inventory-valuation", "--due", "--catch-up"]
      #expect(try place.run(due + ["2"]).code == 0)
      #expect(
        try periods(of: "inventory-valuation", in: place) == [
          outage, last.advanced(by: -1), last,
        ])
      #expect(try place.run(due + ["7"]).code == 0)
      #expect(try periods(of: "inventory-valuation", in: place).count == 6)
      let history = try place.run("history", "inventory-valuation", "--json")
      let runs = try #require(
        try JSONSerialization.jsonObject(with: Data(history.output.utf8)) as? [[String: Any]])
      #expect(
        runs.map { $0["period"] as? String }
          == [-2, -3, -4, 0, -1, -5].map { last.advanced(by: $0).description })
    }
  }

  @Test(arguments: [false, true])
  func `old days that somebody asks for make no others due`(filled: Bool) throws {
    try Workplace.lend { place in
      try clear(place)
      #expect(try place.run("run", "inventory-valuation").code == 0)
      let last = try #require(try periods(of: "inventory-valuation", in: place).first)
      let old = [last.advanced(by: -6), last.advanced(by: -5)]
      let words =
        filled
        ? ["backfill", "inventory-valuation", "--from", "\(old[0])", "--to", "\(old[1])"]
        : ["run", "inventory-valuation", "--date", "\(old[1])"]
      #expect(try place.run(words).code == 0)
      let made = (filled ? old : [old[1]]) + [last]
      #expect(try place.run("run", "--due", "inventory-valuation").code == 0)
      #expect(try periods(of: "inventory-valuation", in: place) == made)
      // What the schedule made stays its own when somebody makes it again.
      #expect(
        try place.run("run", "inventory-valuation", "--date", "\(last)", "--force").code == 0)
      let manifest = "\(place.output)/inventory-valuation/\(last)/datapackage.json"
      #expect(try !String(contentsOfFile: manifest, encoding: .utf8).contains("by_hand"))
    }
  }

  @Test
  func `the newest day is the schedule's, whoever asks for it, and what is missed after it due`()
    throws
  {
    try Workplace.lend { place in
      try clear(place)
      #expect(try place.run("run", "inventory-valuation").code == 0)
      let last = try #require(try periods(of: "inventory-valuation", in: place).first)
      try clear(place)
      #expect(try place.run("run", "inventory-valuation", "--date", "\(last)").code == 0)
      let work = DueWork(
        [try #require(Places.catalogue.get().first { $0.name == "inventory-valuation" })],
        calendar: try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok")),
        output: place.output, catchUp: 7)
      let later = Instant(microseconds: Instant.now.microseconds + 3 * 86_400_000_000)
      #expect(
        try work.items(at: later).map(\.label) == (1...3).map { "\(last.advanced(by: $0))" })
    }
  }

  @Test func `nothing is overdue that was due before the first run, and all that is due after it`()
    throws
  {
    try Workplace.lend { place in
      try clear(place)
      let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
      let board = StatusBoard(
        try Places.catalogue.get(), calendar: calendar, output: place.output, state: nil, catchUp: 7
      )
      func standings(at now: Instant) throws -> [String: ReportStatus.Standing] {
        Dictionary(
          uniqueKeysWithValues: try board.reports(at: now).map {
            ($0.definition.name, $0.standing)
          })
      }
      // Who looks at the wrong folder is told.
      let noon = Instant(
        microseconds: calendar.start(of: calendar.day(of: .now)).microseconds + 43_200_000_000)
      #expect(try standings(at: noon).values.allSatisfy { $0 == .overdue })
      let daily = ["inventory-valuation", "movement-summary", "reorder-suggestions"]
      #expect(try place.run(["run"] + daily).code == 0)
      let made = try #require(try PublishedReports(output: place.output).firstStart())
      #expect(abs(made.microseconds - Instant.now.microseconds) < 60_000_000)
      #expect(try standings(at: made)["low-stock"] == .due)
      #expect(try standings(at: made).values.allSatisfy { $0 == .good || $0 == .due })
      let hour: Int64 = 3_600_000_000
      func after(_ start: Instant, minutes: Int64) -> Instant {
        Instant(microseconds: start.microseconds + minutes * 60_000_000)
      }
      // Bangkok's hours are those of UTC.
      let next = Instant(microseconds: (made.microseconds / hour + 1) * hour)
      #expect(try standings(at: after(next, minutes: 119))["low-stock"] == .due)
      #expect(try standings(at: after(next, minutes: 121))["low-stock"] == .overdue)
      let today = calendar.day(of: made)
      let monday = try #require(
        (1...7).map { calendar.start(of: today.advanced(by: $0)) }.first {
          // 1970-01-05 was one.
          (calendar.day(of: $0).daysSinceEpoch - 4) % 7 == 0
        })
      #expect(try standings(at: after(monday, minutes: 359))["slow-movers"] == .due)
      #expect(try standings(at: after(monday, minutes: 361))["slow-movers"] == .overdue)
      // Nor does a new period make good for those that were missed.
      for days in [1, 2, 7, 8] as [Int64] {
        let night = after(calendar.start(of: today), minutes: days * 1_440 + 300)
        #expect(try standings(at: night)["low-stock"] == .overdue, "\(days)")
        if night > after(monday, minutes: 1_440) {
          #expect(try standings(at: night)["slow-movers"] == .overdue, "\(days)")
        }
      }
    }
  }

  @Test func `pruned periods are not made again`() throws {
    try Workplace.lend { place in
      try clear(place)
      #expect(try place.run("run", "--due", "inventory-valuation").code == 0)
      let last = try #require(try periods(of: "inventory-valuation", in: place).first)
      let words = ["--from", "\(last.advanced(by: -4))", "--to", "\(last)"]
      #expect(try place.run(["backfill", "inventory-valuation"] + words).code == 0)
      let plan = try place.run("prune", "--keep-daily", "2", "--keep-monthly", "0", "--dry-run")
      #expect(plan.code == 0 && plan.output.contains("\(last.advanced(by: -4))"), "\(plan)")
      #expect(try periods(of: "inventory-valuation", in: place).count == 5)
      #expect(try place.run("prune", "--keep-daily", "2", "--keep-monthly", "0").code == 0)
      let kept = [last.advanced(by: -1), last]
      #expect(try periods(of: "inventory-valuation", in: place) == kept)
      #expect(try place.run("run", "--due", "inventory-valuation").code == 0)
      #expect(try periods(of: "inventory-valuation", in: place) == kept)
      #expect(try Verification(output: place.output, of: Places.catalogue.get()).findings() == [])
    }
  }

  @Test func `an outage is remembered with its reason`() throws {
    try Workplace.lend { place in
      try clear(place)
      var away = place
      away.environment["DB_HOST"] = "/nowhere"
      #expect(try away.run("run", "--due").code == 69)
      let status = try place.run("status")
      #expect(status.output.contains("failed") && status.output.contains("/nowhere"), "\(status)")
      #expect(try place.run("run", "--due").code == 0)
      #expect(try !place.run("status").output.contains("/nowhere"))
      #expect(try place.run("history").output.contains("/nowhere"))
    }
  }

  @Test func `options that do not go with due work are refused`() throws {
    try Workplace.lend { place in
      for words in [
        ["run", "--due", "--all"], ["run", "--due", "--date", "2020-01-01"],
        ["run", "--all", "--catch-up", "3"], ["run", "--due", "--catch-up", "0"],
        ["backfill", "low-stock", "--from", "2020-01-01", "--to", "2020-01-02"],
        ["backfill", "slow-movers", "--from", "2020-01-02", "--to", "2020-01-01"],
        ["prune"], ["prune", "--keep-daily", "0"],
      ] {
        try place.expectFailure(words, code: 64, says: [])
      }
    }
  }
}
