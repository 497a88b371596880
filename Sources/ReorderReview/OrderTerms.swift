public import StateStore

/// In what amounts a product can be ordered.
public struct OrderTerms: Hashable, Sendable {
  /// What orders are multiples of, scale 3, above 0.
  public var pack: Int64
  /// The least that can be ordered, scale 3.
  public var minimum: Int64

  /// Terms.
  public init(pack: Int64, minimum: Int64) {
    self.pack = pack
    self.minimum = minimum
  }
}

extension ReviewLine {
  /// In what amounts it can be ordered, by the policy of its latest run; nil when that was made by a
  /// version which did not publish it: then nothing is known of packs and minimum orders.
  public var terms: OrderTerms? {
    guard let pack = figures.packSize, let minimum = figures.minimumOrder else { return nil }
    return OrderTerms(pack: pack, minimum: minimum)
  }
}
