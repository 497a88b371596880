public import Values

/// How one product stands in one store now, with what an alert says of it.
public struct StockItem: Sendable {
  /// The store's id.
  public var store: UUIDBytes
  /// The store's name.
  public var storeName: String
  /// The product's id.
  public var product: UUIDBytes
  /// The product's name.
  public var productName: String
  /// Its stock keeping unit.
  public var sku: String
  /// Its supplier.
  public var supplier: GroupLabel
  /// Its category.
  public var category: GroupLabel
  /// On hand, scale 3.
  public var onHand: StoredDecimal
  /// The service's own level, scale 3.
  public var reorderLevel: StoredDecimal
  /// What would be ordered, scale 3; 0 for nothing.
  public var suggestedQuantity: Int64
  /// Days that the stock lasts, scale 1; nil without demand.
  public var daysOfCover: Int64?
  /// The first business date at whose end it was low, up to now; nil when low throughout the window.
  public var lowSince: Day?
  /// When the ledger came to the level and has not recovered since; nil when that was before the
  /// demand window.
  public var lowStart: Instant?
  /// When the ledger came to 0 or less; nil when that was before the demand window.
  public var outStart: Instant?

  /// An item.
  public init(
    store: UUIDBytes, storeName: String, product: UUIDBytes, productName: String, sku: String,
    supplier: GroupLabel, category: GroupLabel, onHand: StoredDecimal,
    reorderLevel: StoredDecimal, suggestedQuantity: Int64, daysOfCover: Int64?, lowSince: Day?,
    lowStart: Instant?, outStart: Instant?
  ) {
    self.store = store
    self.storeName = storeName
    self.product = product
    self.productName = productName
    self.sku = sku
    self.supplier = supplier
    self.category = category
    self.onHand = onHand
    self.reorderLevel = reorderLevel
    self.suggestedQuantity = suggestedQuantity
    self.daysOfCover = daysOfCover
    self.lowSince = lowSince
    self.lowStart = lowStart
    self.outStart = outStart
  }

  /// Whether it is low, by the rule of the low-stock report.
  public var isLow: Bool { StockRule.isLow(onHand, at: reorderLevel) }
}

/// When stock is low, and when it is low no more.
public enum StockRule {
  /// Whether so much on hand is low: below 0, or at or below a reorder level that is set.
  ///
  /// What is not a number is not low.
  public static func isLow(_ onHand: StoredDecimal, at reorderLevel: StoredDecimal) -> Bool {
    guard let onHand = onHand.value else { return false }
    if onHand < 0 { return true }
    guard let level = reorderLevel.value else { return false }
    return level > 0 && onHand <= level
  }

  /// Whether what was low has recovered: above its reorder level by more than `margin` percent, or
  /// not below 0 where no level is set.
  ///
  /// So a product that hovers at its level is low once and not with every sale.
  public static func isRearmed(
    _ onHand: StoredDecimal, at reorderLevel: StoredDecimal, margin: Int
  ) -> Bool {
    guard let onHand = onHand.value, let level = reorderLevel.value else { return false }
    guard level > 0 else { return onHand >= 0 }
    return Int128(onHand) * 100 > Int128(level) * Int128(100 + margin)
  }
}
