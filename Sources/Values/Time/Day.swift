/// A calendar day of the proleptic Gregorian calendar, without a time or a zone.
public struct Day: Hashable, Comparable, Sendable, BitwiseCopyable {
  /// Days since 1970-01-01; negative before it.
  public var daysSinceEpoch: Int32

  /// The day a number of days after 1970-01-01.
  public init(daysSinceEpoch: Int32) {
    self.daysSinceEpoch = daysSinceEpoch
  }

  /// The day of a year, month and day of the month, or nil when the calendar has no such day.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else {
      return nil
    }
    let days = Self.daysFromCivil(year: year, month: month, day: day)
    self.init(daysSinceEpoch: Int32(days))
    let back = civil
    guard back.year == year, back.month == month, back.day == day else { return nil }
  }

  /// Parses exactly `YYYY-MM-DD`; nil for anything else, also for a day that does not exist.
  public init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    let dash = UInt8(ascii: "-")
    guard bytes.count == 10, bytes[4] == dash, bytes[7] == dash else { return nil }
    var numbers = (0, 0, 0)
    for (index, byte) in bytes.enumerated() where index != 4 && index != 7 {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let digit = Int(byte - UInt8(ascii: "0"))
      switch index {
      case 0..<4: numbers.0 = numbers.0 * 10 + digit
      case 5..<7: numbers.1 = numbers.1 * 10 + digit
      default: numbers.2 = numbers.2 * 10 + digit
      }
    }
    self.init(year: numbers.0, month: numbers.1, day: numbers.2)
  }

  /// Whether it lies in the years 1 to 9999, which are written with four digits.
  public var isDated: Bool { (-719_162...2_932_896).contains(daysSinceEpoch) }

  /// Year, month 1...12 and day of the month 1...31.
  public var civil: (year: Int, month: Int, day: Int) {
    // Days to civil date by eras of 400 years, each beginning on 1 March: Howard Hinnant,
    // "chrono-Compatible Low-Level Date Algorithms".
    let shifted = Int(daysSinceEpoch) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The first day of its month.
  public var firstOfMonth: Day { advanced(by: 1 - civil.day) }

  /// 1 (Monday) to 7 (Sunday).
  public var weekday: Int {
    // 1970-01-01 was a Thursday.
    let shifted = (Int(daysSinceEpoch) + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }

  /// The day a number of days later, or earlier when negative; the last or first one there is
  /// beyond it.
  public func advanced(by days: Int) -> Day {
    let (sum, overflow) = Int(daysSinceEpoch).addingReportingOverflow(days)
    return Day(daysSinceEpoch: Int32(clamping: overflow ? days : sum))
  }

  /// How many days lie from this day to `other`; negative when it is earlier.
  public func distance(to other: Day) -> Int {
    Int(other.daysSinceEpoch) - Int(daysSinceEpoch)
  }

  /// Orders by time.
  public static func < (left: Day, right: Day) -> Bool {
    left.daysSinceEpoch < right.daysSinceEpoch
  }

  private static func daysFromCivil(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}

extension Day: Codable {
  /// Reads `YYYY-MM-DD`; throws `DecodingError` for another text.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let day = Day(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date")
    }
    self = day
  }

  /// Writes `YYYY-MM-DD`.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

extension Day: CustomStringConvertible {
  /// `YYYY-MM-DD`.
  public var description: String {
    var bytes: [UInt8] = []
    append(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `YYYY-MM-DD`.
  public func append(to bytes: inout [UInt8]) {
    let (year, month, day) = civil
    if (0...9999).contains(year) {
      bytes.append(digits: year, width: 4)
    } else {
      // The expanded form of ISO 8601: never a year without some of its digits.
      bytes.append(year < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
      bytes.append(digits: abs(year), width: 7)
    }
    bytes.append(UInt8(ascii: "-"))
    bytes.append(digits: month, width: 2)
    bytes.append(UInt8(ascii: "-"))
    bytes.append(digits: day, width: 2)
  }
}
