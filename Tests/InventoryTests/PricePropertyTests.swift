import Testing
import Values

@testable import Inventory

/// What must hold of every ledger and every price history, tried on hundreds.
@Suite struct PricePropertyTests {
  private static let effects = [
    "opening_value", "purchases", "sales", "adjustments", "transfers", "other", "cost_changes",
    "rounding",
  ]

  private func plan(_ ledger: RandomLedger, _ flow: BookPlan.Flow) -> BookPlan {
    var plan = ledger.times.plan([flow])
    plan.need(pricesAt: flow.start)
    return plan
  }

  private func item(_ row: TestRow, _ ledger: RandomLedger) throws -> TestStock.Item {
    try #require(ledger.stock.items.first { $0.id.description == row["product_id"] })
  }

  @Test func `the change closes to the cent on every row, whatever prices did`() throws {
    var changed = 0
    for seed in 0..<300 {
      var ledger = RandomLedger(seed: UInt64(50_000 + seed))
      let prices = TestPrices.random(for: &ledger)
      let days = [ledger.day(), ledger.day()].sorted()
      let flow = ledger.times.flow(days[0], days[1])
      let book = try TestBook(ledger.stock, plan(ledger, flow), prices: prices)
      let valuation = book.valuation(flow)
      let change = try valuation.rows("change")
      for row in change {
        #expect(
          Self.effects.reduce(0) { $0 + (row.figure($1) ?? 0) } == row.figure("closing_value"))
      }
      let failed = valuation.checks().filter { !$0.holds }
      #expect(failed.isEmpty)
      // Opening and cost changes once more, line by line, from the summary's opening quantities.
      var opening: [String: Int128] = [:]
      var costChanges: [String: Int128] = [:]
      for row in try book.summary(flow).rows("detail") {
        let item = try item(row, ledger)
        let store = row["store_id"] ?? ""
        let quantity = StoredDecimal(Int64(row.figure("opening_quantity") ?? 0))
        let before = prices.known(of: item, at: flow.start).0.cost
        let after = prices.known(of: item, at: flow.end).0.cost
        opening[store, default: 0] += quantity.value(at: before) ?? 0
        costChanges[store, default: 0] += quantity.value(at: after - before) ?? 0
        #expect(
          row.figure("closing_value")
            == StoredDecimal(Int64(row.figure("closing_quantity") ?? 0)).value(at: after))
      }
      for row in change.dropLast() {
        #expect(row.figure("opening_value") == opening[row["store_id"] ?? "", default: 0])
        #expect(row.figure("cost_changes") == costChanges[row["store_id"] ?? "", default: 0])
      }
      if change.last?.figure("cost_changes") != 0 { changed += 1 }
    }
    // The histories are not all of one price.
    #expect(changed > 100)
  }

  @Test func `each line is at the price known of the day, and says so`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(60_000 + seed))
      let prices = TestPrices.random(for: &ledger)
      let day = ledger.day()
      let flow = ledger.times.flow(day, day)
      let book = try TestBook(ledger.stock, plan(ledger, flow), prices: prices)
      for row in try book.valuation(flow).rows("detail") {
        let (known, isRecorded) = prices.known(of: try item(row, ledger), at: flow.end)
        #expect(row.figure("cost_price") == known.cost.value.map { Int128($0) })
        #expect(row.figure("sell_price") == known.sell.value.map { Int128($0) })
        let isMissing = known.cost == .zero && row.figure("quantity") != 0
        #expect(row["cost_basis"] == (isMissing ? "missing" : isRecorded ? "recorded" : "current"))
        let quantity = StoredDecimal(Int64(row.figure("quantity") ?? 0))
        #expect(row.figure("cost_value") == quantity.value(at: known.cost))
      }
    }
  }

  @Test func `the opening of one period is the closing of the former, in value too`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(70_000 + seed))
      let prices = TestPrices.random(for: &ledger)
      let days = [ledger.day(), ledger.day()].sorted()
      let flows = [
        ledger.times.flow(days[0], days[0]),
        ledger.times.flow(days[0].advanced(by: 1), days[1].advanced(by: 1)),
      ]
      let changes = try flows.map { flow in
        try TestBook(ledger.stock, plan(ledger, flow), prices: prices).valuation(flow).rows(
          "change")
      }
      #expect(changes[0].map { $0["closing_value"] } == changes[1].map { $0["opening_value"] })
    }
  }
}
