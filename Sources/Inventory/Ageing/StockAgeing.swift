import Columns
import Reports
public import Values

/// How old the stock is at the end of a date, what it cost by standard, by layers and by average, and
/// what has to be provided for.
///
/// Ages come of the ledger's movements (`AgeingFold`), quantities of what is on hand, as in
/// inventory-valuation; so a pair's layers sum to its quantity, always.
public struct StockAgeing: ReportComputation {
  let book: StockBook
  let ageing: BookPlan.Ageing
  let finance: ResolvedFinancePolicy
  let fold: AgeingFold
  let prices: DailyPrices
  let order: SpillableColumn<Int32>
  let rowOrder: RowOrder
  let moment: StockMoment
  /// Whether a store is written, by its number.
  let isChosen: [Bool]
  /// The lines by store, category and supplier, and by bucket of age.
  private(set) var sections = AgeingSections()

  /// The age at the end of a date that was in the book's plan; of all stores when none is named.
  public init(
    book: StockBook, ageing: BookPlan.Ageing, finance: ResolvedFinancePolicy,
    stores: [UUIDBytes] = []
  ) {
    self.book = book
    self.ageing = ageing
    self.finance = finance
    fold =
      book.ageing(ageing)
      ?? AgeingFold(ageing, calendar: book.plan.calendar, references: book.references)
    prices =
      fold.prices ?? book.prices.history
      ?? DailyPrices(book.catalogue, calendar: book.plan.calendar, memory: book.memory)
    rowOrder = RowOrder(book)
    order = rowOrder.byName(book)
    moment = StockMoment(book, at: ageing.end)
    let chosen = Set(stores)
    isChosen = (0..<Int32(book.stores.count)).map {
      chosen.isEmpty || chosen.contains(book.stores.id($0))
    }
    sections = AgeingSections(self)
  }

  /// The name.
  public static let name = "stock-ageing"

  /// The tables it gives.
  public static let tables: [ComputedTable<Self>] = [
    ComputedTable("detail") { try $0.forEachLine($1) },
    ComputedTable("by_store") { try $0.sections.forEachLine(of: $0.sections.stores, $1) },
    ComputedTable("by_category") { try $0.sections.forEachLine(of: $0.sections.categories, $1) },
    ComputedTable("by_supplier") { try $0.sections.forEachLine(of: $0.sections.suppliers, $1) },
    ComputedTable("buckets") { try $0.sections.buckets.forEach($1) },
    ComputedTable("layers") { try $0.forEachLayer($1) },
    ComputedTable("in_transit") { try $0.forEachInTransit($1) },
    ComputedTable("cost_flow") { try CostFlow($0).rows().forEach($1) },
    ComputedTable("exceptions") { try AgeingExceptions($0).forEachLine($1) },
  ]

  /// See `ReportComputation`.
  public static let usesPastPrices = true
  /// See `ReportComputation`.
  public static let usesPolicy = false
  /// See `ReportComputation`.
  public static let usesFinance = true
  /// A transfer has two ends.
  public static let readsAllStores = true

  /// Asks for the age of the stock at the end of the report's date.
  public static func need(_ scope: ComputationScope, of plan: inout BookPlan) {
    plan.need(scope.ageing)
  }

  /// The age at the end of a report's date.
  public init(_ facts: StockFacts, scope: ComputationScope) {
    self.init(
      book: facts.book, ageing: scope.ageing, finance: facts.finance, stores: scope.stores)
  }

  /// Calls for each pair of a chosen store with something on hand, in the order of the detail.
  func forEachLine(_ body: (AgeingLine) throws -> Void) rethrows {
    var aged = AgedPair()
    for pair in order where isChosen[Int(book.pairs.stores[Int(pair)])] {
      let view = moment.view(Int(pair))
      guard view.quantity.isNonZero else { continue }
      fold.load(Int(pair), into: &aged)
      try body(AgeingLine(view, stock: stock(aged, view), finance: finance))
    }
  }

  /// A pair as the detail shows it.
  func line(_ pair: Int) -> AgeingLine {
    var aged = AgedPair()
    fold.load(pair, into: &aged)
    let view = moment.view(pair)
    return AgeingLine(view, stock: stock(aged, view), finance: finance)
  }

  /// A pair's stock at the end of the date; nil when its quantity is not a number.
  private func stock(_ aged: AgedPair, _ view: PairView) -> AgedStock? {
    AgedStock(
      aged, product: view.productNumber, quantity: view.quantity, on: ageing.date.daysSinceEpoch,
      prices: prices)
  }
}

extension ComputationScope {
  /// The age at the end of the report's last day.
  var ageing: BookPlan.Ageing { BookPlan.Ageing(date: period.lastDay, end: period.end) }
}
