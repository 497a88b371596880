/// How one product is reordered: what the policy says, after its overrides.
struct ReorderTerms: Equatable, Sendable {
  enum Rule: String, Sendable {
    case auto
    case minMax = "min_max"
    case demand
  }

  /// Days from the order to the delivery.
  var leadTimeDays = 7
  /// The standard deviation of the lead time in days, scale 6.
  var leadTimeDeviation: Int64 = 0
  /// Days from one review of the stock to the next.
  var reviewDays = 7
  /// The share of cycles without a stock-out that is aimed at, scale 6.
  var serviceLevel: Int64 = 950_000
  /// The quantity that a pack holds, scale 3.
  var packSize: Int64 = 1_000
  /// The smallest quantity that may be ordered, scale 3.
  var minOrderQuantity: Int64 = 0
  /// How the rule is chosen.
  var rule = Rule.auto
}
