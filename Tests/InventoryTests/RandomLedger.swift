import Inventory
import TestSupport
import Values

/// A random small chain around the end of summer time, with everything that goes wrong in a ledger
/// but NaN: ties at an instant, at day edges too, gaps, negative stock, unknown types, movements
/// after the snapshot and without a date, pairs without a level row, stock that the ledger does not
/// explain.
struct RandomLedger {
  var stock = TestStock()
  let times = TestTimes.berlin
  /// The days that movements lie in.
  let days: [Day]
  var random: SeededRandom

  static let products = 4
  static let stores = 3

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    let first = times.day("2026-10-20")
    days = (0..<11).map { first.advanced(by: $0) }
    makeItems()
    for product in 0..<Self.products {
      for store in 0..<Self.stores where !random.once(in: 6) { fill(product, store) }
    }
    // Ids in random order, as the service makes them.
    let ids = (0..<stock.movements.count).shuffled(using: &random)
    for (place, id) in ids.enumerated() { stock.movements[place].id = .movement(id) }
    stock.movements.shuffle(using: &random)
  }

  private mutating func makeItems() {
    for number in 0..<Self.products {
      var item = TestStock.Item(number)
      item.sku = "SKU-\(Int.random(in: 0..<3, using: &random))"
      item.cost = StoredDecimal(Int64.random(in: 0...999, using: &random))
      item.price = StoredDecimal(Int64.random(in: 0...1_500, using: &random))
      item.categoryID = random.once(in: 2) ? UUIDBytes(high: 7, low: 1) : nil
      item.category = ["", "Food", "Tools"].randomElement(using: &random) ?? ""
      item.supplierID = random.once(in: 2) ? UUIDBytes(high: 8, low: 1) : nil
      item.supplier = ["", "North", "South"].randomElement(using: &random) ?? ""
      item.unit = random.once(in: 3) ? "kg" : "pcs"
      item.isActive = !random.once(in: 6)
      stock.items.append(item)
    }
  }

  private mutating func fill(_ product: Int, _ store: Int) {
    var balance = StoredDecimal(Int64.random(in: -2_000...9_000, using: &random))
    var instants = (0..<Int.random(in: 0...18, using: &random)).map { _ in instant() }.sorted()
    if random.once(in: 8) { instants = instants.map { _ in instants[0] } }
    for instant in instants {
      let quantity = StoredDecimal(Int64.random(in: -5...5, using: &random) * 500)
      if random.once(in: 12) { balance = StoredDecimal(Int64.random(in: 0...5, using: &random)) }
      let sum = StoredDecimal((balance.value ?? 0) + (quantity.value ?? 0))
      let after = random.once(in: 20) ? StoredDecimal(4_000) : sum
      stock.movements.append(
        TestStock.Movement(
          id: .movement(0), product: .product(product), store: .store(store),
          type: ["SALE", "SALE", "SALE", "PURCHASE", "ADJUSTMENT", "TRANSFER", "RETURN", "sale"]
            .randomElement(using: &random) ?? "",
          quantity: quantity, before: balance, after: after,
          at: random.once(in: 30) ? nil : instant))
      balance = after
    }
    guard !random.once(in: 6) else { return }
    stock.levels.append(
      TestStock.Level(
        product: .product(product), store: .store(store),
        storeName: random.once(in: 2) ? "Main" : "Store \(store)",
        onHand: random.once(in: 5) ? StoredDecimal(3_000) : balance,
        reorderLevel: StoredDecimal(Int64.random(in: -1...6, using: &random) * 1_000),
        maxStock: StoredDecimal(Int64.random(in: -1...9, using: &random) * 1_000),
        updated: Instant(microseconds: Int64.random(in: 0...2, using: &random))))
  }

  /// Quarters of an hour, mostly few of them, sometimes exactly where a day begins.
  private mutating func instant() -> Instant {
    let day = days.randomElement(using: &random) ?? days[0]
    let quarter = random.once(in: 4) ? 0 : Int.random(in: 0..<96, using: &random)
    let start = times.calendar.start(of: day).microseconds
    return Instant(microseconds: start + Int64(quarter) * 900_000_000)
  }

  mutating func day() -> Day { days.randomElement(using: &random) ?? days[0] }
}
