public import Reports

/// How many movements each store has on each day of UTC, so that rows which come late, or go, show.
public struct DayCounts: Sendable {
  /// A count that is not known, though the day has movements.
  public static let unknown: Int32 = -1

  private var places: [Int32: Int] = [:]
  private var counts: [[Int32]] = []
  private var lastDay = Int32.min
  private var lastPlace = 0

  /// No movement.
  public init() {}

  /// The days that have any, in order.
  public var days: [Int32] { places.keys.sorted() }

  /// The day in which an instant lies.
  public static func day(of instant: Instant) -> Int32 {
    let (day, rest) = instant.microseconds.quotientAndRemainder(dividingBy: microseconds)
    return Int32(truncatingIfNeeded: rest < 0 ? day - 1 : day)
  }

  /// The first instant of a day.
  public static func start(of day: Int32) -> Instant {
    Instant(microseconds: Int64(day) * microseconds)
  }

  private static let microseconds: Int64 = 86_400_000_000

  /// Counts one movement.
  public mutating func add(_ instant: Instant, store: Int32) {
    let place = place(of: Self.day(of: instant), store: store)
    if counts[place][Int(store)] != Self.unknown { counts[place][Int(store)] += 1 }
  }

  /// The count of a store on a day; reading or writing makes room for it.
  public subscript(day: Int32, store: Int32) -> Int32 {
    get {
      guard let place = places[day], Int(store) < counts[place].count else { return 0 }
      return counts[place][Int(store)]
    }
    set {
      let place = place(of: day, store: store)
      counts[place][Int(store)] = newValue
    }
  }

  /// The stores of a day up to the highest that has any.
  func stores(of day: Int32) -> [Int32] { places[day].map { counts[$0] } ?? [] }

  /// Takes over the days before one from other counts, and forgets those before another.
  public mutating func take(_ other: DayCounts, from first: Int32, before end: Int32) {
    for day in other.days where day >= first && day < end {
      for (store, count) in other.stores(of: day).enumerated() where count != 0 {
        self[day, Int32(store)] = count
      }
    }
  }

  private mutating func place(of day: Int32, store: Int32) -> Int {
    if day != lastDay {
      lastDay = day
      if let known = places[day] {
        lastPlace = known
      } else {
        lastPlace = counts.count
        places[day] = lastPlace
        counts.append([])
      }
    }
    while counts[lastPlace].count <= Int(store) { counts[lastPlace].append(0) }
    return lastPlace
  }
}
