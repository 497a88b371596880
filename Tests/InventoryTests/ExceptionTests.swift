import TestSupport
import Testing
import Values

@testable import Inventory

@Suite struct ExceptionTests {
  private let times = TestTimes.bangkok
  private var flow: BookPlan.Flow { times.flow("2026-11-20", "2026-11-21") }

  private func exceptions(_ stock: TestStock) throws -> [TestRow] {
    try TestBook(stock, times.plan([flow])).valuation(flow).rows("exceptions")
  }

  /// A pair of which nothing is wrong: 5 bought before the period and still there.
  private func sound() -> PairStock {
    var pair = PairStock(onHand: 5_000, level: 2_000, most: 9_000)
    pair.move("PURCHASE", 5_000, at: times.at("2026-11-01"))
    return pair
  }

  private func kinds(_ change: (inout PairStock) -> Void) throws -> [String?] {
    var pair = sound()
    change(&pair)
    return try exceptions(pair.stock).map { $0["kind"] }
  }

  @Test func `nothing is wrong with a sound pair`() throws {
    #expect(try kinds { _ in } == [])
    // Nor with one at its limits: cost at the price, max stock at the reorder level, no barcode.
    let atLimits = try kinds {
      $0.stock.items[0].price = $0.stock.items[0].cost
      $0.stock.levels[0].maxStock = StoredDecimal(2_000)
      $0.stock.items[0].barcode = ""
    }
    #expect(atLimits == [])
  }

