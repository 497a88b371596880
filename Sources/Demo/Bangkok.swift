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

  /// The day of the week, from 0 for Monday to 6 for Sunday; 1970-01-01 was a Thursday.
  static func weekday(of dayNumber: Int) -> Int {
    (dayNumber + 3) % 7
  }

  /// Year, month and day of the month of a day not before 1970.
  ///
  /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin on 1 March.
  static func civil(_ dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// A day as `YYYY-MM-DD`.
  static func text(_ dayNumber: Int) -> String {
    let (year, month, day) = civil(dayNumber)
    var bytes: [UInt8] = []
    bytes.append(digits: year, width: 4)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(digits: month, width: 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(digits: day, width: 2)
    return String(decoding: bytes, as: UTF8.self)
  }
}
