import Reports
import TestSupport
import Testing
import Values

@testable import Inventory

/// What must hold of every ledger, tried on hundreds; `AGEING_SEED` chooses the first.
@Suite struct AgeingPropertyTests {
  /// So many random ledgers; the seed of each is in the failures.
  private func each(
    _ count: Int, hasNaN: Bool = false, hasGaps: Bool = true,
    _ body: (inout RandomAgeingLedger, UInt64) throws -> Void
  ) rethrows {
    var random = SeededRandom(of: "AGEING_SEED")
    for _ in 0..<count {
      let seed = random.next()
      var ledger = RandomAgeingLedger(seed: seed, hasNaN: hasNaN, hasGaps: hasGaps)
      try body(&ledger, seed)
    }
  }

  /// The first row and cell in which two tables differ; nil when they are the same.
  private func difference(_ rows: [TestRow], _ expected: [TestRow]) -> String? {
    if rows.count != expected.count { return "\(rows.count) rows in place of \(expected.count)" }
    for (place, (row, other)) in zip(rows, expected).enumerated() {
      for (key, value) in other.sorted(by: { $0.key < $1.key }) where row[key] != value {
        return "row \(place): \(key) is \(row[key] ?? "nothing") in place of \(value): \(row)"
      }
    }
    return nil
  }

  @Test(arguments: [false, true]) func `every figure is the naive model's`(hasNaN: Bool) throws {
    try each(60, hasNaN: hasNaN) { ledger, seed in
      let policy = ledger.policy()
      let ageing = try ledger.ageing(policy)
      let naive = NaiveTables(ledger, policy)
      let expected = [
        "detail": naive.detail(), "layers": naive.layers(), "in_transit": naive.inTransit(),
        "cost_flow": naive.costFlow(), "exceptions": naive.exceptions(),
      ]
      for (table, rows) in expected {
        let found = difference(try ageing.rows(table), rows)
        #expect(found == nil, "\(table), seed \(seed)")
      }
      let failed = ageing.checks().filter { !$0.holds && $0.name != "no-not-a-number" }
      #expect(failed.isEmpty, "seed \(seed)")
    }
  }

