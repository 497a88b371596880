import Columns
public import Reports

/// What the stock was worth at the end of a period, and why that changed.
///
/// Values are `round(quantity * price, 2)` for each line, half away from zero, and every total is
/// the sum of its lines. Quantities are taken back from today's on hand through the ledger; prices
/// are those known of that moment.
public struct InventoryValuation: ReportComputation {
  let book: StockBook
  let order: LongColumn<Int32>
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

  /// The tables it gives.
  public static let tables = [
    ComputedTable(
      "inventory-valuation.detail",
      [
        "store_id": .uuid, "store_name": .text, "product_id": .uuid, "sku": .code,
        "barcode": .code, "product_name": .text, "category_name": .text, "supplier_name": .text,
        "unit": .text, "quantity": .quantity, "cost_price": .price, "cost_basis": .text,
        "cost_value": .money, "sell_price": .price, "retail_value": .money,
        "potential_profit": .money, "margin": .ratio, "is_active": .boolean,
        "last_movement_at": .timestamp, "unexplained_quantity": .quantity,
      ]),
    section("by_store"), section("by_category"), section("by_supplier"),
    ComputedTable(
      "inventory-valuation.change",
      [
        "store_id": .uuid, "store_name": .text, "opening_value": .money, "purchases": .money,
        "sales": .money, "adjustments": .money, "transfers": .money, "other": .money,
        "cost_changes": .money, "rounding": .money, "closing_value": .money,
      ]),
    ComputedTable(
      "inventory-valuation.exceptions",
      [
        "store_id": .uuid, "store_name": .text, "product_id": .uuid, "sku": .code,
        "product_name": .text, "kind": .text, "detail": .text, "cost_value": .money,
      ]),
  ]

  private static func section(_ name: String) -> ComputedTable {
    ComputedTable(
      "inventory-valuation.\(name)",
      [
        "key": .code, "name": .text, "products": .integer, "cost_value": .money,
        "retail_value": .money, "potential_profit": .money, "margin": .ratio, "share": .ratio,
        "negative_cost_value": .money,
      ])
  }

  /// The names of the checks that it makes.
  public static let checkNames = ["change-closes", "no-not-a-number"]

  /// Gives the rows of a table, by its name, in order.
  public func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    switch table {
    case "inventory-valuation.detail": try emitDetail(to: sink)
    case "inventory-valuation.by_store":
      try sections.emit(sections.stores, to: sink)
    case "inventory-valuation.by_category": try sections.emit(sections.categories, to: sink)
    case "inventory-valuation.by_supplier": try sections.emit(sections.suppliers, to: sink)
    case "inventory-valuation.change": try ValueChange(self).emit(to: sink)
    case "inventory-valuation.exceptions": try ValuationExceptions(self).emit(to: sink)
    default: preconditionFailure("no computation named \(table)")
    }
  }

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    let rows = ValueChange(self).rows()
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

  private func emitDetail(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    let texts = book.catalogue.texts
    for pair in order {
      let view = moment.view(Int(pair))
      guard view.isValued else { continue }
      let product = view.product
      let prices = view.prices
      let cost = view.costValue
      let retail = view.retailValue
      let profit = view.potentialProfit
      row.removeAll()
      row.append(store: view.store, of: book)
      row.append(.uuid(product.id))
      row.append(product.sku, in: texts)
      row.append(product.barcode, in: texts)
      row.append(product.name, in: texts)
      row.append(name: book.catalogue.categories[Int(product.category)].name)
      row.append(name: book.catalogue.suppliers[Int(product.supplier)].name)
      row.append(text: book.catalogue.units[Int(product.unit)].name)
      row.append(view.quantity)
      row.append(prices.cost)
      row.append(text: view.costBasis)
      row.append(number: cost)
      row.append(prices.sell)
      row.append(number: retail)
      row.append(number: profit)
      row.append(number: ratio(profit, of: retail))
      row.append(.boolean(product.isActive))
      row.append(moment.mark.latest(view.pair)?.at)
      row.append(view.unexplained)
      try sink(row)
    }
  }
}

extension PairView {
  /// Whether the pair belongs in a valuation: something on hand, or a level row.
  var isValued: Bool { level.hasRow || quantity.isNonZero }
  var costValue: Int128? { value(at: prices.cost, of: quantity) }
  var retailValue: Int128? { value(at: prices.sell, of: quantity) }
  /// Retail value less cost value.
  var potentialProfit: Int128? {
    guard let cost = costValue, let retail = retailValue else { return nil }
    return retail - cost
  }
  var isCostMissing: Bool { prices.cost == .zero && quantity.isNonZero }
  /// Where the cost comes from.
  var costBasis: String {
    if isCostMissing { return "missing" }
    return moment.prices.isRecorded(productNumber) ? "recorded" : "current"
  }
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
