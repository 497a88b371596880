import Foundation
import Inventory
import Publishing
import Register
import Testing
import Values

@testable import RollForward

private typealias Row = PublishedDays.Row

/// What was published earlier, and is damaged, of an earlier version, issued again, or gone.
struct EarlierRunsTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  private func failed(_ rolled: RollForward) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: rolled.checks().filter { !$0.holds }.map { ($0.name, $0.detail) })
  }

  /// Opening, purchases, late entries and closing.
  private func figures(_ figures: MonthFigures) -> [Int128?] {
    [figures.opening, figures.sums[0], figures.late, figures.closing]
  }

  @Test func `A first issue of an earlier version is restated by its closing`() throws {
    let days = PublishedDays()
    let first = try day("2026-11-01")
    try days.publishAsBefore(first, [Row(store: "A", opening: 0, closing: 100)])
    try days.publish(first, [Row(store: "A", opening: 0, closing: 120)])
    let rolled = try days.rollForward(first)
    #expect(rolled.restatements.map(\.first) == [100])
    #expect(rolled.restatements.map(\.present) == [120])
    #expect(failed(rolled)["earlier-runs-fit"] == nil)
  }

  @Test(arguments: [true, false])
  func `A first issue that cannot be read is named and left out`(isRemoved: Bool) throws {
    let days = PublishedDays()
    let first = try day("2026-11-01")
    let run = try days.publish(first, [Row(store: "A", opening: 0, closing: 100)])
    try days.publish(first, [Row(store: "A", opening: 0, closing: 120)])
    if isRemoved {
      for file in run.package.resources {
        try FileManager.default.removeItem(atPath: run.path(of: file))
      }
    } else {
      try days.damage(run)
    }
    let rolled = try days.rollForward(first)
    #expect(rolled.restatements.isEmpty)
    let detail = try #require(failed(rolled)["earlier-runs-fit"])
    #expect(detail.contains("the first issue of 2026-11-01, run \(run.id)"), "\(detail)")
    #expect(rolled.byStore.last?.figures.closing == 120)
  }

  /// January and February, of which January is removed but for its last day, and March.
  private func pruned() throws -> (days: PublishedDays, former: PublishedRun) {
    let days = PublishedDays()
    try days.publish(try day("2026-01-01")...day("2026-02-28"))
    let former = try days.rollForward(try day("2026-02-28"))
    let run = try days.publish(former, on: try day("2026-02-28"))
    try days.remove(try day("2026-01-01")...day("2026-01-30"))
    return (days, run)
  }

  @Test func `The end of a copied month is issued again, and the next month has the difference`()
    throws
  {
    let days = try pruned().days
    let end = try day("2026-01-31")
    try days.publish(end, [Row(store: "A", opening: 3_000, closing: 3_600)])
    var rolled = try days.rollForward(try day("2026-02-28"))
    var all = rolled.byStore.filter { $0.store == nil }
    #expect(all.map(\.source) == ["copied", "days", "copied"])
    #expect(
      all.map { figures($0.figures) } == [
        [0, 3_100, 0, 3_100], [3_100, 2_800, 0, 5_900], [0, 5_900, 0, 5_900],
      ])
    // The days after it are issued again as well.
    try days.publish(
      end.advanced(by: 1), [Row(store: "A", opening: 3_600, purchases: 100, closing: 3_700)])
    try days.publish(
      end.advanced(by: 2), [Row(store: "A", opening: 3_700, purchases: -400, closing: 3_300)])
    rolled = try days.rollForward(try day("2026-02-28"))
    all = rolled.byStore.filter { $0.store == nil }
    #expect(all.map(\.figures.late) == [0, 500, 500])
    #expect(rolled.byCategory.last?.figures.late == 500)
    #expect(rolled.byStore.allSatisfy { $0.figures.closes == true })
    #expect(failed(rolled).keys.sorted() == ["late-entries-listed"])
  }

  @Test
  func `A copied month that does not open with the closing before it empties the year's sums`()
    throws
  {
    let days = PublishedDays()
    try days.publish(try day("2026-01-01")...day("2026-02-28"))
    try days.publish(
      try days.rollForward(try day("2026-02-28")), on: try day("2026-02-28"))
    try days.remove(try day("2026-02-01")...day("2026-02-27"))
    try days.publish(try day("2026-01-31"), [Row(store: "A", opening: 3_000, closing: 3_600)])
    let rolled = try days.rollForward(try day("2026-02-28"))
    #expect(
      rolled.byStore.map(\.source) == Array(repeating: "days", count: 2)
        + Array(repeating: "copied", count: 4))
    #expect(rolled.byStore.last.map { figures($0.figures) } == [0, nil, nil, 5_900])
    #expect(rolled.byCategory.last.map { figures($0.figures) } == [0, nil, nil, 5_900])
    let failures = failed(rolled)
    #expect(failures.keys.sorted() == ["earlier-runs-fit", "late-entries-listed"])
    #expect(failures["earlier-runs-fit"]?.contains("2026-02 is copied") == true)
  }

  @Test func `A roll-forward that is damaged is as if it were not there`() throws {
    let (days, run) = try pruned()
    let older = try days.publish(
      try days.rollForward(try day("2026-02-27")), on: try day("2026-02-27"))
    try days.damage(run)
    let rolled = try days.rollForward(try day("2026-02-28"))
    #expect(
      rolled.byStore.filter { $0.store == nil }.map(\.source) == ["copied", "days", "copied"])
    #expect(rolled.used.last?.id == older.id)
    #expect(
      failed(rolled)["earlier-runs-fit"]?.contains("the roll-forward of 2026-02-28") == true)
    try days.damage(older)
    let without = try days.rollForward(try day("2026-02-28"))
    #expect(failed(without)["days-published"] == nil)
  }

  @Test func `The inputs have the roll-forward of a copied month`() throws {
    let (days, run) = try pruned()
    let rolled = try days.rollForward(try day("2026-02-28"))
    #expect(rolled.used.count == 30)
    #expect(rolled.used.last?.id == run.id)
    #expect(rolled.used.last?.facts.report == RollForward.name)
  }

  @Test func `Only what was removed is copied`() throws {
    let days = PublishedDays()
    try days.publish(try day("2026-01-01")...day("2026-02-28"))
    try days.publish(
      try days.rollForward(try day("2026-02-28")), on: try day("2026-02-28"))
    let run = try days.publish(
      try day("2026-01-10"), [Row(store: "A", opening: 900, closing: 1_000)])
    try days.damage(run)
    let rolled = try days.rollForward(try day("2026-02-28"))
    #expect(rolled.byStore.filter { $0.store == nil }.map(\.source) == [nil, "days", nil])
    #expect(failed(rolled)["earlier-days-published"]?.hasPrefix("2026-01-10: cannot read") == true)
  }

  @Test func `Valuations that are gone are not taken for none`() throws {
    let days = PublishedDays()
    try days.publish(try day("2026-01-01")...day("2026-02-28"))
    try days.publish(
      try days.rollForward(try day("2026-02-28")), on: try day("2026-02-28"))
    try FileManager.default.removeItem(atPath: days.output + "/inventory-valuation")
    let rolled = try days.rollForward(try day("2026-02-28"))
    let detail = try #require(failed(rolled)["days-published"])
    #expect(detail.hasPrefix("2026-01-31 to 2026-02-28: it is not published"), "\(detail)")
    #expect(try PublishedDays().rollForward(try day("2026-02-28")).byStore.isEmpty)
  }

  @Test func `A late movement of a date that was removed is listed`() throws {
    let days = PublishedDays()
    let register = days.output + "-register"
    defer { try? FileManager.default.removeItem(atPath: register) }
    let (start, removed) = (try day("2026-01-01"), try day("2026-01-20"))
    var ledger: [RegisteredMovement] = []
    func night(_ date: Day) throws {
      let late: Int64 = date == removed.advanced(by: 14) ? 500 : 0
      if late != 0 {
        ledger.append(
          RegisteredMovement(
            id: UUIDBytes(high: 1, low: 1), product: UUIDBytes(high: 2, low: 2),
            store: try #require(UUIDBytes(PublishedDays.stores["A"] ?? "")), type: "PURCHASE",
            quantity: 1_000, createdAt: Instant(microseconds: 0)))
      }
      let past = date > removed.advanced(by: 14) ? Int64(500) : 0
      let run = try days.publish(
        date, [Row(store: "A", opening: 1_000 + past + late, closing: 1_000 + past + late)])
      let look = try NewLook(
        MovementRegister(folder: register),
        NewLook.Taker(
          run: run.id.text, date: date, timeZone: "UTC", ledger: nil, firstPublished: start),
        isPublished: { _ in true })
      for day in look.days {
        let movements = day == removed ? ledger : []
        let checksum = DateChecksum(movements: movements.count)
        guard !look.keeps(day, checksum) else { continue }
        try look.open(day)
        for movement in movements { try look.add(movement) }
        try look.close(checksum)
      }
      for place in look.entries.indices { look.entries[place].value = "5.00" }
      try look.prepare()
      try look.settle()
    }
    for distance in 0..<59 { try night(start.advanced(by: distance)) }
    func check(_ rolled: RollForward, _ sources: [String?]) {
      #expect(rolled.byStore.filter { $0.store == nil }.map(\.source) == sources)
      #expect(rolled.lateEntries.map(\.period) == [removed])
      #expect(rolled.lateEntries.map(\.seenOn) == [removed.advanced(by: 14)])
      #expect(rolled.lateEntries.map(\.value) == [500])
      #expect(failed(rolled) == [:])
    }
    let end = try day("2026-02-28")
    let rolled = try days.rollForward(end, register: register)
    check(rolled, ["days", "days", "days"])
    try days.publish(rolled, on: end)
    try days.remove(start...(try day("2026-01-30")))
    check(try days.rollForward(end, register: register), ["copied", "days", "copied"])
  }
}
