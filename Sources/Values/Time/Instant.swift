import Foundation

/// A point in time, in whole microseconds since 1970-01-01T00:00:00Z, as PostgreSQL keeps it.
public struct Instant: Hashable, Comparable, Sendable {
  /// Microseconds since 1970-01-01T00:00:00Z; negative before it.
  public var microseconds: Int64

  /// The instant a number of microseconds after 1970-01-01T00:00:00Z.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// Later than every instant that a table can hold: PostgreSQL's `infinity`.
  public static let distantFuture = Instant(microseconds: .max)
  /// Earlier than every instant that a table can hold: PostgreSQL's `-infinity`.
  public static let distantPast = Instant(microseconds: .min)

  /// The instants whose year has four digits in every time zone: from 0001-01-02 on and before
  /// 9999-12-31, by UTC.
  ///
  /// Anything else, PostgreSQL's `infinity` too, is a slip or a placeholder: what has such a time is
  /// undated, as if it were NULL.
  public static let dated =
    Instant(microseconds: firstDated)..<Instant(microseconds: endOfDated)
  private static let firstDated: Int64 = -62_135_510_400_000_000
  private static let endOfDated: Int64 = 253_402_214_400_000_000

  /// Whether it has a place in a calendar: see ``dated``.
  public var isDated: Bool {
    microseconds >= Self.firstDated && microseconds < Self.endOfDated
  }

  /// Now, by this machine's clock: for logs, ids and durations, never for a figure.
  public static var now: Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }

  /// The instant so much later, or earlier when negative.
  public func advanced(by duration: Duration) -> Instant {
    Instant(microseconds: microseconds + duration.microseconds)
  }

  /// How much later it is than another instant; negative when it is earlier.
  public func microseconds(since other: Instant) -> Int64 { microseconds - other.microseconds }

  /// Without the fraction of its second.
  public var wholeSeconds: Instant {
    Instant(microseconds: microseconds.flooredQuotient(1_000_000) * 1_000_000)
  }

  /// Orders by time.
  public static func < (left: Instant, right: Instant) -> Bool {
    left.microseconds < right.microseconds
  }
}

extension Instant: Codable {
  /// Reads the microseconds since 1970.
  public init(from decoder: any Decoder) throws {
    self.init(microseconds: try decoder.singleValueContainer().decode(Int64.self))
  }

  /// Writes the microseconds since 1970; what people read has it as text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(microseconds)
  }
}

extension Instant: CustomStringConvertible {
  /// `YYYY-MM-DDTHH:MM:SS[.ffffff]Z`.
  public var description: String {
    var bytes: [UInt8] = []
    append(offsetSeconds: 0, to: &bytes)
    bytes.removeLast(6)
    bytes.append(UInt8(ascii: "Z"))
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends `YYYY-MM-DDTHH:MM:SS[.ffffff]+HH:MM` as clocks show it that far east of UTC.
  ///
  /// The fraction appears only when it is not 0. An offset with odd seconds, as local mean time
  /// had before standard time, is written `+HH:MM:SS`.
  public func append(offsetSeconds: Int, to bytes: inout [UInt8]) {
    let (sum, overflow) = microseconds.addingReportingOverflow(Int64(offsetSeconds) * 1_000_000)
    let local = overflow ? microseconds : sum
    let seconds = local.flooredQuotient(1_000_000)
    let fraction = Int(local &- seconds &* 1_000_000)
    let day = seconds.flooredQuotient(86_400)
    let secondOfDay = Int(seconds - day * 86_400)
    Day(daysSinceEpoch: Int32(clamping: day)).append(to: &bytes)
    bytes.append(UInt8(ascii: "T"))
    bytes.append(clock: secondOfDay, withSeconds: true)
    if fraction != 0 {
      bytes.append(UInt8(ascii: "."))
      bytes.append(digits: fraction, width: 6)
    }
    bytes.append(offsetSeconds < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
    let offset = abs(offsetSeconds)
    bytes.append(clock: offset, withSeconds: offset % 60 != 0)
  }
}

extension Duration {
  /// Whole microseconds, rounded towards 0.
  public var microseconds: Int64 {
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds / 1_000_000_000_000
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity, so that times before 1970 fall into their day.
  func flooredQuotient(_ divisor: Int64) -> Int64 {
    let quotient = self / divisor
    return self % divisor < 0 ? quotient - 1 : quotient
  }
}

extension [UInt8] {
  /// Appends a non-negative number, padded with zeros to a width.
  public mutating func append(digits number: Int, width: Int) {
    if width > 2 || number >= 100 { append(digits: number / 100, width: width - 2) }
    if width > 1 || number >= 10 { append(UInt8(ascii: "0") + UInt8(number / 10 % 10)) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }

  /// Appends `HH:MM` or `HH:MM:SS`.
  fileprivate mutating func append(clock seconds: Int, withSeconds: Bool) {
    append(digits: seconds / 3_600, width: 2)
    append(UInt8(ascii: ":"))
    append(digits: seconds / 60 % 60, width: 2)
    guard withSeconds else { return }
    append(UInt8(ascii: ":"))
    append(digits: seconds % 60, width: 2)
  }
}
