package import Values

/// The business days of a run as its manifest has them.
package struct PeriodFacts: Hashable, Codable, Sendable {
  /// The first business date.
  package var from: Day
  /// The last business date, included.
  package var to: Day
  /// The IANA name of the zone the days are in.
  package var timeZone: String
  /// The first instant of the period.
  package var start: ZonedTime
  /// The first instant after it.
  package var end: ZonedTime
  /// Whether it was not over at the snapshot.
  package var provisional: Bool

  private enum CodingKeys: String, CodingKey {
    case from, to
    case timeZone = "time_zone"
    case start, end, provisional
  }

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
