import Values

/// A DECIMAL as the tables hold it: an integer at the column's scale, or PostgreSQL's NaN.
///
/// NaN spreads through sums, so that a figure made from it is empty and never wrong. So does a sum
/// that leaves 64 bits, which takes nine thousand of the largest quantities.
public struct StoredDecimal: Hashable, Sendable, BitwiseCopyable {
  private var raw: Int64

  /// A number at the column's scale.
  public init(_ value: Int64) {
    raw = value
  }

  /// A price (scale 2) or a quantity (scale 3) as a table has it: not a number from a trillion on, to
  /// which no price and no stock comes, so that sums have room.
  public init(read value: Int64, scale: Int) {
    let limit: UInt64 = scale == 2 ? 100_000_000_000_000 : 1_000_000_000_000_000
    self.init(value.magnitude < limit ? value : .min)
  }

  /// PostgreSQL's `NaN`.
  public static let notANumber = StoredDecimal(.min)
  /// Zero.
  public static let zero = StoredDecimal(0)

  /// The number at the column's scale, or nil for NaN.
  public var value: Int64? { raw == .min ? nil : raw }
  /// Whether it is NaN.
  public var isNotANumber: Bool { raw == .min }
  /// Whether it is anything but 0; NaN is, as in PostgreSQL.
  public var isNonZero: Bool { raw != 0 }

  /// The 64 bits in which it is kept, to store it elsewhere and make it again.
  public var bits: UInt64 { UInt64(bitPattern: raw) }

  /// What had these bits.
  public init(bits: UInt64) {
    raw = Int64(bitPattern: bits)
  }

  /// The sum; NaN when either is, or when it leaves 64 bits.
  public static func + (left: StoredDecimal, right: StoredDecimal) -> StoredDecimal {
    if left.raw == .min || right.raw == .min { return notANumber }
    let (sum, overflow) = left.raw.addingReportingOverflow(right.raw)
    return overflow ? notANumber : StoredDecimal(sum)
  }

  /// The difference; NaN as for the sum.
  public static func - (left: StoredDecimal, right: StoredDecimal) -> StoredDecimal {
    left + -right
  }

  /// The negative; NaN stays NaN.
  public static prefix func - (value: StoredDecimal) -> StoredDecimal {
    value.raw == .min ? notANumber : StoredDecimal(-value.raw)
  }

  /// Adds to a sum.
  public static func += (left: inout StoredDecimal, right: StoredDecimal) {
    left = left + right
  }

  /// The value of this quantity (scale 3) at a price (scale 2), scale 2, half a cent away from zero;
  /// nil when either is NaN.
  ///
  /// Nil too above 10^26 of any currency, which a hundred of the largest quantities at the largest
  /// price come to: so no sum of values leaves 128 bits.
  func value(at price: StoredDecimal) -> Int128? {
    guard let quantity = value, let price = price.value else { return nil }
    let value = ExactDecimal.value(quantity: quantity, price: price)
    return value.magnitude <= Self.mostValue ? value : nil
  }

  private static let mostValue: UInt128 = 10_000_000_000_000_000_000_000_000_000
}
