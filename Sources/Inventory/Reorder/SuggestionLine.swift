import Reports

/// What to order of a product for a store, and why.
struct SuggestionLine: PairLine {
  let view: PairView
  let product: Product
  let supplier: GroupLabel
  let item: ReorderCalculator.Case
  /// What to order, scale 3.
  let suggested: Int64
  let urgency: ReorderSuggestions.Urgency
  /// The day at whose end the suggestion is made.
  let day: Day

  init(_ suggestions: ReorderSuggestions, pair: Int, urgency: ReorderSuggestions.Urgency) {
    view = suggestions.calculator.view(pair)
    product = view.product
    supplier = view.moment.book.catalogue.supplier(of: product)
    item = suggestions.calculator.decide(pair)
    suggested = suggestions.calculator.suggestedQuantity(pair, decision: item.decision)
    self.urgency = urgency
    day = suggestions.day
  }

  private var decision: ReorderDecision { item.decision }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("supplier_id", .uuid) { $0.supplier.id }
    columns.column("supplier_name", .text) { $0.supplier.name.orNone }
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("barcode", .code) { $0.barcode }
    columns.column("product_name", .text) { $0.productName }
    columns.column("category_name", .text) { $0.category }
    columns.column("unit", .text) { $0.unit }
    columns.column("quantity", .quantity) { $0.view.quantity }
    columns.column("on_order", .quantity) { $0.item.onOrder }
    columns.column("reorder_level", .quantity) { $0.view.level.reorderLevel }
    columns.column("max_stock", .quantity) { $0.view.level.maxStock }
    columns.column("sold_in_window", .quantity) { $0.decision.demand.sold }
    columns.column("in_stock_days", .decimal(scale: 6)) { $0.decision.demand.inStockDays }
    columns.column("average_daily_demand", .decimal(scale: 6)) { $0.decision.demand.average }
    columns.column("demand_std", .decimal(scale: 6)) { $0.decision.demand.standardDeviation }
    columns.column("days_of_cover", .decimal(scale: 1)) { $0.decision.daysOfCover }
    columns.column("stockout_date", .date) { line in
      line.decision.daysToStockout.map { line.day.advanced(by: $0) }
    }
    columns.column("lead_time_days", .integer) { Int64($0.decision.terms.leadTimeDays) }
    columns.column("safety_stock", .quantity) { $0.decision.safetyStock }
    columns.column("reorder_point", .quantity) { $0.decision.reorderPoint }
    columns.column("rule", .text) { $0.decision.rule.rawValue }
    columns.column("suggested_quantity", .quantity) { $0.suggested }
    columns.column("cost_price", .price) { $0.product.costPrice }
    columns.column("order_cost", .money) {
      $0.view.value(at: $0.product.costPrice, of: StoredDecimal($0.suggested))
    }
    columns.column("urgency", .text) { $0.urgency.text }
    columns.column("reason", .text) { ReorderReason.order($0.decision, quantity: $0.suggested) }
    columns.column("review_days", .integer) { $0.decision.terms.reviewDays }
    columns.column("target", .quantity) { $0.decision.target }
    columns.column("pack_size", .quantity) { $0.decision.packSize }
    columns.column("min_order_quantity", .quantity) { $0.decision.terms.minOrderQuantity }
  }
}

/// What to order from a supplier in all.
struct SupplierLine: TableLine {
  let supplier: GroupLabel
  let lines: Int
  let cost: Int128
  /// The first day on which something runs out.
  let stockout: Day?

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("supplier_id", .uuid) { $0.supplier.id }
    columns.column("supplier_name", .text) { $0.supplier.name }
    columns.column("lines", .integer) { $0.lines }
    columns.column("order_cost", .money) { $0.cost }
    columns.column("earliest_stockout_date", .date) { $0.stockout }
  }
}

/// A product that is low in a store and not suggested.
struct NotSuggestedLine: PairLine {
  let view: PairView
  let product: Product
  let decision: ReorderDecision

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("quantity", .quantity) { $0.view.quantity }
    columns.column("reorder_level", .quantity) { $0.view.level.reorderLevel }
    columns.column("reason", .text) {
      ReorderReason.nothing(
        $0.decision, hasLevel: $0.view.level.hasRow, isActive: $0.product.isActive)
    }
  }
}
