import Values

/// Days and clocks of Asia/Bangkok by integer arithmetic: seven hours east of UTC, all year.
enum Bangkok {
  /// Microseconds in a second.
  static let second = 1_000_000
  /// Microseconds in an hour.
  static let hour = 3_600 * second
  /// Microseconds in a day; no day here is longer or shorter.
  static let day = 24 * hour
  /// How far the clocks are ahead of UTC, in microseconds.
  static let offset = 7 * hour

  /// The day, counted from 1970-01-01, in which an instant lies.
  static func day(of microseconds: Int) -> Int {
    (microseconds + offset) / day
  }

  /// The instant at which a day begins, in microseconds since 1970-01-01T00:00:00Z.
  static func start(of dayNumber: Int) -> Int {
    dayNumber * day - offset
  }

  /// The calendar day of a day counted from 1970-01-01.
  static func date(_ dayNumber: Int) -> Day {
    Day(daysSinceEpoch: Int32(dayNumber))
  }
}
