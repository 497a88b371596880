import Reports
import TestSupport
import Testing
import Values

@testable import Inventory

/// Balances, stock time, sales and low runs against their definitions taken at their word.
@Suite struct DemandPropertyTests {
  @Test func `every figure of a window is what its definition says`() throws {
    for seed in 0..<300 {
      var ledger = RandomLedger(seed: UInt64(9_000 + seed))
      let last = ledger.day()
      let calendar = ledger.times.calendar
      // Half of the windows end in the middle of their last day.
      let hours = ledger.random.once(in: 2) ? 24 : Double.random(in: 0...20, using: &ledger.random)
      let now =
        hours == 24 ? Instant.distantFuture : ledger.times.at(last.description, hours: hours)
      let window = ledger.times.window(
        Int.random(in: 1...8, using: &ledger.random), endingWith: last.description, now: now)
      let days = (0...window.firstDay.distance(to: last)).map {
        window.firstDay.advanced(by: $0)
      }
      let book = try TestBook(ledger.stock, ledger.times.plan([], [window])).book
      let calculator = ReorderCalculator(
        book: book, window: window,
        policy: ResolvedPolicy(ReorderPolicy(), book: book, isFiltered: false))
      for pair in 0..<book.pairs.count {
        let view = calculator.view(pair)
        let oracle = Oracle(
          ledger.stock, product: view.product.id, store: book.stores.id(view.store))
        let facts = calculator.decide(pair).facts
        let latest = oracle.latest(before: window.end)
        #expect(view.quantity.value == oracle.quantity(at: window.end))
        #expect(calculator.moment.mark.latest(pair)?.at == latest?.instant)
        #expect(calculator.moment.mark.latest(pair)?.after == latest?.after)
        let start = calendar.start(of: window.firstDay)
        #expect(facts.inStock == oracle.inStock(from: start, to: window.end))
        let sold = oracle.soldByDay(days, calendar, until: window.end)
        #expect(facts.sold.value == sold.reduce(0, +))
        let squares = sold.map { Int128($0) * Int128($0) }
        #expect(facts.sumOfSquares == squares.reduce(0, +))
        let saleDays = sold.count { $0 > 0 }
        #expect(facts.saleDays == saleDays)
        if view.level.hasRow {
          #expect(facts.lowSince == oracle.lowSince(days, calendar, end: window.end))
        }
      }
    }
  }

  @Test func `suggestions follow from their own columns`() throws {
    var random = SeededRandom(seed: 4)
    for seed in 0..<150 {
      var ledger = RandomLedger(seed: UInt64(12_000 + seed))
      let window = ledger.times.window(6, endingWith: ledger.day().description)
      var policy = ReorderPolicy()
      policy.defaults.rule = random.once(in: 2) ? .demand : .auto
      policy.defaults.leadTimeDays = Int.random(in: 0...9, using: &random)
      policy.defaults.minOrderQuantity = Int64.random(in: 0...9_000, using: &random)
      policy.defaults.packSize = Int64.random(in: 1...4_000, using: &random)
      let report = try TestBook(ledger.stock, ledger.times.plan([], [window]))
        .suggestions(window, policy)
      let rows = try report.rows("suggestions")
      let pairs = Set(rows.map { [$0["store_id"], $0["product_id"]] })
      #expect(pairs.count == rows.count)
      for row in rows {
        let quantity = try #require(row.figure("quantity"))
        let ordered = try #require(row.figure("suggested_quantity"))
        #expect(quantity <= (try #require(row.figure("reorder_point"))))
        #expect(ordered > 0)
        #expect(ordered >= Int128(policy.defaults.minOrderQuantity))
        #expect(ordered % Int128(policy.defaults.packSize ?? 1) == 0)
        let cost = ExactDecimal.divide(ordered * (row.figure("cost_price") ?? 0), by: 1_000)
        #expect(row.figure("order_cost") == cost)
        #expect((row["urgency"] == "out_of_stock") == (quantity <= 0))
      }
      let left = try report.rows("not_suggested")
      let both = Set(left.map { [$0["store_id"], $0["product_id"]] }).intersection(pairs)
      #expect(both.isEmpty)
      for row in left {
        #expect(row["reason"]?.isEmpty == false)
        let (quantity, level) = (row.figure("quantity") ?? 1, row.figure("reorder_level") ?? 0)
        #expect(quantity <= level)
      }
      let groups = try report.rows("by_supplier")
      #expect(groups.sum("lines") == Int128(rows.count))
      #expect(groups.sum("order_cost") == rows.sum("order_cost"))
      let urgencies = ["out_of_stock", "critical", "due"]
      let keys = rows.map { row in
        [
          row["supplier_name"] ?? "", row["supplier_id"] ?? "", row["store_name"] ?? "",
          "\(urgencies.firstIndex(of: row["urgency"] ?? "") ?? 9)", row["sku"] ?? "",
          row["store_id"] ?? "", row["product_id"] ?? "",
        ]
      }
      let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
      #expect(keys == sorted)
    }
  }
}
