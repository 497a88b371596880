import Reports

/// What a product in a store is worth.
struct ValuationLine: PairLine {
  let view: PairView
  let product: Product
  let prices: UnitPrices
  let quantity: StoredDecimal
  let cost: Int128?
  let retail: Int128?
  let profit: Int128?

  init(_ view: PairView) {
    self.view = view
    product = view.product
    prices = view.prices
    quantity = view.quantity
    cost = view.value(at: prices.cost, of: quantity)
    retail = view.value(at: prices.sell, of: quantity)
    profit = if let cost, let retail { retail - cost } else { nil }
  }

  /// Where the cost comes from.
  private var costBasis: String {
    if prices.isCostMissing(of: quantity) { return "missing" }
    return view.moment.prices.isRecorded(view.productNumber) ? "recorded" : "current"
  }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("barcode", .code) { $0.barcode }
    columns.column("product_name", .text) { $0.productName }
    columns.column("category_name", .text) { $0.category }
    columns.column("supplier_name", .text) { $0.supplierName }
    columns.column("unit", .text) { $0.unit }
    columns.column("quantity", .quantity) { $0.quantity }
    columns.column("cost_price", .price) { $0.prices.cost }
    columns.column("cost_basis", .text) { $0.costBasis }
    columns.column("cost_value", .money) { $0.cost }
    columns.column("sell_price", .price) { $0.prices.sell }
    columns.column("retail_value", .money) { $0.retail }
    columns.column("potential_profit", .money) { $0.profit }
    columns.column("margin", .ratio) { ratio($0.profit, of: $0.retail) }
    columns.column("is_active", .boolean) { $0.product.isActive }
    columns.column("last_movement_at", .timestamp) { $0.view.moment.mark.latest($0.view.pair)?.at }
    columns.column("unexplained_quantity", .quantity) { $0.view.unexplained }
  }
}
