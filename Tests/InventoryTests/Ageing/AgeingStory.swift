import Reports
import Values

@testable import Inventory

/// A product in some stores, told as a story of whole units: what moved when, and what it cost.
struct AgeingStory {
  let times: TestTimes
  var stock = TestStock()
  var prices: TestPrices
  private var balances: [Int: Int64] = [:]
  /// What is on hand beside what the ledger says, whole units.
  var unexplained: [Int: Int64] = [:]

  init(_ times: TestTimes) {
    self.times = times
    var item = TestStock.Item(1)
    item.cost = StoredDecimal(1_200)
    item.price = StoredDecimal(1_250)
    stock.items = [item]
    prices = TestPrices(
      sighting: PriceSighting(snapshot: .distantFuture, former: .distantFuture, isNew: false))
  }

  /// A movement at noon of a date that joins the one before.
  mutating func move(
    _ store: Int, _ type: String, _ quantity: Int64, _ date: String, _ reference: String? = nil,
    hours: Double = 12
  ) {
    let balance = balances[store] ?? 0
    move(
      store, type, quantity, from: balance, to: balance + quantity, date, reference, hours: hours)
  }

  /// A movement with balances of its own.
  mutating func move(
    _ store: Int, _ type: String, _ quantity: Int64, from before: Int64, to after: Int64,
    _ date: String, _ reference: String? = nil, hours: Double = 12
  ) {
    stock.movements.append(
      TestStock.Movement(
        id: .movement(stock.movements.count + 1), product: .product(1), store: .store(store),
        type: type, quantity: StoredDecimal(quantity * 1_000),
        before: StoredDecimal(before * 1_000), after: StoredDecimal(after * 1_000),
        at: times.at(date, hours: hours), reference: reference))
    balances[store] = after
  }

  /// What a unit costs from an instant on.
  mutating func cost(_ cost: Int64, from start: Instant) {
    prices.observations.append(
      TestPrices.Observation(
        product: .product(1), start: start,
        prices: UnitPrices(cost: StoredDecimal(cost), sell: stock.items[0].price)))
  }

  /// The book for the end of a date, with a level for each store of the story.
  func book(_ date: Day) throws -> (StockBook, BookPlan.Ageing) {
    var stock = stock
    for (store, balance) in balances {
      stock.levels.append(
        TestStock.Level(
          product: .product(1), store: .store(store),
          storeName: String(UnicodeScalar(UInt8(64 + store))),
          onHand: StoredDecimal((balance + (unexplained[store] ?? 0)) * 1_000)))
    }
    let ageing = BookPlan.Ageing(date: date, end: times.calendar.start(of: date.advanced(by: 1)))
    var plan = times.plan()
    plan.need(ageing)
    return (try TestBook(stock, plan, prices: prices).book, ageing)
  }

  func ageing(_ date: String, _ policy: FinancePolicy = FinancePolicy()) throws -> StockAgeing {
    let (book, ageing) = try book(times.day(date))
    return StockAgeing(
      book: book, ageing: ageing, finance: ResolvedFinancePolicy(policy, catalogue: book.catalogue))
  }
}
