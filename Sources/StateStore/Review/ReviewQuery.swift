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
