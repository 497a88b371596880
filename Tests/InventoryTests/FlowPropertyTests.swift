import Testing
import Values

@testable import Inventory

/// What must hold of every ledger, tried on hundreds.
@Suite struct FlowPropertyTests {
  static let flowColumns = [
    "purchased", "sold", "adjusted_up", "adjusted_down", "transferred_in", "transferred_out",
    "other",
  ]

  @Test func `opening and flows make closing, on every row`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(seed))
      let days = [ledger.day(), ledger.day()].sorted()
      let flow = ledger.times.flow(days[0], days[1])
      let book = try TestBook(ledger.stock, ledger.times.plan([flow]))
      for row in try book.summary(flow).rows("detail") {
        let flows = Self.flowColumns.map { row.figure($0) ?? 0 }
        let sum = flows[0] - flows[1] + flows[2] - flows[3] + flows[4] - flows[5] + flows[6]
        #expect((row.figure("opening_quantity") ?? 0) + sum == row.figure("closing_quantity"))
      }
      for row in try book.summary(flow).rows("by_store") {
        let effects = [
          "opening_value", "purchases", "sales", "adjustments", "transfers", "other", "rounding",
        ]
        let sum = effects.reduce(0) { $0 + (row.figure($1) ?? 0) }
        #expect(sum == row.figure("closing_value"))
      }
      let failed = book.summary(flow).checks().filter { !$0.holds }
      #expect(failed.isEmpty)
    }
  }

  @Test func `a period split anywhere adds up`() throws {
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(1_000 + seed))
      let (first, last) = (ledger.days[0].advanced(by: -1), ledger.days[10].advanced(by: 1))
      let cut = ledger.day()
      let whole = ledger.times.flow(first, last)
      let parts = [
        ledger.times.flow(first, cut), ledger.times.flow(cut.advanced(by: 1), last),
      ]
      // The parts from books of their own: each reading orders another stretch.
      let book = try TestBook(ledger.stock, ledger.times.plan([whole]))
      let halves = try parts.map {
        try TestBook(ledger.stock, ledger.times.plan([$0])).summary($0)
      }
      let all = try book.summary(whole).rows("detail")
      let rows = try halves.map { try $0.rows("detail") }
      for column in Self.flowColumns + ["movements"] {
        #expect(all.sum(column) == rows[0].sum(column) + rows[1].sum(column))
      }
      // A pair that only one half lists has neither stock nor movement in the other.
      for row in rows[1] {
        let before = rows[0].first { $0.isSamePair(row) }
        #expect(row.figure("opening_quantity") == before?.figure("closing_quantity") ?? 0)
      }
      for row in all {
        let (a, b) = (rows[0].first { $0.isSamePair(row) }, rows[1].first { $0.isSamePair(row) })
        for column in Self.flowColumns + ["movements"] {
          let sum = (a?.figure(column) ?? 0) + (b?.figure(column) ?? 0)
          #expect(row.figure(column) == sum)
        }
      }
      let byType = try halves.map { try $0.rows("by_type") }
      let types = try book.summary(whole).rows("by_type")
      for row in types {
        let same = byType.joined().filter {
          $0.only(["store_id", "movement_type", "unit"])
            == row.only(["store_id", "movement_type", "unit"])
        }
        for column in ["movements", "quantity_in", "quantity_out", "value_in", "value_out"] {
          #expect(row.figure(column) == same.sum(column))
        }
      }
      #expect(types.sum("movements") == byType[0].sum("movements") + byType[1].sum("movements"))
      let byDay = try halves.map { try $0.rows("by_day") }
      #expect(try book.summary(whole).rows("by_day") == byDay[0] + byDay[1])
      let gaps = try halves.map { try $0.rows("ledger_gaps") }
      #expect(try book.summary(whole).rows("ledger_gaps") == gaps[0] + gaps[1])
    }
  }

  @Test func `by type, by day and detail say the same`() throws {
    for seed in 0..<100 {
      var ledger = RandomLedger(seed: UInt64(2_000 + seed))
      let days = [ledger.day(), ledger.day()].sorted()
      let flow = ledger.times.flow(days[0], days[1])
      let summary = try TestBook(ledger.stock, ledger.times.plan([flow])).summary(flow)
      let (types, byDay) = (try summary.rows("by_type"), try summary.rows("by_day"))
      let detail = try summary.rows("detail")
      for column in ["movements", "value_in", "value_out"] {
        #expect(types.sum(column) == byDay.sum(column))
      }
      #expect(detail.sum("movements") == types.sum("movements"))
      #expect(
        types.sum("quantity_in") - types.sum("quantity_out")
          == detail.sum("closing_quantity") - detail.sum("opening_quantity"))
      let count = ledger.stock.movements.count {
        $0.at != nil && flow.start <= $0.instant && $0.instant < flow.end
      }
      #expect(detail.sum("movements") == Int128(count))
      // Every store has a row on every day, an empty one when nothing moved.
      let stores = Set(detail.compactMap { $0["store_id"] })
      for day in 0...flow.firstDay.distance(to: flow.lastDay) {
        for store in stores {
          let date = flow.firstDay.advanced(by: day).description
          let rows = byDay.filter { $0["date"] == date && $0["store_id"] == store }
          #expect(!rows.isEmpty)
          let empty = rows.count { $0["movement_type"] == "" }
          #expect(empty == 0 || rows.count == 1)
        }
      }
    }
  }

  @Test func `gaps are what the ledger contradicts`() throws {
    for seed in 0..<100 {
      var ledger = RandomLedger(seed: UInt64(3_000 + seed))
      let days = [ledger.day(), ledger.day()].sorted()
      let flow = ledger.times.flow(days[0], days[1])
      let summary = try TestBook(ledger.stock, ledger.times.plan([flow])).summary(flow)
      var expected: [(Instant, UUIDBytes, String)] = []
      for product in 0..<RandomLedger.products {
        for store in 0..<RandomLedger.stores {
          let chain = Oracle(
            ledger.stock, product: .product(product), store: .store(store)
          ).chain
          for (place, movement) in chain.enumerated()
          where flow.start <= movement.instant && movement.instant < flow.end {
            if place > 0, chain[place - 1].after != movement.before {
              expected.append((movement.instant, movement.id, "broken_chain"))
            }
            let sum = (movement.before.value ?? 0) + (movement.quantity.value ?? 0)
            if sum != movement.after.value {
              expected.append((movement.instant, movement.id, "wrong_sum"))
            }
          }
        }
      }
      expected.sort { $0 < $1 }
      let rows = try summary.rows("ledger_gaps")
      #expect(
        rows.map { [$0["created_at"], $0["movement_id"], $0["kind"]] }
          == expected.map { ["\($0.0)", "\($0.1)", $0.2] })
    }
  }
}

extension TestRow {
  func isSamePair(_ other: TestRow) -> Bool {
    self["store_id"] == other["store_id"] && self["product_id"] == other["product_id"]
  }
}
