import Columns
import Foundation
import Inventory
import Postgres
import StockReading
import Testing
import TestServers
import TestSupport
import Values

/// What is kept for each pair is changed in its place: a copy for each movement would make the cost
/// of a reading the product of both.
@Suite struct ColumnCopyTests {
  /// The reports' needs for a date, and how many columns a reading of them copies.
  private func read(
    _ nights: LedgerNights, date: String, memory: MemoryBudget, isKept: Bool = true
  ) throws -> (copies: Int, marks: Int, notes: LedgerNotes) {
    let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let day = try #require(Day(date))
    let (start, end) = (calendar.start(of: day), calendar.start(of: day.advanced(by: 1)))
    var plan = BookPlan(calendar: calendar)
    plan.need(BookPlan.Flow(start: start, end: end, firstDay: day, lastDay: day))
    plan.need(
      BookPlan.Window(
        days: 90, endingWith: Period(from: day, to: day, calendar: calendar, now: nights.now)))
    plan.need(balancesAt: nights.now)
    var connection = try PostgresConnection(nights.database.settings, logger: quiet)
    let server = try #require(try LedgerServer(&connection))
    var reading = StockReading(stores: [])
    reading.columns = memory
    let before = memory.usage.copies
    let notes = try connection.withSnapshot { connection in
      try reading.book(
        plan, of: try reading.products(from: &connection), from: &connection,
        gaps: GapSpool(folder: nights.folder),
        memory: isKept
          ? LedgerMemory(
            options: LedgerMemory.Options(folder: "\(nights.folder)/ledger"), server: server,
            completeUpTo: nights.now, now: nights.now) : nil
      ).notes
    }
    return (memory.usage.copies - before, plan.marks.count, notes)
  }

  /// Whether columns lie in memory or in files.
  @Test(arguments: [false, true])
  func `a reading copies a column for each instant it looks at, and none for a movement`(
    inFiles: Bool
  ) throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 21, days: 110, folder: folder)
      let memory = MemoryBudget(limit: inFiles ? 0 : .max, folder: folder)
      func expectFew(_ date: String, isKept: Bool = true, _ what: String) throws -> LedgerNotes {
        let found = try read(nights, date: date, memory: memory, isKept: isKept)
        // The balances at each instant, of two columns.
        #expect(found.copies <= 2 * found.marks, "\(what): \(found.copies) copies")
        return found.notes
      }
      #expect(try expectFew("2026-11-20", "the first night").usedUpTo == nil)
      for night in 2...3 {
        try nights.nextDay()
        let file = try Data(contentsOf: URL(fileURLWithPath: nights.summary))
        #expect(try expectFew("2026-11-20", "night \(night)").usedUpTo != nil)
        #expect(try Data(contentsOf: URL(fileURLWithPath: nights.summary)) != file)
      }
      #expect(try expectFew("2026-11-20", "the same night").usedUpTo != nil)
      #expect(try expectFew("2026-09-20", "a date long ago").usedUpTo == nil)
      #expect(try expectFew("2026-11-20", isKept: false, "the whole").usedUpTo == nil)
      try FileManager.default.removeItem(atPath: "\(folder)/ledger")
      #expect(try expectFew("2026-09-20", "a first night, long ago").usedUpTo == nil)
    }
  }
}
