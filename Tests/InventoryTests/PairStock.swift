@testable import Inventory
import Reports
import Values

/// One product in one store, told as a story: what moved when, and what is on hand today.
struct PairStock {
  var stock = TestStock()
  private var balance: Int64 = 0

  init(onHand: Int64, level: Int64 = 0, most: Int64 = 0) {
    stock.items = [TestStock.Item(1)]
    stock.levels = [
      TestStock.Level(
        product: .product(1), store: .store(1), onHand: StoredDecimal(onHand),
        reorderLevel: StoredDecimal(level), maxStock: StoredDecimal(most))
    ]
  }

  /// Adds a movement that continues the one before it.
  mutating func move(_ type: String, _ quantity: Int64, at instant: Instant?) {
    move(type, quantity, from: balance, to: balance + quantity, at: instant)
  }

  /// Adds a movement with balances of its own.
  mutating func move(
    _ type: String, _ quantity: Int64, from before: Int64, to after: Int64, at instant: Instant?
  ) {
    stock.movements.append(
      TestStock.Movement(
        id: .movement(stock.movements.count + 1), product: .product(1), store: .store(1),
        type: type, quantity: StoredDecimal(quantity), before: StoredDecimal(before),
        after: StoredDecimal(after), at: instant))
    balance = after
  }

  /// What a window says of the pair.
  func facts(_ window: BookPlan.Window, _ times: TestTimes) throws -> ReorderCalculator.Case {
    let book = try TestBook(stock, times.plan([], [window])).book
    return ReorderCalculator(
      book: book, window: window,
      policy: ResolvedPolicy(ReorderPolicy(), book: book, isFiltered: false)
    ).decide(0)
  }
}
