import Columns
import Reports
import Values

extension PairView {
  /// Whether the product's supplier is one of those chosen; all are when none is named.
  func isSupplied(by chosen: Set<UUIDBytes>) -> Bool {
    guard !chosen.isEmpty else { return true }
    return moment.book.catalogue.suppliers[Int(product.supplier)].id.map { chosen.contains($0) }
      ?? false
  }
}

/// Decides for one pair after another what to order, as of one instant.
struct ReorderCalculator {
  let book: StockBook
  let moment: StockMoment
  let window: DemandFold
  /// The terms of each product, by its number.
  let terms: [ReorderPolicy.Terms]
  /// What is on order for each pair that has orders, scale 3.
  let onOrder: [Int32: Int64]

  /// A pair with everything that decided.
  struct Case: Sendable {
    var pair: Int
    var facts: DemandFold.Facts
    var decision: ReorderDecision
    var onOrder: Int64
  }

  init(book: StockBook, window: BookPlan.Window, policy: ResolvedPolicy) {
    self.book = book
    moment = StockMoment(book, at: window.end)
    self.window =
      book.windows.first { $0.end == window.end && $0.first == window.firstDay }
      ?? DemandFold(
        days: DayCursor(
          first: window.firstDay, last: window.lastDay, calendar: book.plan.calendar),
        end: window.end, memory: book.memory)
    terms = policy.terms
    onOrder = policy.onOrder
  }

  func view(_ pair: Int) -> PairView { moment.view(pair) }

  /// What the window says of a pair.
  func facts(_ pair: Int) -> DemandFold.Facts {
    let view = view(pair)
    return facts(view, quantity: view.quantity)
  }

  private func facts(_ view: PairView, quantity: StoredDecimal) -> DemandFold.Facts {
    window.facts(
      view.pair, balance: moment.mark.latest(view.pair)?.after, quantity: quantity,
      lowAt: view.level.reorderLevel)
  }

  func decide(_ pair: Int) -> Case {
    let view = view(pair)
    let level = view.level
    let quantity = view.quantity
    let facts = facts(view, quantity: quantity)
    let onOrder = onOrder[Int32(pair)] ?? 0
    return Case(
      pair: pair, facts: facts,
      decision: ReorderDecision(
        terms: terms[view.productNumber], demand: Demand(facts), quantity: quantity.value,
        onOrder: onOrder, reorderLevel: level.reorderLevel.value, maxStock: level.maxStock.value),
      onOrder: onOrder)
  }

  /// Since when a pair that is low by what is on hand is low.
  ///
  /// Not by the quantity at the end: a movement dated tomorrow does not undo that it is low.
  func lowSince(_ pair: Int) -> Day? {
    let view = view(pair)
    return facts(view, quantity: view.level.onHand).lowSince
  }

  /// Whether the pair can be suggested at all: an active product with a level row.
  func isCandidate(_ pair: Int) -> Bool {
    book.levels[pair].hasRow && book.catalogue.products[Int(book.pairs.products[pair])].isActive
  }

  /// What would be ordered, scale 3; 0 for nothing.
  func suggestedQuantity(_ pair: Int, decision: ReorderDecision) -> Int64 {
    guard isCandidate(pair), case .order(let quantity) = decision.outcome else { return 0 }
    return quantity
  }
}
