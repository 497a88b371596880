/// A server's version as libpq counts it, such as 150020; 0 when the server says nothing that libpq
/// understands.
public struct ServerVersion: Sendable, Hashable, CustomStringConvertible {
  /// The number.
  public let number: Int

  /// The first that has what the queries ask for, such as `date_bin`.
  static let oldest = 140_000

  /// A version by its number.
  public init(_ number: Int) {
    self.number = number
  }

  /// The version as people write it, such as `15.20`.
  public var description: String {
    let (major, minor) = number.quotientAndRemainder(dividingBy: 10_000)
    // Up to 9.6 there were two numbers before the minor one.
    return major >= 10 ? "\(major).\(minor)" : "\(major).\(minor / 100).\(minor % 100)"
  }

  /// Why reports cannot be made from such a server, with what is needed; nil when they can.
  public var problem: String? {
    number > 0 && number < Self.oldest
      ? "PostgreSQL \(self) is too old: \(Self.oldest / 10_000) or newer is needed" : nil
  }
}