  @Test func `groups and buckets are sums of the detail`() throws {
    try each(30, hasNaN: true) { ledger, seed in
      let ageing = try ledger.ageing(ledger.policy())
      let detail = try ageing.rows("detail")
      let keys = [
        "standard_value", "fifo_value", "average_value", "carrying_value", "value_1", "value_6",
        "value_unknown", "provision", "nrv_write_down", "allowance", "net_value",
      ]
      for group in ["by_store", "by_category", "by_supplier"] {
        let rows = try ageing.rows(group)
        for key in keys { #expect(rows.sum(key) == detail.sum(key), "seed \(seed): \(key)") }
        #expect(rows.sum("lines") == Int128(detail.count))
        for status in ["slow", "dead"] {
          let lines = detail.filter { $0["movement_status"] == status }
          #expect(rows.sum("\(status)_value") == lines.sum("carrying_value"))
        }
      }
      let buckets = try ageing.rows("buckets")
      for bucket in buckets {
        let number = bucket["bucket"] ?? ""
        let name = number == "7" ? "unknown" : number
        #expect(bucket.figure("value") == detail.sum("value_\(name)"))
        let lines = detail.count { ($0.figure("quantity_\(name)") ?? 0) != 0 }
        #expect(bucket.figure("lines") == Int128(lines))
      }
      #expect(buckets.sum("provision") == detail.sum("provision"))
    }
  }

  @Test func `one price ever makes the three values one`() throws {
    try each(30) { ledger, seed in
      ledger.prices.observations = []
      let ageing = try ledger.ageing(ledger.policy())
      for row in try ageing.rows("detail") {
        #expect(row["fifo_value"] == row["standard_value"], "seed \(seed)")
        #expect(row["average_value"] == row["standard_value"], "seed \(seed)")
      }
      for row in try ageing.rows("cost_flow") where row["store_id"] == "" {
        #expect((row.figure("corrections") ?? 0).magnitude < 1_000_000)
      }
    }
  }

  @Test func `the order of a date's movements does not matter`() throws {
    var tried = 0
    try each(80, hasGaps: false) { ledger, seed in
      let policy = ledger.policy()
      let tables = try ledger.ageing(policy).allRows()
      // All of a date at one instant, in the one order that the balances allow: movements that add up to
      // nothing could begin with any of them.
      var stock = ledger.stock
      let calendar = ledger.times.calendar
      for place in stock.movements.indices {
        let instant = stock.movements[place].instant
        let day = calendar.day(of: instant)
        if day == ledger.date, instant >= ledger.end { continue }
        stock.movements[place].at = calendar.start(of: day)
      }
      guard ledger.isWithoutGaps(stock), ledger.hasSameEnds(stock) else { return }
      tried += 1
      #expect(try ledger.ageing(policy, stock).allRows() == tables, "seed \(seed)")
    }
    #expect(tried > 10)
  }

  @Test func `splitting a movement changes nothing`() throws {
    try each(30) { ledger, seed in
      let policy = ledger.policy()
      let tables = try ledger.ageing(policy).allRows()
      var stock = ledger.stock
      for place in stock.movements.indices.reversed() where place % 3 == 0 {
        // The first part leads to the second, with which it shares its instant.
        let whole = stock.movements[place]
        let part = StoredDecimal((whole.quantity.value ?? 0) / 3)
        guard part.isNonZero, whole.before + whole.quantity == whole.after else { continue }
        var (first, second) = (whole, whole)
        first.quantity = part
        first.after = whole.before + part
        second.id = .movement(100_000 + place)
        second.quantity = whole.quantity - part
        second.before = first.after
        stock.movements[place] = first
        stock.movements.append(second)
      }
      guard ledger.hasSameEnds(stock) else { return }
      #expect(try ledger.ageing(policy, stock).allRows() == tables, "seed \(seed)")
    }
  }

  @Test func `a matched transfer leaves all dates and quantities together as they were`() throws {
    var tried = 0
    try each(150, hasGaps: false) { ledger, seed in
      let policy = ledger.policy()
      let ageing = try ledger.ageing(policy)
      func together(_ ageing: StockAgeing) throws -> [String: Int128] {
        var sums: [String: Int128] = [:]
        for row in try ageing.rows("layers") where row["product_id"] == "\(UUIDBytes.product(0))" {
          sums[row["received_on"] ?? "", default: 0] += row.figure("quantity") ?? 0
        }
        return sums
      }
      // On a date without other movements, of stock that the ledger explains.
      let today = ledger.stock.movements.filter {
        $0.product == .product(0) && ledger.times.calendar.day(of: $0.instant) == ledger.date
      }
      let rows = try ageing.rows("detail").filter { row in
        let store = UUIDBytes(row["store_id"] ?? "") ?? .store(0)
        let chain = Oracle(ledger.stock, product: .product(0), store: store).chain
        let balance = chain.last { $0.instant < ledger.end }?.after.value
        let quantity = row.figure("quantity") ?? 0
        return row["product_id"] == "\(UUIDBytes.product(0))" && quantity > 0
          && balance.map { Int128($0) } == quantity
      }
      guard today.isEmpty, rows.count > 1, let quantity = rows[0].figure("quantity") else { return }
      tried += 1
      var stock = ledger.stock
      let ids = rows.prefix(2).map { UUIDBytes($0["store_id"] ?? "") ?? .store(0) }
      let moved = max(1, Int64(quantity) * 2 / 3)
      for (store, sign) in zip(ids, [Int64(-1), 1]) {
        let chain = Oracle(stock, product: .product(0), store: store).chain
        let before = chain.last { $0.instant < ledger.end }?.after ?? .zero
        stock.movements.append(
          TestStock.Movement(
            id: .movement(200_000 + Int(sign)), product: .product(0), store: store,
            type: "TRANSFER", quantity: StoredDecimal(sign * moved), before: before,
            after: before + StoredDecimal(sign * moved),
            at: Instant(microseconds: ledger.end.microseconds - 1), reference: "extra"))
        for place in stock.levels.indices
        where stock.levels[place].product == .product(0) && stock.levels[place].store == store {
          stock.levels[place].onHand += StoredDecimal(sign * moved)
        }
      }
      #expect(try together(ledger.ageing(policy, stock)) == together(ageing), "seed \(seed)")
    }
    #expect(tried > 10)
  }
}
