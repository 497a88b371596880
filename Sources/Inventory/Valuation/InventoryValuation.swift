import Columns
public import Values

/// What the stock was worth at the end of a period, and why that changed.
///
/// Values are `round(quantity * price, 2)` for each line, half away from zero, and every total is
/// the sum of its lines. Quantities are taken back from today's on hand through the ledger; prices
/// are those known of that moment.
public struct InventoryValuation: ReportComputation {
  let book: StockBook
  let order: SpillableColumn<Int32>
  let rowOrder: RowOrder
  let moment: StockMoment
  /// The prices at the start of the flow.
  let opening: PriceMoment
  let flow: PeriodFold
  let sections: ValuationSections

  /// The valuation at the end of a flow that was in the book's plan.
  public init(book: StockBook, flow: BookPlan.Flow) {
    self.book = book
    rowOrder = RowOrder(book)
    order = rowOrder.byName(book)
    moment = StockMoment(book, at: flow.end)
    opening = book.prices.moment(at: flow.start)
    self.flow =
      book.flow(start: flow.start, end: flow.end)
      ?? PeriodFold(
        start: flow.start, end: flow.end,
        days: DayCursor(first: flow.firstDay, last: flow.lastDay, calendar: book.plan.calendar),
        memory: book.memory)
    sections = ValuationSections(moment, order: order)
  }

  /// The name.
  public static let name = "inventory-valuation"

  /// The tables it gives.
  public static let tables: [ComputedTable<Self>] = [
    ComputedTable("detail") { try $0.forEachLine($1) },
    ComputedTable("by_store") { try $0.sections.forEachLine($0.sections.stores, $1) },
    ComputedTable("by_category") { try $0.sections.forEachLine($0.sections.categories, $1) },
    ComputedTable("by_supplier") { try $0.sections.forEachLine($0.sections.suppliers, $1) },
    ComputedTable("change") { try ValueChange($0).storeLines().forEach($1) },
    ComputedTable("change_by_category") { try ValueChange($0).categoryLines().forEach($1) },
    ComputedTable("exceptions") { try ValuationExceptions($0).forEachLine($1) },
  ]

  /// See `ReportComputation`.
  public static let usesPastPrices = true
  /// See `ReportComputation`.
  public static let usesPolicy = false

  /// Asks for the movements since the day that it is compared with.
  public static func need(_ scope: ComputationScope, of plan: inout BookPlan) {
    plan.need(scope.change)
  }

  /// The prices of the day that it is compared with.
  public static func alsoPricedAt(_ scope: ComputationScope) -> Instant? { scope.change.start }

  /// The valuation at the end of a report's day.
  public init(_ facts: StockFacts, scope: ComputationScope) {
    self.init(book: facts.book, flow: scope.change)
  }

  /// The names of the checks that it makes.
  public static let checkNames = ["change-closes", "no-not-a-number"]

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    let change = ValueChange(self)
    let rows = change.storeLines().map(\.effects) + change.categoryLines().map(\.effects)
    let open = rows.filter { !$0.closes }.count
    let closing = rows.last?.closing ?? 0
    let holds = open == 0 && closing == sections.totalCost
    return [
      ComputedCheck(
        "change-closes", holds: holds,
        detail: holds
          ? "every row closes within rounding and ends at the value of the detail"
          : "\(open) rows leave more than rounding; the closing value is "
            + ExactDecimal.text(closing, scale: 2) + ", the detail's "
            + ExactDecimal.text(sections.totalCost, scale: 2)),
      book.notANumberCheck(at: [moment.prices, opening]),
    ]
  }

  private func forEachLine(_ body: (ValuationLine) throws -> Void) rethrows {
    for pair in order {
      let view = moment.view(Int(pair))
      if view.isValued { try body(ValuationLine(view)) }
    }
  }
}

extension PairView {
  /// Whether the pair belongs in a valuation: something on hand, or a level row.
  var isValued: Bool { level.hasRow || quantity.isNonZero }
  var costValue: Int128? { value(at: prices.cost, of: quantity) }
  var retailValue: Int128? { value(at: prices.sell, of: quantity) }
  var isCostMissing: Bool { prices.isCostMissing(of: quantity) }
}

extension UnitPrices {
  /// Whether there is a quantity and nothing that it cost.
  func isCostMissing(of quantity: StoredDecimal) -> Bool { cost == .zero && quantity.isNonZero }
}

extension StockBook {
  /// The products with a cost or a price that is not a number at one of some instants, or today when
  /// there are none.
  func notANumberProducts(at moments: [PriceMoment]) -> [Int] {
    catalogue.products.indices.filter { number in
      let product = catalogue.products[number]
      let prices =
        moments.isEmpty
        ? [product.todaysPrices] : moments.map { $0.prices(of: product, number: number) }
      return prices.contains { $0.cost.isNotANumber || $0.sell.isNotANumber }
    }
  }

  func notANumberCheck(at moments: [PriceMoment]) -> ComputedCheck {
    let count = notANumberProducts(at: moments).count + notANumber.count
    return ComputedCheck(
      "no-not-a-number", holds: count == 0,
      detail: count == 0
        ? "every price and quantity is a number"
        : "\(count) products or stock lines hold NaN, or no usable number: their figures are empty and in no"
          + " total")
  }
}
