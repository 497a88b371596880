package import Values

/// Which lines of the review are asked for.
package struct ReviewQuery: Sendable {
  /// The stores that may be seen; nil for all.
  package var stores: Set<UUIDBytes>?
  /// The day on which snoozes are looked at.
  package var day: Day
  /// Only this supplier, as `ReviewKey` names it.
  package var supplier: String?
  package var store: UUIDBytes?
  /// Only these states; nil for every line that is suggested or decided about.
  package var states: Set<ReviewDecision.State>?
  /// Only lines that nobody has decided about in their cycle.
  package var isUntouched = false
  package var order = Order.urgency
  /// Only lines after this number, in the order of numbers.
  package var after: Int64 = 0
  /// How many lines are left out at the beginning.
  package var offset = 0
  /// How many lines at most.
  package var limit: Int

  /// In what order lines come.
  package enum Order: Sendable {
    /// By store, then the most pressing and the soonest out of stock first, then by SKU.
    case urgency
    /// By number.
    case id
  }

  /// Every line that is suggested or decided about.
  package init(stores: Set<UUIDBytes>?, day: Day, limit: Int) {
    self.stores = stores
    self.day = day
    self.limit = limit
  }
}

/// How the review of one supplier's suggestions stands.
package struct SupplierReview: Hashable, Sendable {
  /// The supplier, as `ReviewKey` names it.
  package var supplier: String
  /// The supplier's name; empty when the products have none.
  package var name: String
  /// How many lines stand how; what was ordered counts while it is still suggested.
  package var counts: [ReviewDecision.State: Int]
  /// What the lines cost that are open or approved, scale 2, without those of unknown cost.
  package var value: Int128
  /// What the approved lines cost, scale 2.
  package var approvedValue: Int128
  /// How many of the open and approved lines have no known cost.
  package var withoutCost: Int
  /// How many lines have other figures than those decided on.
  package var changed: Int
  /// How many approved lines are no longer suggested.
  package var noLongerSuggested: Int
  /// The earliest day until which the stock of an open or approved line lasts.
  package var stockout: Day?
  /// How many open lines have nothing in stock.
  package var outOfStock: Int
}
