public import Values

/// How the review of one supplier's suggestions stands.
public struct SupplierReview: Hashable, Sendable {
  /// The supplier, as `ReviewKey` names it.
  public var supplier: String
  /// The supplier's name; empty when the products have none.
  public var name: String
  /// How many lines stand how; what was ordered counts while it is still suggested.
  public var counts: [ReviewDecision.State: Int]
  /// What the lines cost that are open or approved, scale 2, without those of unknown cost.
  public var value: Int128
  /// What the approved lines cost, scale 2.
  public var approvedValue: Int128
  /// How many of the open and approved lines have no known cost.
  public var withoutCost: Int
  /// How many lines have other figures than those decided on.
  public var changed: Int
  /// How many approved lines are no longer suggested.
  public var noLongerSuggested: Int
  /// The earliest day until which the stock of an open or approved line lasts.
  public var stockout: Day?
  /// How many open lines have nothing in stock.
  public var outOfStock: Int
}
