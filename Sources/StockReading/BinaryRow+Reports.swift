import Inventory
import Postgres
import Reports

extension BinaryRow {
  func uuidBytes(_ index: Int) throws(PostgresError) -> UUIDBytes {
    let (high, low) = try uuid(index)
    return UUIDBytes(high: high, low: low)
  }

  func optionalUUID(_ index: Int) throws(PostgresError) -> UUIDBytes? {
    try isNull(index) ? nil : uuidBytes(index)
  }

  /// A text, empty for NULL.
  func optionalString(_ index: Int) throws(PostgresError) -> String {
    try isNull(index) ? "" : string(index)
  }

  func stored(_ index: Int, scale: Int) throws(PostgresError) -> StoredDecimal {
    try numeric64(index, scale: scale).map { StoredDecimal($0) } ?? .notANumber
  }

  func instant(_ index: Int) throws(PostgresError) -> Instant {
    Instant(microseconds: try timestamp(index))
  }

  func text(_ index: Int, in pool: inout TextPool) throws -> TextReference {
    try isNull(index) ? .none : withText(index) { pool.add($0) }
  }
}

extension Instant {
  /// A literal of type timestamptz for the instant.
  ///
  /// PostgreSQL's own words stand for the two ends of time.
  var sqlLiteral: String {
    if self == .distantFuture { return "'infinity'::timestamptz" }
    return self == .distantPast ? "'-infinity'::timestamptz" : "'\(self)'::timestamptz"
  }
}
