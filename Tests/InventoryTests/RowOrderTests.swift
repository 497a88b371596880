import Columns
import TestSupport
import Testing
import Values

@testable import Inventory

/// The order of rows is part of the contract: a person's first, ids where nothing else decides.
@Suite struct RowOrderTests {
  /// What each table is ordered by, in the words of the contract; days of cover are a number, of which
  /// none is last, and the row for all stores is left out.
  private static let orders = [
    "detail": ["store_name", "sku", "product_id", "store_id"],
    "by_store": ["name", "store_name", "key", "store_id"],
    "by_category": ["name", "key"], "by_supplier": ["name", "supplier_name", "key", "supplier_id"],
    "change": ["store_name", "store_id"],
    "exceptions": ["kind", "store_name", "sku", "store_id", "product_id"],
    "by_type": ["store_name", "movement_type", "unit", "store_id"],
    "by_day": ["date", "store_name", "movement_type", "store_id"],
    "suggestions": [
      "supplier_name", "supplier_id", "store_name", "urgency", "sku", "store_id", "product_id",
    ],
    "not_suggested": ["store_name", "sku", "store_id", "product_id"],
    "low_stock": ["store_name", "status", "days_of_cover", "sku", "store_id", "product_id"],
  ]

  private func key(_ row: TestRow, _ column: String) -> [UInt8] {
    let text = row[column] ?? ""
    let ranks = ["out_of_stock": 0, "critical": 1, "due": 2, "low": 3]
    switch column {
    case "urgency", "status": return [UInt8(ranks[text] ?? 9)]
    case "days_of_cover":
      let tenths = row.figure(column).map { UInt64($0) } ?? .max
      return (0..<8).reversed().map { UInt8(truncatingIfNeeded: tenths >> (8 * $0)) }
    default: return Array(text.utf8)
    }
  }

  /// Whether rows lie in an order, no two of them at one place.
  private func areInOrder(_ rows: [TestRow], by columns: [String]) -> Bool {
    let keys = rows.map { row in columns.map { key(row, $0) } }
    return zip(keys, keys.dropFirst()).allSatisfy { left, right in
      for (a, b) in zip(left, right) where a != b { return a.lexicographicallyPrecedes(b) }
      return false
    }
  }

  @Test func `every table comes in people's order`() throws {
    var counts: [String: Int] = [:]
    for seed in 0..<200 {
      var ledger = RandomLedger(seed: UInt64(9_500 + seed))
      let last = ledger.day()
      let flow = ledger.times.flow(ledger.days[0], last)
      let window = ledger.times.window(6, endingWith: last.description)
      let book = try TestBook(ledger.stock, ledger.times.plan([flow], [window]))
      for tables in [
        try book.valuation(flow).allRows(), try book.summary(flow).allRows(),
        try book.suggestions(window).allRows(), try book.lowStock(window).allRows(),
      ] {
        for (name, rows) in tables {
          guard let order = Self.orders[name] else { continue }
          let rows = rows.filter { $0["store_name"] != "(all stores)" }
          counts[name, default: 0] += rows.count
          #expect(areInOrder(rows, by: order), "\(name), seed \(9_500 + seed)")
        }
      }
    }
    #expect(Set(counts.filter { $0.value > 0 }.keys) == Set(Self.orders.keys))
  }

  /// The stores' ids are in another order than their names.
  private var shops: TestStock {
    var stock = TestStock()
    for number in 1...4 { stock.items.append(TestStock.Item(5 - number)) }
    for (store, name) in [(1, "Silom"), (2, "Asok"), (3, "Silom")] {
      for product in 1...4 {
        stock.levels.append(
          TestStock.Level(
            product: .product(product), store: .store(store), storeName: name,
            onHand: StoredDecimal(Int64(product - 2) * 1_000),
            reorderLevel: StoredDecimal(5_000), maxStock: StoredDecimal(0)))
      }
    }
    return stock
  }

  @Test func `low stock mixes the stores of one name, what is out first`() throws {
    let times = TestTimes.bangkok
    let window = times.window(10, endingWith: "2026-11-21")
    let rows = try TestBook(shops, times.plan([], [window])).lowStock(window).rows("low_stock")
    #expect(
      rows.map { $0["store_name"] } == Array(repeating: "Asok", count: 4)
        + Array(repeating: "Silom", count: 8))
    #expect(
      rows.dropFirst(4).map { [$0["status"], $0["sku"], $0["store_id"]] } == [
        ["out_of_stock", "SKU-1", "\(UUIDBytes.store(1))"],
        ["out_of_stock", "SKU-1", "\(UUIDBytes.store(3))"],
        ["out_of_stock", "SKU-2", "\(UUIDBytes.store(1))"],
        ["out_of_stock", "SKU-2", "\(UUIDBytes.store(3))"],
        ["low", "SKU-3", "\(UUIDBytes.store(1))"], ["low", "SKU-3", "\(UUIDBytes.store(3))"],
        ["low", "SKU-4", "\(UUIDBytes.store(1))"], ["low", "SKU-4", "\(UUIDBytes.store(3))"],
      ])
  }

  @Test func `alerts keep to the order of ids`() throws {
    let times = TestTimes.bangkok
    let window = times.window(10, endingWith: "2026-11-21")
    var ids: [[UUIDBytes]] = []
    try TestBook(shops, times.plan([], [window])).lowStock(window).forEachLow {
      ids.append([$0.store, $0.product])
    }
    #expect(ids == (1...3).flatMap { store in (1...4).map { [.store(store), .product($0)] } })
  }

  @Test func `long numbers are sorted by all of their digits`() {
    var random = SeededRandom(seed: 4)
    let numbers = (0..<2_000).map { _ in
      random.next() >> UInt64.random(in: 0..<64, using: &random)
    }
    var column = SpillableColumn<UInt64>()
    for number in numbers { column.append(number) }
    column.sort { $0 }
    #expect(Array(column) == numbers.sorted())
  }
}
