import Postgres
import Reports
import Values

/// Turns a field of a query's row into the cell of a column.
struct CellDecoder {
  let column: ColumnType
  let place: Int
  let oid: UInt32

  /// PostgreSQL's type oids, which never change.
  private enum OID {
    static let bool: UInt32 = 16
    static let integers: Set<UInt32> = [20, 21, 23]
    static let texts: Set<UInt32> = [25, 1042, 1043]
    static let date: UInt32 = 1082
    static let timestamp: UInt32 = 1184
    static let numeric: UInt32 = 1700
    static let uuid: UInt32 = 2950
  }

  /// Whether values of a PostgreSQL type can fill a column.
  static func fits(_ column: ColumnType, oid: UInt32) -> Bool {
    switch column {
    case .text, .code: OID.texts.contains(oid)
    case .quantity, .money, .price, .ratio, .integer, .decimal:
      oid == OID.numeric || OID.integers.contains(oid)
    case .date: oid == OID.date
    case .timestamp: oid == OID.timestamp
    case .boolean: oid == OID.bool
    case .uuid: oid == OID.uuid
    }
  }

  /// The PostgreSQL type to cast to for a column.
  static func cast(for column: ColumnType) -> String {
    switch column {
    case .text, .code: "text"
    case .integer: "bigint"
    case .quantity, .money, .price, .ratio, .decimal: "numeric"
    case .date: "date"
    case .timestamp: "timestamptz"
    case .boolean: "boolean"
    case .uuid: "uuid"
    }
  }

  /// What a value has that a cell cannot show as it is.
  enum Oddity {
    /// Infinite, or a number with too many digits for its sums to fit: the cell is empty.
    case tooLarge
    /// Bytes that are not UTF-8: they are escaped.
    case notUTF8
  }

  /// Numbers of a column's scale have at most 30 digits, so that no total leaves 128 bits.
  private static let limit = UInt128(ExactDecimal.powerOfTen(30))

  /// Appends the cell of a row; NaN and what has no place in a calendar are empty.
  func append(_ row: borrowing BinaryRow, to buffer: inout RowBuffer) throws -> Oddity? {
    guard try !row.isNull(place) else {
      buffer.append(.null)
      return nil
    }
    switch column {
    case .text, .code:
      var isReadable = true
      try row.withText(place, &isReadable) { buffer.append(text: $0) }
      return isReadable ? nil : .notUTF8
    case .quantity, .money, .price, .ratio, .integer, .decimal:
      let number = try number(row)
      guard case .finite(let value) = number, value.magnitude < Self.limit else {
        buffer.append(.null)
        return number == .notANumber ? nil : .tooLarge
      }
      buffer.append(.number(value))
    case .date:
      let day = try row.day(place)
      buffer.append(day.isDated ? .date(day) : .null)
    case .timestamp:
      let instant = try row.instant(place)
      buffer.append(instant.isDated ? .timestamp(instant) : .null)
    case .boolean:
      buffer.append(.boolean(try row.bool(place)))
    case .uuid:
      buffer.append(.uuid(try row.uuid(place)))
    }
    return nil
  }

  /// The number at the column's scale.
  private func number(_ row: borrowing BinaryRow) throws -> PostgresNumeric {
    let scale = column.scale ?? 0
    guard oid != OID.numeric else { return try row.numeric(place, scale: scale) }
    let (value, overflow) = Int128(try row.integer(place))
      .multipliedReportingOverflow(by: ExactDecimal.powerOfTen(scale))
    return overflow ? .tooLarge : .finite(value)
  }
}
