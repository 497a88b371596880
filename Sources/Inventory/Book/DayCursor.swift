public import Values

/// The business days of a stretch of time, for instants that come in order.
///
/// The edges are computed once; finding a day is a comparison with the edge ahead.
public struct DayCursor: Sendable {
  /// The first day.
  public let first: Day
  /// The first instant of each day, and last the end of the last day.
  public let edges: [Instant]
  private var current = 0

  /// The days `first...last` of a calendar.
  public init(first: Day, last: Day, calendar: BusinessCalendar) {
    self.first = first
    edges = (0...max(first.distance(to: last) + 1, 1)).map {
      calendar.start(of: first.advanced(by: $0))
    }
  }

  /// How many days there are.
  public var count: Int { edges.count - 1 }

  /// The place of the day in which an instant lies, which must not be earlier than the one before.
  ///
  /// An instant outside of the stretch counts to its first or last day.
  mutating func index(of instant: Instant) -> Int {
    while current < count - 1, edges[current + 1] <= instant { current += 1 }
    return current
  }
}
