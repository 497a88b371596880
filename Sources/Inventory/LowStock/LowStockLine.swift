import Reports
import Values

/// A product that is low in a store.
struct LowStockLine: PairLine {
  let view: PairView
  let product: Product
  let level: StockLevel
  let decision: ReorderDecision
  let suggested: Int64
  let isOut: Bool
  let lowSince: Day?

  init(_ low: LowStock, pair: Int) {
    view = low.calculator.view(pair)
    product = view.product
    level = view.level
    decision = low.calculator.decide(pair).decision
    suggested = low.calculator.suggestedQuantity(pair, decision: decision)
    isOut = low.isOutOfStock(level)
    lowSince = low.calculator.lowSince(pair)
  }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("supplier_name", .text) { $0.supplierName }
    columns.column("unit", .text) { $0.unit }
    columns.column("quantity_on_hand", .quantity) { $0.level.onHand }
    columns.column("reorder_level", .quantity) { $0.level.reorderLevel }
    columns.column("max_stock", .quantity) { $0.level.maxStock }
    columns.column("shortfall", .quantity) { $0.level.reorderLevel - $0.level.onHand }
    columns.column("average_daily_demand", .decimal(scale: 6)) { $0.decision.demand.average }
    columns.column("days_of_cover", .decimal(scale: 1)) { $0.decision.daysOfCover }
    columns.column("suggested_quantity", .quantity) { $0.suggested }
    columns.column("status", .text) { $0.isOut ? "out_of_stock" : "low" }
    columns.column("low_since", .date) { $0.lowSince }
  }
}
