import TestSupport
import Testing
import Values

@testable import Inventory

/// What a report says does not hang on how its rows were read.
@Suite struct ReadingPropertyTests {
  /// Every table of every report over a book.
  private func everything(
    _ book: TestBook, _ flow: BookPlan.Flow, _ window: BookPlan.Window
  ) throws -> [[String: [TestRow]]] {
    [
      try book.valuation(flow).allRows(), try book.summary(flow).allRows(),
      try book.suggestions(window).allRows(), try book.lowStock(window).allRows(),
    ]
  }

  private func periods(_ ledger: inout RandomLedger) -> (BookPlan.Flow, BookPlan.Window) {
    let days = [ledger.day(), ledger.day()].sorted()
    let flow = ledger.times.flow(days[0], days[1])
    let window = ledger.times.window(
      Int.random(in: 1...6, using: &ledger.random), endingWith: days[1].description)
    return (flow, window)
  }

  @Test func `rows in any order give the same tables`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(5_000 + seed))
      let (flow, window) = periods(&ledger)
      let plan = ledger.times.plan([flow], [window])
      let tables = try everything(TestBook(ledger.stock, plan), flow, window)
      let other = ledger.stock.shuffled(using: &ledger.random)
      #expect(try everything(TestBook(other, plan), flow, window) == tables)
    }
  }

  @Test func `an instant of any size gives the same tables in bounded pieces`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(5_500 + seed))
      let (flow, window) = periods(&ledger)
      let plan = ledger.times.plan([flow], [window])
      let tables = try everything(TestBook(ledger.stock, plan), flow, window)
      for limit in [1, 2, 3] {
        let pieces = try TestBook(ledger.stock, plan, waitingLimit: limit)
        #expect(try everything(pieces, flow, window) == tables)
      }
    }
  }

  @Test func `a report says the same whatever else is read for others`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(6_000 + seed))
      if ledger.random.once(in: 2) { ledger.stock.addNaN(using: &ledger.random) }
      let (flow, window) = periods(&ledger)
      let (otherFlow, otherWindow) = periods(&ledger)
      let whole = ledger.times.flow(ledger.days[0].advanced(by: -3), ledger.days[10])
      let plans = [
        ledger.times.plan([flow], [window]),
        ledger.times.plan([otherFlow, flow], [otherWindow, window]),
        ledger.times.plan([whole, flow], [window]),
      ]
      let tables = try plans.map {
        try everything(TestBook(ledger.stock, $0), flow, window)
      }
      #expect(tables[0] == tables[1])
      #expect(tables[0] == tables[2])
      let alone = try TestBook(ledger.stock, ledger.times.plan([flow]))
      #expect(try alone.valuation(flow).allRows() == tables[0][0])
      #expect(try alone.summary(flow).allRows() == tables[0][1])
      let demand = try TestBook(ledger.stock, ledger.times.plan([], [window]))
      #expect(try demand.suggestions(window).allRows() == tables[0][2])
      #expect(try demand.lowStock(window).allRows() == tables[0][3])
    }
  }

  @Test func `a store read alone has the rows it has among all`() throws {
    for seed in 0..<150 {
      var ledger = RandomLedger(seed: UInt64(7_000 + seed))
      let (flow, window) = periods(&ledger)
      let plan = ledger.times.plan([flow], [window])
      let all = try everything(TestBook(ledger.stock, plan), flow, window)
      for store in (0..<RandomLedger.stores).map({ UUIDBytes.store($0) }) {
        let alone = try everything(TestBook(ledger.stock.only(store), plan), flow, window)
        for (tables, filtered) in zip(all, alone) {
          for (name, rows) in tables where rows.contains(where: { $0["store_id"] != nil }) {
            #expect(filtered[name]?.of(store) == rows.of(store), "\(name)")
          }
        }
      }
    }
  }

  @Test func `totals by store, category and supplier are those of the detail`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(8_000 + seed))
      if ledger.random.once(in: 3) { ledger.stock.addNaN(using: &ledger.random) }
      let (flow, _) = periods(&ledger)
      let tables = try TestBook(ledger.stock, ledger.times.plan([flow])).valuation(flow).allRows()
      let detail = try #require(tables["detail"])
      for name in ["by_store", "by_category", "by_supplier"] {
        let section = try #require(tables[name])
        for column in ["cost_value", "retail_value", "potential_profit"] {
          #expect(section.sum(column) == detail.sum(column), "\(name) \(column)")
        }
        let negative = detail.filter { ($0.figure("quantity") ?? 0) < 0 }
        #expect(section.sum("negative_cost_value") == negative.sum("cost_value"))
        let keys = section.map { [$0["name"] ?? "", $0["key"] ?? ""] }
        #expect(Set(keys).count == keys.count)
      }
      let change = try #require(tables["change"])
      let total = try #require(change.last)
      #expect(total["store_name"] == "(all stores)")
      #expect(total.figure("closing_value") == detail.sum("cost_value"))
      for column in [
        "opening_value", "purchases", "sales", "adjustments", "transfers", "other",
        "cost_changes", "rounding", "closing_value",
      ] {
        #expect(change.dropLast().map { $0 }.sum(column) == total.figure(column))
      }
    }
  }
}

extension TestStock {
  /// Makes one figure of some rows NaN.
  mutating func addNaN(using random: inout SeededRandom) {
    for place in movements.indices where random.once(in: 15) {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: movements[place].quantity = .notANumber
      case 1: movements[place].before = .notANumber
      default: movements[place].after = .notANumber
      }
    }
    for place in levels.indices where random.once(in: 6) {
      switch Int.random(in: 0..<3, using: &random) {
      case 0: levels[place].onHand = .notANumber
      case 1: levels[place].reorderLevel = .notANumber
      default: levels[place].maxStock = .notANumber
      }
    }
    if random.once(in: 3) { items[0].cost = .notANumber }
    if random.once(in: 3) { items[1].price = .notANumber }
  }
}
