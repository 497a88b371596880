/// What the server says of the movements of a day: how many there are, and the sum of their hashes.
///
/// The sum hangs on every column that a report takes from a movement and on no order, so that a
/// movement that is added, removed, moved or changed makes another one.
public struct DayChecksum: Hashable, Sendable {
  /// How many movements there are.
  public var movements: Int
  /// The sum of their hashes, modulo 2^64.
  public var hash: UInt64

  /// The checksum of a number of movements; by default of none.
  public init(movements: Int = 0, hash: UInt64 = 0) {
    self.movements = movements
    self.hash = hash
  }

  /// The checksum of the movements of both.
  public static func += (left: inout DayChecksum, right: DayChecksum) {
    left.movements += right.movements
    left.hash &+= right.hash
  }
}
