import Foundation

/// Business days of one time zone: calendar days whose edges are its own midnights.
///
/// A day has 23, 24 or 25 hours, as the zone's rules say. The offsets are looked up in a table made
/// once, so that a time stamp in a row costs no call into Foundation.
public struct BusinessCalendar: Sendable {
  /// The IANA name, for example `Asia/Bangkok`.
  public let timeZoneName: String
  private let timeZone: TimeZone
  private let offsets: [Offset]

  private struct Offset {
    var start: Int64
    var seconds: Int32
  }

  /// From 1970 to 2100 offsets are tabulated; outside of it Foundation is asked each time.
  private static let tabulated: Range<Int64> = 0..<4_102_444_800

  /// The calendar of a zone, or nil when there is none of that name.
  public init?(timeZoneName: String) {
    // Foundation takes "GMT+7" and abbreviations too; an IANA name is what the files promise.
    guard timeZoneName == "UTC" || timeZoneName.contains("/"),
      let zone = TimeZone(identifier: timeZoneName)
    else { return nil }
    self.timeZoneName = timeZoneName
    timeZone = zone
    offsets = Self.tabulate(zone)
  }

  /// Universal time.
  public static let utc = BusinessCalendar(timeZone: .gmt, name: "UTC")

  private init(timeZone: TimeZone, name: String) {
    timeZoneName = name
    self.timeZone = timeZone
    offsets = Self.tabulate(timeZone)
  }

  /// Seconds east of UTC at an instant.
  public func offset(at instant: Instant) -> Int {
    offset(atSecond: instant.microseconds.flooredQuotient(1_000_000))
  }

  /// The first instant of a business day.
  ///
  /// Where the clock skips midnight, the day begins when the clock jumps; where midnight comes
  /// twice, it begins at the first.
  public func start(of day: Day) -> Instant {
    let midnight = Int64(day.daysSinceEpoch) * 86_400
    let before = offset(atSecond: midnight - 2 * 86_400)
    let after = offset(atSecond: midnight + 2 * 86_400)
    let early = midnight - Int64(before)
    guard before != after else { return Instant(microseconds: early * 1_000_000) }
    let change = Self.change(
      in: timeZone, after: midnight - 2 * 86_400, to: midnight + 2 * 86_400)
    let late = midnight - Int64(after)
    let start = early < change ? early : max(late, change)
    return Instant(microseconds: start * 1_000_000)
  }

  /// The business day in which an instant lies; the first or last there is for one that is undated.
  public func day(of instant: Instant) -> Day {
    let instant = min(max(instant, Instant.dated.lowerBound), Instant.dated.upperBound)
    let second = instant.microseconds.flooredQuotient(1_000_000)
    let local = second + Int64(offset(atSecond: second))
    let day = Day(daysSinceEpoch: Int32(clamping: local.flooredQuotient(86_400)))
    // The edges decide, so that a clock turned back over midnight does not split a day in two.
    if instant < start(of: day) { return day.advanced(by: -1) }
    return instant < start(of: day.advanced(by: 1)) ? day : day.advanced(by: 1)
  }

  /// Appends `YYYY-MM-DDTHH:MM:SS[.ffffff]+07:00` as the zone's clocks show the instant.
  public func append(_ instant: Instant, to bytes: inout [UInt8]) {
    instant.append(offsetSeconds: offset(at: instant), to: &bytes)
  }

  /// The instant as `YYYY-MM-DDTHH:MM:SS[.ffffff]+07:00`.
  public func text(_ instant: Instant) -> String {
    var bytes: [UInt8] = []
    append(instant, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func offset(atSecond second: Int64) -> Int {
    guard Self.tabulated.contains(second) else { return Self.offset(of: timeZone, at: second) }
    var low = 0
    var high = offsets.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if offsets[middle].start <= second { low = middle } else { high = middle }
    }
    return Int(offsets[low].seconds)
  }

  private static func offset(of zone: TimeZone, at second: Int64) -> Int {
    zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(second)))
  }

  /// Every offset the zone has had: looked at day by day, each change then found to the second.
  ///
  /// Foundation's own list of transitions leaves out a change of the standard offset.
  private static func tabulate(_ zone: TimeZone) -> [Offset] {
    var second = tabulated.lowerBound
    var current = offset(of: zone, at: second)
    var table = [Offset(start: second, seconds: Int32(current))]
    while second < tabulated.upperBound {
      let next = second + 86_400
      let found = offset(of: zone, at: next)
      if found != current {
        table.append(
          Offset(start: change(in: zone, after: second, to: next), seconds: Int32(found)))
        current = found
      }
      second = next
    }
    return table
  }

  /// The first second after `low` with the offset that `high` has.
  private static func change(in zone: TimeZone, after low: Int64, to high: Int64) -> Int64 {
    let target = offset(of: zone, at: high)
    var low = low
    var high = high
    while high - low > 1 {
      let middle = (low + high) / 2
      if offset(of: zone, at: middle) == target { high = middle } else { low = middle }
    }
    return high
  }
}
