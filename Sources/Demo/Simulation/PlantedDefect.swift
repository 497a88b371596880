/// Something wrong or odd that the chain contains on purpose, because real data does.
///
/// The raw value is the kind's name in the reports where they have one.
package enum PlantedDefect: String, CaseIterable, Sendable {
  /// Pairs sold below zero.
  case negativeStock = "negative_stock"
  /// Pairs with stock of a product without a cost, at the end of the last complete day.
  case missingCost = "missing_cost"
  /// Pairs with stock of an inactive product, at the end of the last complete day.
  case inactiveWithStock = "inactive_with_stock"
  /// Products that cost more than their price.
  case costAbovePrice = "cost_above_price"
  /// Products that share their SKU with another.
  case duplicateSKU = "duplicate_sku"
  /// Products that share their barcode with another.
  case duplicateBarcode = "duplicate_barcode"
  /// Pairs whose quantity on hand changed without a movement.
  case unexplainedQuantity = "unexplained_quantity"
  /// Movements that do not begin where the one before them ended.
  case brokenChain = "broken_chain"
  /// Movements whose quantities do not add up.
  case wrongSum = "wrong_sum"
  /// Level rows whose maximum is above 0 and below their reorder level.
  case maxBelowReorderLevel = "max_below_reorder_level"
  /// Movements without a time, or at infinity.
  case undatedMovement = "undated_movement"
  /// Products whose cost is `NaN`, and pairs whose quantity on hand and last movement are.
  case notANumber = "not_a_number"
  /// Movements of a type that the service does not name.
  case unknownMovementType = "unknown_movement_type"
  /// Pairs with movements and without a level row.
  case missingLevel = "missing_level"
  /// Stores whose older level rows have a former name.
  case renamedStore = "renamed_store"
  /// Products whose name has quotes, line breaks, formulas, markup and the like.
  case awkwardName = "awkward_name"
  /// Products whose name is longer than 100 characters.
  case longName = "long_name"
  /// Products with a price of 0.
  case zeroPrice = "zero_price"
  /// Products without a sale for more than 90 days.
  case deadStock = "dead_stock"
  /// Pairs that ran low and whose order is known to the reorder policy only.
  case awaitingDelivery = "awaiting_delivery"
}

/// How often each planted defect occurs in a chain.
package struct PlantedDefects: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: PlantedDefect.allCases.count)

  init() {}

  /// The number of a kind, in the units that the kind's description names.
  package internal(set) subscript(defect: PlantedDefect) -> Int {
    get { counts[Self.position(of: defect)] }
    set { counts[Self.position(of: defect)] = newValue }
  }

  private static func position(of defect: PlantedDefect) -> Int {
    PlantedDefect.allCases.firstIndex(of: defect) ?? 0
  }
}
