/// A position in the write-ahead log, as `pg_lsn` counts: bytes since the log began.
public struct WALPosition: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The number of bytes before this position.
  public let bytes: UInt64

  /// The position after a number of bytes.
  public init(bytes: UInt64) {
    self.bytes = bytes
  }

  /// The position that PostgreSQL writes as two hexadecimal numbers, such as `0/EE702A0`.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let high = UInt32(parts[0], radix: 16),
      let low = UInt32(parts[1], radix: 16)
    else { return nil }
    bytes = UInt64(high) << 32 | UInt64(low)
  }

  /// The position as PostgreSQL writes it.
  public var description: String {
    let (high, low) = (bytes >> 32, bytes & 0xFFFF_FFFF)
    return String(high, radix: 16, uppercase: true) + "/"
      + String(low, radix: 16, uppercase: true)
  }

  /// Whether one position comes before another.
  public static func < (one: WALPosition, other: WALPosition) -> Bool { one.bytes < other.bytes }
}
