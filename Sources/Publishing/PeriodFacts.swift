public import Values

/// The business days of a run as its manifest has them.
public struct PeriodFacts: Hashable, Sendable {
  /// The first business date.
  public var from: Day
  /// The last business date, included.
  public var to: Day
  /// The IANA name of the zone the days are in.
  public var timeZone: String
  /// The first instant of the period.
  public var start: ZonedTime
  /// The first instant after it.
  public var end: ZonedTime
  /// Whether it was not over at the snapshot.
  public var provisional: Bool

  /// The facts of a period.
  init(_ period: Period, in calendar: BusinessCalendar) {
    from = period.from
    to = period.to
    timeZone = calendar.timeZoneName
    start = ZonedTime(period.start, in: calendar)
    end = ZonedTime(period.end, in: calendar)
    provisional = period.provisional
  }
}

extension PeriodFacts: Codable {
  private enum CodingKeys: String, CodingKey {
    case from, to
    case timeZone = "time_zone"
    case start, end, provisional
  }

  /// Reads the object; throws `DecodingError` when a date is none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func day(_ key: CodingKeys) throws -> Day {
      guard let day = Day(try container.decode(String.self, forKey: key)) else {
        throw DecodingError.dataCorruptedError(
          forKey: key, in: container, debugDescription: "not a date")
      }
      return day
    }
    from = try day(.from)
    to = try day(.to)
    timeZone = try container.decode(String.self, forKey: .timeZone)
    start = try container.decode(ZonedTime.self, forKey: .start)
    end = try container.decode(ZonedTime.self, forKey: .end)
    provisional = try container.decode(Bool.self, forKey: .provisional)
  }

  /// Writes the object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(from.description, forKey: .from)
    try container.encode(to.description, forKey: .to)
    try container.encode(timeZone, forKey: .timeZone)
    try container.encode(start, forKey: .start)
    try container.encode(end, forKey: .end)
    try container.encode(provisional, forKey: .provisional)
  }
}
