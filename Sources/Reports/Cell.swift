public import Values

/// One value of a row.
///
/// Text lies in the row's own buffer, so that a cell is a few plain words.
public enum Cell: Equatable, Sendable {
  /// No value.
  case null
  /// A piece of the row's text buffer: UTF-8 from `start`, `count` bytes long.
  case text(start: UInt32, count: UInt32)
  /// A number times ten to the power of its column's scale; the scale of an integer is 0.
  case number(Int128)
  /// A truth value.
  case boolean(Bool)
  /// A calendar day.
  case date(Day)
  /// A point in time.
  case timestamp(Instant)
  /// A UUID.
  case uuid(UUIDBytes)
}
