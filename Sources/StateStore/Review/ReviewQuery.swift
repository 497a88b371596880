public import Values

/// Which lines of the review are asked for.
public struct ReviewQuery: Sendable {
  /// The stores that may be seen; nil for all.
  public var stores: Set<UUIDBytes>?
  /// The day on which snoozes are looked at.
  public var day: Day
  /// Only this supplier, as `ReviewKey` names it.
  public var supplier: String?
  /// Only this store.
  public var store: UUIDBytes?
  /// Only these states; nil for every line that is suggested or decided about.
  public var states: Set<ReviewDecision.State>?
  /// Only lines that nobody has decided about in their cycle.
  public var isUntouched = false
  /// In what order.
  public var order = Order.urgency
  /// Only lines after this number, in the order of numbers.
  public var after: Int64 = 0
  /// How many lines are left out at the beginning.
  public var offset = 0
  /// How many lines at most.
  public var limit: Int

  /// In what order lines come.
  public enum Order: Sendable {
    /// By store, then the most pressing and the soonest out of stock first, then by SKU.
    case urgency
    /// By number.
    case id
  }

  /// Every line that is suggested or decided about.
  public init(stores: Set<UUIDBytes>?, day: Day, limit: Int) {
    self.stores = stores
    self.day = day
    self.limit = limit
  }
}

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
