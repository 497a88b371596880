/// A `numeric` as an exact integer of a scale that the caller chose, or what has no such form.
///
/// `numeric 'NaN'` is a legal value of a column, so every reader has to decide about it.
public enum PostgresNumeric: Sendable, Hashable {
  /// The value times 10 to the power of the scale.
  case finite(Int128)
  /// The value NaN.
  case notANumber
  /// Infinite, or more digits than 128 bits hold at that scale.
  case tooLarge
}