  @Test func `each kind shows alone`() throws {
    #expect(
      try kinds { $0.stock.items[0].cost = StoredDecimal(151) } == ["cost_above_price"])
    #expect(try kinds { $0.stock.items[0].isActive = false } == ["inactive_with_stock"])
    #expect(
      try kinds { $0.stock.levels[0].maxStock = StoredDecimal(1_999) }
        == ["max_below_reorder_level"])
    #expect(try kinds { $0.stock.items[0].cost = StoredDecimal(0) } == ["missing_cost"])
    #expect(
      try kinds { $0.stock.levels[0].onHand = StoredDecimal(4_999) } == ["unexplained_quantity"])
    #expect(
      try kinds {
        $0.move("SALE", -9_000, at: times.at("2026-11-20"))
        $0.stock.levels[0].onHand = StoredDecimal(-4_000)
      } == ["negative_stock"])
    #expect(
      try kinds { $0.move("SALE", -1_000, from: 6_000, to: 5_000, at: times.at("2026-11-20")) }
        == ["ledger_gap"])
    #expect(try kinds { $0.move("SALE", 0, at: nil) } == ["undated_movement"])
    #expect(try kinds { $0.stock.levels[0].maxStock = .notANumber } == ["not_a_number"])
    #expect(try kinds { $0.stock.items[0].price = .notANumber } == ["not_a_number"])
  }

  @Test func `no price is no cost above it, no stock is no missing cost`() throws {
    #expect(try kinds { $0.stock.items[0].price = StoredDecimal(0) } == [])
    let empty = try kinds {
      $0.stock.items[0].cost = StoredDecimal(0)
      $0.stock.items[0].isActive = false
      $0.move("SALE", -5_000, at: times.at("2026-11-20"))
      $0.stock.levels[0].onHand = StoredDecimal(0)
    }
    #expect(empty == [])
  }

  @Test func `gaps count only in the period, both faults of a movement twice`() throws {
    let before = try kinds {
      $0.move("SALE", -1_000, from: 6_000, to: 5_000, at: times.at("2026-11-19", hours: 23))
    }
    #expect(before == [])
    var pair = sound()
    pair.move("SALE", -1_000, from: 7_000, to: 5_000, at: times.at("2026-11-20"))
    pair.move("SALE", -1_000, from: 6_000, to: 5_000, at: times.at("2026-11-21"))
    let rows = try exceptions(pair.stock)
    #expect(
      rows.map { $0["detail"] } == [
        "ledger has 3 gaps, the first at movement \(UUIDBytes.movement(2))"
      ])
  }

  @Test func `the flag is looked at only where the service keeps it, and only when it is known`()
    throws
  {
    func flagged(_ flag: Bool?, checks: Bool, onHand: Int64 = 5_000) throws -> Bool {
      let kinds = try kinds {
        $0.stock.checksFlag = checks
        $0.stock.levels[0].flag = flag
        $0.stock.levels[0].onHand = StoredDecimal(onHand)
      }
      return kinds.contains("low_stock_flag_mismatch")
    }
    #expect(try flagged(true, checks: true))
    #expect(try !flagged(true, checks: false))
    #expect(try !flagged(nil, checks: true))
    #expect(try !flagged(false, checks: true))
    // At the level is low.
    #expect(try flagged(false, checks: true, onHand: 2_000))
    #expect(try !flagged(true, checks: true, onHand: 2_000))
  }

  @Test func `duplicates are told by their bytes and valued over all stores`() throws {
    var pair = sound()
    // e with an acute accent as one character and as two: not the same SKU.
    for (number, sku) in ["SKU-1", "caf\u{E9}", "cafe\u{301}"].enumerated() {
      var item = TestStock.Item(number + 2)
      item.sku = sku
      item.barcode = number == 0 ? nil : "885"
      pair.stock.items.append(item)
    }
    var elsewhere = pair.stock.levels[0]
    elsewhere.store = .store(2)
    pair.stock.levels.append(elsewhere)
    let rows = try exceptions(pair.stock)
    #expect(
      rows.map { [$0["kind"], $0["product_id"], $0["store_id"], $0["cost_value"]] } == [
        ["duplicate_barcode", "\(UUIDBytes.product(4))", "", "0.00"],
        ["duplicate_barcode", "\(UUIDBytes.product(3))", "", "0.00"],
        ["duplicate_sku", "\(UUIDBytes.product(1))", "", "10.00"],
        ["duplicate_sku", "\(UUIDBytes.product(2))", "", "0.00"],
      ])
    #expect(rows[0]["detail"] == "barcode 885 is shared by 2 products")
  }

  @Test func `rows come by kind, SKU and store of one name, however they are read`() throws {
    var stock = TestStock()
    for number in 1...3 {
      var item = TestStock.Item(number)
      item.cost = StoredDecimal(0)
      item.isActive = false
      stock.items.append(item)
      for store in 1...3 {
        stock.levels.append(
          TestStock.Level(
            product: item.id, store: .store(store), onHand: StoredDecimal(-1_000),
            reorderLevel: StoredDecimal(5), maxStock: StoredDecimal(4)))
      }
    }
    var random = SeededRandom(seed: 1)
    let rows = try exceptions(stock.shuffled(using: &random))
    #expect(rows.allSatisfy { $0["detail"]?.first?.isLetter == true })
    let keys = rows.map { [$0["kind"] ?? "", $0["sku"] ?? "", $0["store_id"] ?? ""] }
    let sorted = keys.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(keys == sorted)
    #expect(
      Set(keys.map { $0[0] })
        == ["inactive_with_stock", "max_below_reorder_level", "missing_cost", "negative_stock"])
    #expect(rows.count == 36)
  }

  @Test func `NaN is in no total and spreads no further than its line`() throws {
    var pair = sound()
    pair.stock.items.append(TestStock.Item(2))
    pair.stock.levels.append(
      TestStock.Level(product: .product(2), store: .store(1), onHand: .notANumber))
    let valuation = try TestBook(pair.stock, times.plan([flow])).valuation(flow)
    #expect(try valuation.rows("detail").map { $0["cost_value"] } == ["5.00", ""])
    #expect(try valuation.rows("by_store").map { $0["cost_value"] } == ["5.00"])
    #expect(valuation.checks().map(\.holds) == [true, false])
  }
}
