import Foundation
import Inventory
import Publishing
import Testing
import Values

@testable import RollForward

private typealias Row = PublishedDays.Row

struct RollForwardTests {
  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  private func failed(_ rolled: RollForward) -> [String: String] {
    Dictionary(
      uniqueKeysWithValues: rolled.checks().filter { !$0.holds }.map { ($0.name, $0.detail) })
  }

  /// Figures of a line: opening, purchases, sales, cost changes, late entries and closing.
  private func figures(_ line: StoreMonthLine) -> [Int128?] {
    let sums = line.figures.sums
    return [
      line.figures.opening, sums[0], sums[1], sums[5], line.figures.late, line.figures.closing,
    ]
  }

  @Test func `The contract's example`() throws {
    let days = PublishedDays()
    let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
    try days.publish(
      first, [Row(store: "A", opening: 10_000, purchases: 5_000, sales: -3_000, closing: 12_200)])
    try days.publish(
      second, [Row(store: "A", opening: 12_700, sales: -2_000, closing: 10_700)])
    let rolled = try days.rollForward(second)
    #expect(
      rolled.byStore.map(\.month) == ["2026-11", "2026-11", "2026-01_2026-12", "2026-01_2026-12"])
    #expect(rolled.byStore.map(\.period) == [11, 11, nil, nil])
    for line in rolled.byStore {
      #expect(figures(line) == [10_000, 5_000, -5_000, 200, 500, 10_700])
      #expect(line.figures.closes == true)
      #expect((line.days, line.source) == (2, "days"))
    }
    // Without a register nothing is listed, and that is said.
    #expect(failed(rolled).keys.sorted() == ["late-entries-listed"])
  }

  @Test func `A fiscal year that begins in April`() throws {
    let days = PublishedDays()
    try days.publish(try day("2026-01-01")...day("2026-05-31"))
    let rolled = try days.rollForward(try day("2026-05-31"), startingIn: 4)
    let all = rolled.byStore.filter { $0.store == nil }
    #expect(all.map(\.month) == ["2026-04", "2026-05", "2026-04_2027-03"])
    #expect(all.map(\.period) == [1, 2, nil])
    #expect(all.map { figures($0)[0] } == [9_000, 12_000, 9_000])
    #expect(all.map { figures($0)[1] } == [3_000, 3_100, 6_100])
    #expect(all.map { $0.figures.sums[7] } == [750, 775, 1_525])
    #expect(all.map(\.days) == [30, 31, 61])
    let march = try days.rollForward(try day("2026-03-31"), startingIn: 4)
    #expect(
      march.byStore.filter { $0.store == nil }.map(\.month)
        == ["2026-01", "2026-02", "2026-03", "2025-04_2026-03"])
    #expect(march.byStore.filter { $0.store == nil }.map(\.period) == [10, 11, 12, nil])
  }

  @Test func `Months that begin before the first valuation are left out`() throws {
    let days = PublishedDays()
    try days.publish(try day("2026-10-02")...day("2026-11-30"))
    let rolled = try days.rollForward(try day("2026-11-30"))
    #expect(Set(rolled.byStore.map(\.month)) == ["2026-11", "2026-01_2026-12"])
    #expect(try days.rollForward(try day("2026-10-31")).byStore.isEmpty)
  }

  @Test func `A store that opens and one that closes`() throws {
    let days = PublishedDays()
    let first = try day("2026-11-01")
    try days.publish(first.advanced(by: -1), [Row(store: "A", opening: 0, closing: 700)])
    try days.publish(first, [Row(store: "A", opening: 700, closing: 700)])
    // Its stock is gone from the tables; the other opens with what nobody published.
    try days.publish(
      first.advanced(by: 1), [Row(store: "B", opening: 300, purchases: 50, closing: 350)])
    try days.publish(first.advanced(by: -2), [Row(store: "A", opening: 0, closing: 0)])
    for distance in 3...31 {
      try days.publish(first.advanced(by: -distance), [Row(store: "A", opening: 0, closing: 0)])
    }
    let rolled = try days.rollForward(first.advanced(by: 1))
    let lines = rolled.byStore.filter { $0.month == "2026-11" }
    #expect(lines.map(\.name) == ["Store A", "Store B", "(all stores)"])
    #expect(
      lines.map(figures) == [
        [700, 0, 0, 0, -700, 0], [0, 50, 0, 0, 300, 350], [700, 50, 0, 0, -400, 350],
      ])
    let year = rolled.byStore.filter { $0.period == nil }
    #expect(year.map { $0.figures.opening } == [0, 0, 0])
    #expect(year.map { $0.figures.closing } == [0, 350, 350])
    #expect(year.allSatisfy { $0.figures.closes == true })
  }

  @Test func `A valuation that was issued again`() throws {
    let days = PublishedDays()
    let (first, second) = (try day("2026-11-01"), try day("2026-11-02"))
    try days.publish(
      first,
      [Row(store: "A", opening: 0, closing: 12_200), Row(store: "B", opening: 0, closing: 10)])
    try days.publish(first, [Row(store: "A", opening: 0, closing: 12_500)])
    try days.publish(first, [Row(store: "A", opening: 0, closing: 12_700)])
    try days.publish(second, [Row(store: "A", opening: 12_700, closing: 12_700)])
    let rolled = try days.rollForward(second)
    #expect(rolled.restatements.map(\.name) == ["Store A", "Store B"])
    #expect(rolled.restatements.map(\.first) == [12_200, 10])
    #expect(rolled.restatements.map(\.present) == [12_700, 0])
    #expect(rolled.restatements.map(\.issues) == [3, 3])
    #expect(rolled.byStore.map(\.figures.late) == [0, 0, 0, 0])
    #expect(rolled.used.count == 2)
  }

  @Test func `A day that is missing keeps its month back, and is named with the command`() throws {
    let days = PublishedDays()
    try days.publish(try day("2026-10-01")...day("2026-10-09"))
    try days.publish(try day("2026-10-12")...day("2026-11-29"), opening: 5_000)
    let rolled = try days.rollForward(
      try day("2026-11-30"), failures: [try day("2026-11-30"): "no route to host"])
    let failures = failed(rolled)
    #expect(
      failures["days-published"]
        == "2026-11-30: its valuation failed in this run: no route to host; run"
        + " 'inventory-reports backfill inventory-valuation --from 2026-11-30 --to 2026-11-30'")
    #expect(
      failures["earlier-days-published"]
        == "2026-10-10 to 2026-10-11: it is not published; run"
        + " 'inventory-reports backfill inventory-valuation --from 2026-10-10 --to 2026-10-11'")
    let all = rolled.byStore.filter { $0.store == nil }
    #expect(all.map(\.source) == [nil, nil, nil])
    #expect(
      all.map { figures($0) } == [
        [0, nil, nil, nil, nil, 7_000], [7_000, nil, nil, nil, nil, nil],
        [0, nil, nil, nil, nil, nil],
      ])
  }

  @Test func `What cannot be added up is not taken for what is there`() throws {
    let days = PublishedDays()
    let first = try day("2026-11-01")
    try days.publish(first, [Row(store: "A", opening: 0, closing: 1)])
    try days.publish(
      first.advanced(by: 1), [Row(store: "A", opening: 1, closing: 1)], zone: "Asia/Bangkok")
    try days.publish(
      first.advanced(by: 2), [Row(store: "A", opening: 1, closing: 1)], currency: "EUR")
    let run = try days.publish(first.advanced(by: 3), [Row(store: "A", opening: 1, closing: 1)])
    let file = try #require(run.package.resources.first)
    try Data("store_id\r\n".utf8).write(to: URL(fileURLWithPath: run.path(of: file)))
    let detail = try #require(failed(try days.rollForward(first.advanced(by: 3)))["days-published"])
    for phrase in [
      "2026-11-02: it is published in the time zone Asia/Bangkok",
      "2026-11-03: it is published in EUR",
      "2026-11-04: cannot read", "--force",
    ] { #expect(detail.contains(phrase), "\(detail)") }
  }

  @Test func `A closing that is not the valuation's own total is an error`() throws {
    let days = PublishedDays()
    let first = try day("2026-11-01")
    try days.publish(first, [Row(store: "A", opening: 0, closing: 100)], total: 101)
    #expect(failed(try days.rollForward(first)).keys.contains("closing-published"))
  }

  @Test func `Months whose days are removed are copied`() throws {
    let days = PublishedDays()
    try days.publish(try day("2026-01-01")...day("2026-02-28"))
    let former = try days.rollForward(try day("2026-02-28"))
    try days.publish(former, on: try day("2026-02-28"))
    try days.remove(try day("2026-01-01")...day("2026-01-30"))
    try days.publish(try day("2026-03-01")...day("2026-03-31"), opening: 5_900)
    let rolled = try days.rollForward(try day("2026-03-31"))
    let all = rolled.byStore.filter { $0.store == nil }
    #expect(all.map(\.month) == ["2026-01", "2026-02", "2026-03", "2026-01_2026-12"])
    #expect(all.map(\.source) == ["copied", "days", "days", "copied"])
    #expect(all.map { figures($0)[1] } == [3_100, 2_800, 3_100, 9_000])
    #expect(all.map { figures($0)[0] } == [0, 3_100, 5_900, 0])
    #expect(
      rolled.byCategory.filter { $0.name == "(none)" }.map { $0.figures.closing }
        == [3_100, 5_900, 9_000, 9_000])
    // A month that no roll-forward has complete is not made up.
    try days.remove(try day("2026-03-01")...day("2026-03-30"))
    try days.publish(try day("2026-04-01")...day("2026-04-30"), opening: 9_000)
    let april = try days.rollForward(try day("2026-04-30"))
    #expect(
      april.byStore.filter { $0.store == nil }.map(\.source)
        == ["copied", "days", nil, "days", nil])
    #expect(failed(april)["earlier-days-published"]?.contains("--to 2026-03-30") == true)
  }
}
