public import Values

/// What a product cost and sold for from an instant on.
public struct PriceObservation: Hashable, Sendable {
  /// The product.
  public var product: UUIDBytes
  /// From when on.
  public var start: Instant
  /// The cost of one unit in cents; nil when it is not a number.
  public var cost: Int64?
  /// The price of one unit in cents; nil when it is not a number.
  public var sell: Int64?

  /// An observation.
  public init(product: UUIDBytes, start: Instant, cost: Int64?, sell: Int64?) {
    self.product = product
    self.start = start
    self.cost = cost
    self.sell = sell
  }
}
