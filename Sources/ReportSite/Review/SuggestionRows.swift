import ReorderReview
import ReportWriters
import Reports
import StateStore

/// The review's lines as the API gives them: one definition for JSON and CSV, figures digit for digit.
enum SuggestionRows {
  static let table = TableDefinition(
    key: "suggestions", title: "Suggestions", source: .computation("review"),
    columns: [
      Column(key: "id", type: .integer, title: "Id"),
      Column(key: "version", type: .integer, title: "Version"),
      Column(key: "state", type: .text, title: "State"),
      Column(key: "supplier", type: .text, title: "Supplier's key"),
      Column(key: "supplier_name", type: .text, title: "Supplier"),
      Column(key: "store_id", type: .uuid, title: "Store id"),
      Column(key: "store_name", type: .text, title: "Store"),
      Column(key: "product_id", type: .uuid, title: "Product id"),
      Column(key: "sku", type: .code, title: "SKU"),
      Column(key: "barcode", type: .code, title: "Barcode"),
      Column(key: "product_name", type: .text, title: "Product"),
      Column(key: "category_name", type: .text, title: "Category"),
      Column(key: "unit", type: .text, title: "Unit"),
      Column(key: "quantity", type: .quantity, title: "In stock"),
      Column(key: "on_order", type: .quantity, title: "On order"),
      Column(key: "max_stock", type: .quantity, title: "Maximum stock"),
      Column(key: "average_daily_demand", type: .decimal(scale: 6), title: "Demand per day"),
      Column(key: "days_of_cover", type: .decimal(scale: 1), title: "Days of cover"),
      Column(key: "stockout_date", type: .date, title: "Stock lasts until"),
      Column(key: "lead_time_days", type: .integer, title: "Lead time"),
      Column(key: "urgency", type: .text, title: "Urgency"),
      Column(key: "is_suggested", type: .boolean, title: "Still suggested"),
      Column(key: "suggested_quantity", type: .quantity, title: "Suggested"),
      Column(key: "reason", type: .text, title: "Why"),
      Column(key: "pack_size", type: .quantity, title: "Pack"),
      Column(key: "min_order_quantity", type: .quantity, title: "Minimum order"),
      Column(key: "cost_price", type: .price, title: "Unit cost"),
      Column(key: "decided_quantity", type: .quantity, title: "Decided quantity"),
      Column(key: "value", type: .money, title: "Value"),
      Column(key: "above_max_stock", type: .quantity, title: "Above the maximum stock"),
      Column(key: "decision_reason", type: .text, title: "Reason of the decision"),
      Column(key: "snoozed_until", type: .date, title: "Snoozed until"),
      Column(key: "order", type: .integer, title: "Order"),
      Column(key: "is_changed", type: .boolean, title: "Changed since the decision"),
      Column(key: "seen_quantity", type: .quantity, title: "Suggested at the decision"),
      Column(key: "seen_cost_price", type: .price, title: "Unit cost at the decision"),
      Column(key: "changed_by", type: .text, title: "Changed by"),
      Column(key: "changed_at", type: .timestamp, title: "Changed"),
    ])

  /// Appends a line.
  static func append(_ item: ReviewedLine, to row: inout RowBuffer) {
    let (line, figures) = (item.line, item.line.figures)
    let decision = line.record.decision
    row.append(number: line.id)
    row.append(number: line.version)
    row.append(text: item.state.rawValue)
    row.append(text: line.key.supplier)
    row.append(text: line.labels.supplier)
    row.append(.uuid(line.key.store))
    row.append(text: line.labels.store)
    row.append(.uuid(line.key.product))
    row.append(text: line.labels.sku)
    row.append(text: line.labels.barcode)
    row.append(text: line.labels.product)
    row.append(text: line.labels.category)
    row.append(text: line.labels.unit)
    row.append(number: figures.onHand)
    row.append(number: figures.onOrder)
    row.append(number: figures.maxStock)
    row.append(number: figures.averageDailyDemand)
    row.append(number: figures.daysOfCover)
    row.append(figures.stockout.map { .date($0) } ?? .null)
    row.append(number: Int64(figures.leadTimeDays))
    row.append(text: figures.urgency.rawValue)
    row.append(.boolean(line.isSuggested))
    row.append(number: figures.suggested)
    row.append(text: figures.reason)
    row.append(number: item.terms?.pack)
    row.append(number: item.terms?.minimum)
    row.append(number: figures.unitCost)
    row.append(number: decision.quantity)
    row.append(number: line.value)
    row.append(number: item.excess(of: line.quantity))
    row.append(text: decision.reason)
    row.append(decision.until.map { .date($0) } ?? .null)
    row.append(number: decision.order)
    row.append(.boolean(line.isChanged))
    row.append(number: line.record.seen?.suggested)
    row.append(number: line.record.seen?.unitCost)
    row.append(text: line.changedBy)
    row.append(.timestamp(line.changedAt))
  }
}
