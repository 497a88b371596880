import Testing
import Values

@testable import Inventory

@Suite struct TimeTests {
  private let berlin = TestTimes.berlin
  private let bangkok = TestTimes.bangkok

  /// In 2026 the clocks of Berlin go forward on 29 March and back on 25 October.
  @Test(arguments: [("2026-03-29", 958_333), ("2026-10-25", 1_041_667), ("2026-06-10", 1_000_000)])
  func `a day in stock is 24 hours, whatever the clocks do`(day: String, days: Int64) throws {
    var pair = PairStock(onHand: 5_000)
    pair.move("PURCHASE", 5_000, at: Instant(microseconds: 0))
    let item = try pair.facts(berlin.window(1, endingWith: day), berlin)
    #expect(item.decision.demand.inStockDays == days)
  }

  @Test func `on a day of 25 hours the last hour is still that day's`() throws {
    var pair = PairStock(onHand: 2_000)
    pair.move("PURCHASE", 5_000, at: berlin.at("2026-10-24", hours: 1))
    pair.move("SALE", -1_000, at: berlin.at("2026-10-25", hours: 24.5))
    pair.move("SALE", -2_000, at: berlin.at("2026-10-25", hours: 25))
    let flow = berlin.flow("2026-10-25", "2026-10-26")
    let rows = try TestBook(pair.stock, berlin.plan([flow])).summary(flow).rows("by_day")
    #expect(rows.map { $0["date"] } == ["2026-10-25", "2026-10-26"])
    #expect(rows.map { $0["value_out"] } == ["1.00", "2.00"])
  }

  @Test func `a movement exactly at the end belongs to what comes after`() throws {
    var pair = PairStock(onHand: 7_000)
    pair.move("PURCHASE", 10_000, at: bangkok.at("2026-11-20"))
    pair.move("SALE", -3_000, at: bangkok.at("2026-11-21"))
    let day = bangkok.flow("2026-11-20", "2026-11-20")
    let row = try #require(
      TestBook(pair.stock, bangkok.plan([day])).summary(day).rows("detail").first)
    #expect(row["opening_quantity"] == "0.000")
    #expect(row["purchased"] == "10.000")
    #expect(row["sold"] == "0.000")
    #expect(row["closing_quantity"] == "10.000")
    let value = try #require(
      TestBook(pair.stock, bangkok.plan([day])).valuation(day).rows("detail").first)
    #expect(value["quantity"] == "10.000")
    #expect(value["unexplained_quantity"] == "0.000")
    #expect(value["last_movement_at"] == "2026-11-19T17:00:00Z")
  }

  @Test func `a movement of the future is taken back and in no period`() throws {
    let now = bangkok.at("2026-11-21", hours: 12)
    var pair = PairStock(onHand: 4_000, level: 5_000)
    pair.move("PURCHASE", 9_000, at: bangkok.at("2026-11-20", hours: 8))
    pair.move("SALE", -5_000, at: bangkok.at("2026-11-21", hours: 13))
    let today = BookPlan.Flow(
      start: bangkok.at("2026-11-21"), end: now, firstDay: bangkok.day("2026-11-21"),
      lastDay: bangkok.day("2026-11-21"))
    let row = try #require(
      TestBook(pair.stock, bangkok.plan([today])).summary(today).rows("detail").first)
    #expect(row["closing_quantity"] == "9.000")
    #expect(row["movements"] == "0")
    let window = bangkok.window(2, endingWith: "2026-11-21", now: now)
    let item = try pair.facts(window, bangkok)
    #expect(item.decision.quantity == 9_000)
    #expect(item.decision.demand.sold == 0)
    // From 8:00 of the 20th to 12:00 of the 21st.
    #expect(item.decision.demand.inStockDays == 1_166_667)
    // The list of what is low shows the shelf as the service has it now.
    let low = try TestBook(pair.stock, bangkok.plan([], [window])).lowStock(window)
      .rows("low_stock")
    #expect(low.map { $0["quantity_on_hand"] } == ["4.000"])
    // The 20th ended with 9; empty would say that it was low then too.
    #expect(low.map { $0["low_since"] } == ["2026-11-21"])
  }

  @Test func `a period that is not over ends now, to the microsecond`() throws {
    let now = bangkok.at("2026-11-21", hours: 12)
    var pair = PairStock(onHand: 0)
    pair.move("PURCHASE", 3_000, at: Instant(microseconds: now.microseconds - 1))
    pair.move("SALE", -3_000, at: now)
    let item = try pair.facts(bangkok.window(1, endingWith: "2026-11-21", now: now), bangkok)
    #expect(item.facts.inStock == 1)
    #expect(item.decision.quantity == 3_000)
    #expect(item.facts.sold == .zero)
  }

  @Test func `time before the window counts nothing, the balance from before it does`() throws {
    var pair = PairStock(onHand: 0)
    pair.move("PURCHASE", 3_000, at: bangkok.at("2026-01-01"))
    pair.move("SALE", -3_000, at: bangkok.at("2026-11-21", hours: 6))
    let item = try pair.facts(bangkok.window(90, endingWith: "2026-11-21"), bangkok)
    // 89 whole days and a quarter.
    #expect(item.decision.demand.inStockDays == 89_250_000)
  }

  @Test func `stock counts from the first movement ever, not from the start of the window`() throws
  {
    var pair = PairStock(onHand: 3_000)
    pair.move("PURCHASE", 3_000, at: bangkok.at("2026-11-21", hours: 18))
    let item = try pair.facts(bangkok.window(90, endingWith: "2026-11-21"), bangkok)
    #expect(item.decision.demand.inStockDays == 250_000)
    #expect(item.decision.demand.average == nil)
  }

  @Test func `without a movement there is no stock time and no demand`() throws {
    let item = try PairStock(onHand: 9_000, level: 10_000).facts(
      bangkok.window(90, endingWith: "2026-11-21"), bangkok)
    #expect(item.decision.demand.inStockDays == 0)
    #expect(item.decision.demand.average == nil)
    #expect(item.decision.demand.sold == 0)
    #expect(item.facts.lowSince == nil)
  }
}
