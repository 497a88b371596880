public import Reports

/// The figures of a suggestion in one run, exact as published.
public struct ReviewFigures: Hashable, Sendable {
  /// Stock at the end of the business date, scale 3.
  public var onHand: Int64
  /// What is ordered and has not arrived, scale 3.
  public var onOrder: Int64
  /// The service's reorder level, scale 3; nil when it is not a number.
  public var reorderLevel: Int64?
  /// The service's maximum stock, scale 3; nil when it is not a number, 0 when none is set.
  public var maxStock: Int64?
  /// Units a day, scale 6; nil when too little is known.
  public var averageDailyDemand: Int64?
  /// Days that the stock lasts, scale 1; nil without demand.
  public var daysOfCover: Int64?
  /// The day until which the stock lasts; nil without demand.
  public var stockout: Day?
  /// Days from order to arrival.
  public var leadTimeDays: Int
  /// How much to order, scale 3.
  public var suggested: Int64
  /// What orders are multiples of, scale 3, above 0; nil when the run does not say.
  public var packSize: Int64?
  /// The least that can be ordered, scale 3; nil when the run does not say.
  public var minimumOrder: Int64?
  /// What one unit costs, scale 2; nil when it is not a number.
  public var unitCost: Int64?
  /// How pressing it is.
  public var urgency: Urgency
  /// Why so much, in one sentence.
  public var reason: String

  /// How pressing a suggestion is, the least pressing first.
  public enum Urgency: String, Codable, Comparable, CaseIterable, Sendable {
    /// It is time to order.
    case due
    /// The stock does not last until an order arrives.
    case critical
    /// Nothing is in stock.
    case outOfStock = "out_of_stock"

    /// 0 for the least pressing.
    public var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }

    /// Orders by how pressing it is.
    public static func < (left: Urgency, right: Urgency) -> Bool { left.rank < right.rank }
  }

  /// Figures with the given values, the others unknown.
  public init(
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

extension ReviewFigures: Codable {
  private enum CodingKeys: String, CodingKey {
    case onHand, onOrder, reorderLevel, maxStock, averageDailyDemand, daysOfCover, stockout
    case leadTimeDays, suggested, packSize, minimumOrder, unitCost, urgency, reason
  }

  /// Reads what `encode` wrote.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    onHand = try values.decode(Int64.self, forKey: .onHand)
    onOrder = try values.decode(Int64.self, forKey: .onOrder)
    reorderLevel = try values.decodeIfPresent(Int64.self, forKey: .reorderLevel)
    maxStock = try values.decodeIfPresent(Int64.self, forKey: .maxStock)
    averageDailyDemand = try values.decodeIfPresent(Int64.self, forKey: .averageDailyDemand)
    daysOfCover = try values.decodeIfPresent(Int64.self, forKey: .daysOfCover)
    stockout = try values.decodeIfPresent(Int32.self, forKey: .stockout)
      .map(Day.init(daysSinceEpoch:))
    leadTimeDays = try values.decode(Int.self, forKey: .leadTimeDays)
    suggested = try values.decode(Int64.self, forKey: .suggested)
    packSize = try values.decodeIfPresent(Int64.self, forKey: .packSize)
    minimumOrder = try values.decodeIfPresent(Int64.self, forKey: .minimumOrder)
    unitCost = try values.decodeIfPresent(Int64.self, forKey: .unitCost)
    urgency = try values.decode(Urgency.self, forKey: .urgency)
    reason = try values.decode(String.self, forKey: .reason)
  }

  /// Writes integers of each figure's scale.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(onHand, forKey: .onHand)
    try values.encode(onOrder, forKey: .onOrder)
    try values.encodeIfPresent(reorderLevel, forKey: .reorderLevel)
    try values.encodeIfPresent(maxStock, forKey: .maxStock)
    try values.encodeIfPresent(averageDailyDemand, forKey: .averageDailyDemand)
    try values.encodeIfPresent(daysOfCover, forKey: .daysOfCover)
    try values.encodeIfPresent(stockout?.daysSinceEpoch, forKey: .stockout)
    try values.encode(leadTimeDays, forKey: .leadTimeDays)
    try values.encode(suggested, forKey: .suggested)
    try values.encodeIfPresent(packSize, forKey: .packSize)
    try values.encodeIfPresent(minimumOrder, forKey: .minimumOrder)
    try values.encodeIfPresent(unitCost, forKey: .unitCost)
    try values.encode(urgency, forKey: .urgency)
    try values.encode(reason, forKey: .reason)
  }
}
