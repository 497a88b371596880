import Reports
public import StateStore

/// One row of a run's table of suggestions.
public struct Suggestion: Hashable, Sendable {
  /// What makes it the same from run to run.
  public var key: ReviewKey
  /// Names and codes.
  public var labels: ReviewLine.Labels
  /// The figures.
  public var figures: ReviewFigures

  /// A suggestion.
  public init(key: ReviewKey, labels: ReviewLine.Labels, figures: ReviewFigures) {
    self.key = key
    self.labels = labels
    self.figures = figures
  }

  /// A suggestion from the fields of a published row, by the names of their columns.
  ///
  /// Throws `SuggestionError` that names a field without which there is nothing to decide on.
  public init(fields: (String) -> String) throws(SuggestionError) {
    func number(_ name: String, scale: Int) throws(SuggestionError) -> Int64? {
      let text = fields(name)
      if text.isEmpty { return nil }
      guard let value = ExactDecimal.parse(text, scale: scale).flatMap({ Int64(exactly: $0) })
      else { throw SuggestionError(column: name) }
      return value
    }
    func required<Value>(_ value: Value?, _ name: String) throws(SuggestionError) -> Value {
      guard let value else { throw SuggestionError(column: name) }
      return value
    }
    let supplier = fields("supplier_id")
    let supplierID = supplier.isEmpty ? nil : try required(UUIDBytes(supplier), "supplier_id")
    key = ReviewKey(
      store: try required(UUIDBytes(fields("store_id")), "store_id"),
      product: try required(UUIDBytes(fields("product_id")), "product_id"),
      supplier: ReviewKey.supplierKey(id: supplierID, name: fields("supplier_name")))
    labels = ReviewLine.Labels(
      supplier: fields("supplier_name"), store: fields("store_name"), sku: fields("sku"),
      barcode: fields("barcode"), product: fields("product_name"),
      category: fields("category_name"), unit: fields("unit"))
    figures = ReviewFigures(
      onHand: try required(try number("quantity", scale: 3), "quantity"),
      onOrder: try number("on_order", scale: 3) ?? 0,
      leadTimeDays: Int(try number("lead_time_days", scale: 0) ?? 0),
      suggested: try required(try number("suggested_quantity", scale: 3), "suggested_quantity"),
      unitCost: try number("cost_price", scale: 2),
      urgency: try required(ReviewFigures.Urgency(rawValue: fields("urgency")), "urgency"),
      reason: fields("reason"))
    figures.reorderLevel = try number("reorder_level", scale: 3)
    figures.maxStock = try number("max_stock", scale: 3)
    figures.averageDailyDemand = try number("average_daily_demand", scale: 6)
    figures.daysOfCover = try number("days_of_cover", scale: 1)
    let stockout = fields("stockout_date")
    figures.stockout = stockout.isEmpty ? nil : try required(Day(stockout), "stockout_date")
    figures.packSize = try number("pack_size", scale: 3)
    guard figures.packSize.map({ $0 > 0 }) ?? true else {
      throw SuggestionError(column: "pack_size")
    }
    figures.minimumOrder = try number("min_order_quantity", scale: 3)
  }

  /// The columns that a suggestion is made from.
  public static let columns = [
    "supplier_id", "supplier_name", "store_id", "store_name", "product_id", "sku", "barcode",
    "product_name", "category_name", "unit", "quantity", "on_order", "reorder_level", "max_stock",
    "average_daily_demand", "days_of_cover", "stockout_date", "lead_time_days",
    "suggested_quantity", "cost_price", "urgency", "reason",
  ]

  /// The columns that runs of older versions do not have.
  static let laterColumns = ["pack_size", "min_order_quantity"]
}

/// A published suggestion that cannot be read.
public struct SuggestionError: Error, CustomStringConvertible {
  /// The column whose field is not what it should be.
  public var column: String

  /// One line, without the value.
  public var description: String {
    "'\(column)' of the published suggestions cannot be read; 'inventory-reports verify' says whether"
      + " the files are whole, and the report must be published as CSV, too"
  }
}
