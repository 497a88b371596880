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
