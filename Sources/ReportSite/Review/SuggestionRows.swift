import ReorderReview
import Reports
import StateStore

/// The review's lines as the API gives them: one declaration for JSON and CSV, figures digit for digit.
enum SuggestionRows {
  static let table = RowTable<ReviewedLine>("suggestions", "Suggestions") { table in
    table.column("id", .integer, "Id") { $0.line.id }
    table.column("version", .integer, "Version") { $0.line.version }
    table.column("state", .text, "State", words: ReviewDecision.State.allCases.map(\.rawValue)) {
      $0.state.rawValue
    }
    table.column(
      "supplier", .text, "Supplier's key",
      "The supplier's key: its id, name: and its name, or none."
    ) { $0.line.key.supplier }
    table.column("supplier_name", .text, "Supplier") { $0.line.labels.supplier }
    table.column("store_id", .uuid, "Store id") { $0.line.key.store }
    table.column("store_name", .text, "Store") { $0.line.labels.store }
    table.column("product_id", .uuid, "Product id") { $0.line.key.product }
    table.column("sku", .code, "SKU") { $0.line.labels.sku }
    table.column("barcode", .code, "Barcode") { $0.line.labels.barcode }
    table.column("product_name", .text, "Product") { $0.line.labels.product }
    table.column("category_name", .text, "Category") { $0.line.labels.category }
    table.column("unit", .text, "Unit") { $0.line.labels.unit }
    table.column("quantity", .quantity, "In stock", "In stock.") { $0.line.figures.onHand }
    table.column("on_order", .quantity, "On order") { $0.line.figures.onOrder }
    table.column("max_stock", .quantity, "Maximum stock") { $0.line.figures.maxStock }
    table.column("average_daily_demand", .decimal(scale: 6), "Demand per day") {
      $0.line.figures.averageDailyDemand
    }
    table.column("days_of_cover", .decimal(scale: 1), "Days of cover") {
      $0.line.figures.daysOfCover
    }
    table.column("stockout_date", .date, "Stock lasts until") { $0.line.figures.stockout }
    table.column("lead_time_days", .integer, "Lead time") { $0.line.figures.leadTimeDays }
    table.column(
      "urgency", .text, "Urgency",
      words: ReviewFigures.Urgency.allCases.reversed().map(\.rawValue)
    ) { $0.line.figures.urgency.rawValue }
    table.column(
      "is_suggested", .boolean, "Still suggested", "Whether the latest run suggests it."
    ) { $0.line.isSuggested }
    table.column("suggested_quantity", .quantity, "Suggested") { $0.line.figures.suggested }
    table.column("reason", .text, "Why", "Why it is suggested.") { $0.line.figures.reason }
    table.column(
      "pack_size", .quantity, "Pack",
      "Orders are multiples of this; null when the run was made by an older version."
    ) { $0.line.figures.packSize }
    table.column(
      "min_order_quantity", .quantity, "Minimum order",
      "The least that can be ordered; null when the run was made by an older version."
    ) { $0.line.figures.minimumOrder }
    table.column("cost_price", .price, "Unit cost") { $0.line.figures.unitCost }
    table.column("decided_quantity", .quantity, "Decided quantity") {
      $0.line.stance.decision.quantity
    }
    table.column("value", .money, "Value") { $0.line.value }
    table.column("above_max_stock", .quantity, "Above the maximum stock") {
      $0.excess(of: $0.line.quantity)
    }
    table.column("decision_reason", .text, "Reason of the decision") {
      $0.line.stance.decision.reason
    }
    table.column("snoozed_until", .date, "Snoozed until") { $0.line.stance.decision.until }
    table.column("order", .integer, "Order") { $0.line.stance.decision.order }
    table.column(
      "is_changed", .boolean, "Changed since the decision",
      "Whether the figures are others than those decided on."
    ) { $0.line.isChanged }
    table.column("seen_quantity", .quantity, "Suggested at the decision") {
      $0.line.stance.seen?.suggested
    }
    table.column("seen_cost_price", .price, "Unit cost at the decision") {
      $0.line.stance.seen?.unitCost
    }
    table.column("changed_by", .text, "Changed by") { $0.line.changedBy }
    table.column("changed_at", .timestamp, "Changed") { $0.line.changedAt }
  }
}
