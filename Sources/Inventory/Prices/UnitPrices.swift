/// What one unit of a product costs and what it sells for.
public struct UnitPrices: Hashable, Sendable, BitwiseCopyable {
  /// The cost of one unit, scale 2.
  public var cost: StoredDecimal
  /// The price of one unit, scale 2.
  public var sell: StoredDecimal

  /// A cost and a price.
  public init(cost: StoredDecimal, sell: StoredDecimal) {
    self.cost = cost
    self.sell = sell
  }
}

extension Product {
  /// Today's cost and price.
  var todaysPrices: UnitPrices { UnitPrices(cost: costPrice, sell: sellPrice) }
}
