import Values

/// Writes instants as Bangkok's clocks show them, `2026-11-21 14:03:22.123456+07`.
///
/// It remembers the last day's digits: rows come in order of time.
struct TimestampText {
  private var dayNumber = -1
  private var prefix: [UInt8] = []

  /// Appends an instant given in microseconds since 1970-01-01T00:00:00Z.
  mutating func append(_ microseconds: Int, to bytes: inout [UInt8]) {
    let local = microseconds + Bangkok.offset
    let day = local / Bangkok.day
    if day != dayNumber {
      dayNumber = day
      prefix = Array("\(Bangkok.date(day)) ".utf8)
    }
    let sinceMidnight = local - day * Bangkok.day
    let second = sinceMidnight / Bangkok.second
    bytes.append(contentsOf: prefix)
    bytes.append(digits: second / 3_600, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(digits: second / 60 % 60, width: 2)
    bytes.append(UInt8(ascii: ":"))
    bytes.append(digits: second % 60, width: 2)
    bytes.append(UInt8(ascii: "."))
    bytes.append(digits: sinceMidnight % Bangkok.second, width: 6)
    bytes.append(contentsOf: "+07".utf8)
  }
}

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
