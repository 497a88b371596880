/// A `numeric` as an exact integer of a scale that the caller chose, or NaN.
///
/// `numeric 'NaN'` is a legal value of a column, so every reader has to decide about it.
public enum PostgresNumeric: Sendable, Hashable {
  /// The value times 10 to the power of the scale.
  case finite(Int128)
  /// The value NaN.
  case notANumber
}
