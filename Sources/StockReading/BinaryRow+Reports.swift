import Inventory
import Postgres
import Values

extension BinaryRow {
  func optionalUUID(_ index: Int) throws(PostgresError) -> UUIDBytes? {
    try isNull(index) ? nil : uuid(index)
  }

  /// A text, empty for NULL; `isReadable` becomes false when it is shown with escapes.
  func optionalString(
    _ index: Int, _ isReadable: inout Bool
  ) throws(PostgresError) -> String {
    try isNull(index) ? "" : string(index, &isReadable)
  }

  /// A quantity or a price; not a number when it is none that reports reckon with.
  func stored(_ index: Int, scale: Int) throws(PostgresError) -> StoredDecimal {
    guard let value = try numeric64(index, scale: scale) else { return .notANumber }
    return StoredDecimal(read: value, scale: scale)
  }

  /// When a row was last updated; `distantPast` when that is not known or undated.
  func updated(_ index: Int) throws(PostgresError) -> Instant {
    if try isNull(index) { return .distantPast }
    let instant = try instant(index)
    return instant.isDated ? instant : .distantPast
  }

  func text(
    _ index: Int, in pool: inout TextPool, _ isReadable: inout Bool
  ) throws -> TextReference {
    try isNull(index) ? .none : withText(index, &isReadable) { pool.add($0) }
  }
}

extension Instant {
  /// A literal of type timestamptz for the instant.
  ///
  /// PostgreSQL's own words stand for what is beyond the dated instants.
  var sqlLiteral: String {
    if self > Self.dated.upperBound { return "'infinity'::timestamptz" }
    return self < Self.dated.lowerBound ? "'-infinity'::timestamptz" : "'\(self)'::timestamptz"
  }
}
