public import Values

/// A store on a day of UTC.
public struct StoreDay: Hashable, Comparable, Sendable {
  /// The day, counted from 1970-01-01.
  public var day: Int32
  /// The store.
  public var store: UUIDBytes

  /// A store on a day.
  public init(day: Int32, store: UUIDBytes) {
    self.day = day
    self.store = store
  }

  /// By day, then store.
  public static func < (left: StoreDay, right: StoreDay) -> Bool {
    left.day == right.day ? left.store < right.store : left.day < right.day
  }

  /// The day in which an instant lies.
  public static func day(of instant: Instant) -> Int32 {
    let (day, rest) = instant.microseconds.quotientAndRemainder(dividingBy: microseconds)
    return Int32(truncatingIfNeeded: rest < 0 ? day - 1 : day)
  }

  /// The first instant of a day.
  public static func start(of day: Int32) -> Instant {
    Instant(microseconds: Int64(day) * microseconds)
  }

  /// The days of the instants that have a date.
  static let (first, last) = (
    Int64(day(of: Instant.dated.lowerBound)), Int64(day(of: Instant.dated.upperBound))
  )

  private static let microseconds: Int64 = 86_400_000_000
}
