import Reports
import TestSupport
import Values

@testable import Inventory

/// A random chain of shops that send goods to each other, with everything that goes wrong: gaps,
/// negative stock, transfers that come late, in part, under another reference, under none or never,
/// counts that find again what a count lost, returns, NaN, costs of 0, stock that the ledger does not
/// explain.
struct RandomAgeingLedger {
  var stock = TestStock()
  var prices: TestPrices
  let times: TestTimes
  /// The date at whose end the stock is aged; movements lie before and after.
  let date: Day
  /// The date's end, or earlier while it is not over.
  let end: Instant
  var random: SeededRandom
  let first: Day
  private let hasGaps: Bool

  static let days = 130
  static let products = 3
  static let stores = 4

  private struct Event {
    var type: String
    var quantity: Int64
    var at: Instant
    var reference: String?
  }

  init(seed: UInt64, hasNaN: Bool = false, hasGaps: Bool = true) {
    self.hasGaps = hasGaps
    random = SeededRandom(seed: seed)
    times = random.once(in: 2) ? .berlin : .bangkok
    first = times.day("2026-01-05")
    date = first.advanced(by: Int.random(in: 40..<Self.days, using: &random))
    let isOver = !random.once(in: 4)
    end =
      isOver
      ? times.calendar.start(of: date.advanced(by: 1))
      : Instant(
        microseconds: times.calendar.start(of: date).microseconds
          + Int64.random(in: 1..<23, using: &random) * 3_600_000_000)
    let snapshot = isOver ? times.calendar.start(of: first.advanced(by: Self.days + 1)) : end
    prices = TestPrices(
      sighting: PriceSighting(snapshot: snapshot, former: snapshot, isNew: false))
    for number in 0..<Self.products { makeItem(number, hasNaN: hasNaN) }
    var events: [[Int]: [Event]] = [:]
    for product in 0..<Self.products {
      for store in 0..<Self.stores where !random.once(in: 8) {
        events[[product, store], default: []] += own(length: random.once(in: 10) ? 0 : 25)
      }
      for _ in 0..<Int.random(in: 0..<25, using: &random) { send(product, &events) }
    }
    for (key, list) in events.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      fill(key[0], key[1], list.sorted { $0.at < $1.at }, hasNaN: hasNaN)
    }
    let ids = (0..<stock.movements.count).shuffled(using: &random)
    for (place, id) in ids.enumerated() { stock.movements[place].id = .movement(id) }
    stock.movements.shuffle(using: &random)
  }

  private mutating func makeItem(_ number: Int, hasNaN: Bool) {
    var item = TestStock.Item(number)
    item.sku = "SKU-\(Int.random(in: 0..<3, using: &random))"
    item.cost = cost(hasNaN)
    item.price = StoredDecimal(random.once(in: 6) ? 0 : Int64.random(in: 1...1_500, using: &random))
    item.category = ["", "Food", "Tools"].randomElement(using: &random) ?? ""
    item.supplier = ["", "North", "South"].randomElement(using: &random) ?? ""
    item.unit = random.once(in: 3) ? "kg" : "pcs"
    stock.items.append(item)
    let starts = Set(
      (0..<Int.random(in: 0..<8, using: &random)).map { _ in
        instant(first.advanced(by: Int.random(in: -10..<Self.days, using: &random)))
      })
    // Few different costs, so that layers of equal cost lie beside each other.
    let costs = (0..<3).map { _ in cost(hasNaN) }
    for start in starts.sorted() {
      prices.observations.append(
        TestPrices.Observation(
          product: item.id, start: start,
          prices: UnitPrices(
            cost: costs.randomElement(using: &random) ?? .zero,
            sell: StoredDecimal(Int64.random(in: 0...1_500, using: &random)))))
    }
  }

  private mutating func cost(_ hasNaN: Bool) -> StoredDecimal {
    if hasNaN, random.once(in: 8) { return .notANumber }
    return StoredDecimal(random.once(in: 8) ? 0 : Int64.random(in: 1...999, using: &random))
  }

  /// Quarters of an hour, sometimes exactly where a day begins.
  private mutating func instant(_ day: Day) -> Instant {
    let quarter = random.once(in: 4) ? 0 : Int.random(in: 0..<96, using: &random)
    return Instant(
      microseconds: times.calendar.start(of: day).microseconds + Int64(quarter) * 900_000_000)
  }

  private mutating func day() -> Day {
    first.advanced(by: Int.random(in: 0..<Self.days, using: &random))
  }

  private mutating func amount(_ range: ClosedRange<Int64>) -> Int64 {
    Int64.random(in: range, using: &random) * (random.once(in: 3) ? 333 : 1_000)
  }

  /// What happens within a store.
  private mutating func own(length: Int) -> [Event] {
    var events: [Event] = []
    let upTo = length == 0 ? 0 : Int.random(in: 0...length, using: &random)
    for _ in 0..<upTo {
      let at = instant(day())
      switch Int.random(in: 0..<10, using: &random) {
      case 0..<4: events.append(Event(type: "SALE", quantity: -amount(1...6), at: at))
      case 4: events.append(Event(type: "SALE", quantity: amount(1...4), at: at))
      case 5, 6: events.append(Event(type: "PURCHASE", quantity: amount(1...12), at: at))
      case 7: events.append(Event(type: "PURCHASE", quantity: -amount(1...4), at: at))
      case 8: events.append(Event(type: "RETURN", quantity: amount(-4...4), at: at))
      default: events += recount(at)
      }
    }
    return events
  }

  /// A count that takes, and another that finds some of it, within 31 days or later.
  private mutating func recount(_ at: Instant) -> [Event] {
    let lost = amount(1...5)
    let days = [1, 10, 30, 31, 32, 33, 50].randomElement(using: &random) ?? 1
    let later = instant(times.calendar.day(of: at).advanced(by: days))
    return [
      Event(type: "ADJUSTMENT", quantity: -lost, at: at),
      Event(
        type: "ADJUSTMENT", quantity: lost + (random.once(in: 2) ? 0 : amount(-3...3)), at: later),
    ]
  }

  private mutating func send(_ product: Int, _ events: inout [[Int]: [Event]]) {
    let from = Int.random(in: 0..<Self.stores, using: &random)
    let to = Int.random(in: 0..<Self.stores, using: &random)
    let left = day()
    let quantity = amount(1...6)
    let reference = random.once(in: 4) ? nil : "T\(Int.random(in: 0..<6, using: &random))"
    events[[product, from], default: []].append(
      Event(type: "TRANSFER", quantity: -quantity, at: instant(left), reference: reference))
    guard !random.once(in: 6) else { return }
    let days = [0, 0, 0, 1, 3, 13, 14, 15, 20].randomElement(using: &random) ?? 0
    let other = random.once(in: 8) ? "" : random.once(in: 8) ? "T9" : reference
    events[[product, to], default: []].append(
      Event(
        type: "TRANSFER", quantity: random.once(in: 4) ? amount(1...6) : quantity,
        at: instant(left.advanced(by: days)), reference: other))
  }

  /// Writes a pair's movements with their balances, and its level.
  private mutating func fill(_ product: Int, _ store: Int, _ events: [Event], hasNaN: Bool) {
    var balance = random.once(in: 2) ? 0 : amount(-4...9)
    for event in events {
      if hasGaps, random.once(in: 20) { balance += amount(-3...3) }
      let after = balance + event.quantity + (hasGaps && random.once(in: 25) ? amount(-2...2) : 0)
      var movement = TestStock.Movement(
        id: .movement(0), product: .product(product), store: .store(store), type: event.type,
        quantity: StoredDecimal(event.quantity), before: StoredDecimal(balance),
        after: StoredDecimal(after), at: event.at, reference: event.reference)
      if hasNaN, random.once(in: 60) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: movement.quantity = .notANumber
        case 1: movement.before = .notANumber
        default: movement.after = .notANumber
        }
      }
      stock.movements.append(movement)
      balance = after
    }
    guard !random.once(in: 10) else { return }
    let unexplained = random.once(in: 3) ? amount(-6...6) : 0
    stock.levels.append(
      TestStock.Level(
        product: .product(product), store: .store(store), storeName: "Store \(store % 3)",
        onHand: hasNaN && random.once(in: 30) ? .notANumber : StoredDecimal(balance + unexplained),
        updated: Instant(microseconds: Int64(store))))
  }

  /// A random policy with rates.
  mutating func policy() -> FinancePolicy {
    var policy = FinancePolicy()
    policy.carryingValue =
      FinancePolicy.CarryingValue.allCases.randomElement(using: &random) ?? .standard
    policy.ageingDays = [5, 10, 20, 40, 80]
    policy.idle.slowDays = 15
    policy.idle.deadDays = 30
    if !random.once(in: 4) { policy.defaults.provision = [0, 333, 1_000, 2_500, 5_000, 10_000] }
    policy.defaults.taxInPrice = 70_000
    policy.defaults.sellingCost = 12_345
    var changes = FinancePolicy.Changes()
    changes.provision = [100, 200, 300, 400, 500, 600]
    changes.sellingCost = 0
    policy.overrides = [.init(scope: .categoryName("Food"), changes: changes, line: 1)]
    return policy
  }

  /// What a product cost and sold for at the end of a date.
  func known(_ item: TestStock.Item, _ day: Day) -> (prices: UnitPrices, isRecorded: Bool) {
    let dayEnd = times.calendar.start(of: day.advanced(by: 1))
    let known = prices.known(of: item, at: day == date ? end : dayEnd)
    return (known.0, known.isRecorded)
  }

  /// Whether every pair's movements join.
  func isWithoutGaps(_ stock: TestStock) -> Bool {
    chains(stock).allSatisfy { chain in
      zip(chain, chain.dropFirst()).allSatisfy { $0.after == $1.before }
        && chain.allSatisfy { $0.before + $0.quantity == $0.after }
    }
  }

  /// Whether every date of every pair begins and ends with the balance that it has in this ledger.
  func hasSameEnds(_ stock: TestStock) -> Bool {
    func ends(_ stock: TestStock) -> [[String]] {
      chains(stock).map { chain in
        chain.indices.compactMap { place in
          let day = times.calendar.day(of: chain[place].instant)
          let isLast =
            place + 1 == chain.count || times.calendar.day(of: chain[place + 1].instant) > day
          return isLast ? "\(day) \(chain[place].after)" : nil
        } + [chain.first.map { "\($0.before)" } ?? ""]
      }
    }
    return ends(stock) == ends(self.stock)
  }

  private func chains(_ stock: TestStock) -> [[TestStock.Movement]] {
    (0..<Self.products).flatMap { product in
      (0..<Self.stores).map { store in
        Oracle(stock, product: .product(product), store: .store(store)).chain
      }
    }
  }

  /// What is read for the age at the end of the date.
  var ageingPlan: BookPlan.Ageing { BookPlan.Ageing(date: date, end: end) }

  /// The book and the computation at the end of the date.
  func ageing(_ policy: FinancePolicy, _ stock: TestStock? = nil) throws -> StockAgeing {
    var plan = times.plan()
    plan.need(ageingPlan)
    let book = try TestBook(stock ?? self.stock, plan, prices: prices).book
    return StockAgeing(
      book: book, ageing: ageingPlan,
      finance: ResolvedFinancePolicy(policy, catalogue: book.catalogue))
  }
}
