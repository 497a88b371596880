package import Values

/// The figures of a suggestion in one run, exact as published.
package struct ReviewFigures: Hashable, Codable, Sendable {
  /// Stock at the end of the business date, scale 3.
  package var onHand: Int64
  /// What is ordered and has not arrived, scale 3.
  package var onOrder: Int64
  /// The service's reorder level, scale 3; nil when it is not a number.
  package var reorderLevel: Int64?
  /// The service's maximum stock, scale 3; nil when it is not a number, 0 when none is set.
  package var maxStock: Int64?
  /// Units a day, scale 6; nil when too little is known.
  package var averageDailyDemand: Int64?
  /// Days that the stock lasts, scale 1; nil without demand.
  package var daysOfCover: Int64?
  /// The day until which the stock lasts; nil without demand.
  package var stockout: Day? {
    get { stockoutDay.map(Day.init(daysSinceEpoch:)) }
    set { stockoutDay = newValue?.daysSinceEpoch }
  }
  private var stockoutDay: Int32?
  /// Days from order to arrival.
  package var leadTimeDays: Int
  /// How much to order, scale 3.
  package var suggested: Int64
  /// What orders are multiples of, scale 3, above 0; nil when the run does not say.
  package var packSize: Int64?
  /// The least that can be ordered, scale 3; nil when the run does not say.
  package var minimumOrder: Int64?
  /// What one unit costs, scale 2; nil when it is not a number.
  package var unitCost: Int64?
  /// How pressing it is.
  package var urgency: Urgency
  /// Why so much, in one sentence.
  package var reason: String

  private enum CodingKeys: String, CodingKey {
    case onHand, onOrder, reorderLevel, maxStock, averageDailyDemand, daysOfCover
    case stockoutDay = "stockout"
    case leadTimeDays, suggested, packSize, minimumOrder, unitCost, urgency, reason
  }

  /// How pressing a suggestion is, the least pressing first.
  package enum Urgency: String, Codable, Comparable, CaseIterable, Sendable {
    /// It is time to order.
    case due
    /// The stock does not last until an order arrives.
    case critical
    /// Nothing is in stock.
    case outOfStock = "out_of_stock"

    /// 0 for the least pressing.
    package var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Orders by how pressing it is.
    package static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }
  }

  /// Figures with the given values, the others unknown.
  package init(
    onHand: Int64, onOrder: Int64 = 0, leadTimeDays: Int = 0, suggested: Int64, unitCost: Int64?,
    urgency: Urgency, reason: String
  ) {
    self.onHand = onHand
    self.onOrder = onOrder
    self.leadTimeDays = leadTimeDays
    self.suggested = suggested
    self.unitCost = unitCost
    self.urgency = urgency
    self.reason = reason
  }
}
