import Reports

/// One pair in a movement summary.
struct MovementLine: PairLine {
  let view: PairView
  let product: Product
  let flows: PeriodFold.Flows
  let opening: StoredDecimal
  let closing: StoredDecimal
  /// The prices at the period's end, at which all of it is valued.
  let prices: UnitPrices

  init(_ summary: MovementSummary, pair: Int) {
    view = summary.moment.view(pair)
    product = view.product
    flows = summary.flow.flows[pair]
    closing = view.quantity
    prices = view.prices
    opening = closing - flows.net
  }

  /// A movement in the period, or something on hand at either end.
  var isListed: Bool {
    flows.movements > 0 || opening != .zero || closing != .zero
  }

  /// Whether opening and flows add up to closing, each taken as it is written; nil when one is not
  /// a number.
  var closes: Bool? {
    let parts = [
      opening, flows.purchased, flows.sold, flows.adjustedUp, -flows.adjustedDown,
      flows.transferredIn, -flows.transferredOut, flows.other,
    ]
    var sum: Int128 = 0
    for part in parts {
      guard let value = part.value else { return nil }
      sum += Int128(value)
    }
    return closing.value.map { Int128($0) == sum }
  }

  func value(_ quantity: StoredDecimal) -> Int128? {
    view.value(at: prices.cost, of: quantity)
  }

  var salesAtPrice: Int128? { view.value(at: prices.sell, of: -flows.sold) }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("category_name", .text) { $0.category }
    columns.column("unit", .text) { $0.unit }
    columns.column("opening_quantity", .quantity) { $0.opening }
    columns.column("purchased", .quantity) { $0.flows.purchased }
    columns.column("sold", .quantity) { -$0.flows.sold }
    columns.column("adjusted_up", .quantity) { $0.flows.adjustedUp }
    columns.column("adjusted_down", .quantity) { $0.flows.adjustedDown }
    columns.column("transferred_in", .quantity) { $0.flows.transferredIn }
    columns.column("transferred_out", .quantity) { $0.flows.transferredOut }
    columns.column("other", .quantity) { $0.flows.other }
    columns.column("closing_quantity", .quantity) { $0.closing }
    columns.column("movements", .integer) { Int64($0.flows.movements) }
    columns.column("unexplained_quantity", .quantity) { $0.view.unexplained }
    columns.column("opening_value", .money) { $0.value($0.opening) }
    columns.column("closing_value", .money) { $0.value($0.closing) }
    columns.column("sales_at_cost", .money) { $0.value(-$0.flows.sold) }
    columns.column("sales_at_price", .money) { $0.salesAtPrice }
  }
}
