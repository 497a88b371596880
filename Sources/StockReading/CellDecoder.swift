import Postgres
import Reports

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

  func append(_ row: borrowing BinaryRow, to buffer: inout RowBuffer) throws {
    guard try !row.isNull(place) else {
      buffer.append(.null)
      return
    }
    switch column {
    case .text, .code:
      try row.withText(place) { buffer.append(text: $0) }
    case .quantity, .money, .price, .ratio, .integer, .decimal:
      buffer.append(number: try number(row))
    case .date:
      buffer.append(.date(Day(daysSinceEpoch: try row.date(place))))
    case .timestamp:
      let instant = try row.instant(place)
      buffer.append(instant.isFinite ? .timestamp(instant) : .null)
    case .boolean:
      buffer.append(.boolean(try row.bool(place)))
    case .uuid:
      buffer.append(.uuid(try row.uuidBytes(place)))
    }
  }

  /// The number at the column's scale; nil for NaN.
  private func number(_ row: borrowing BinaryRow) throws -> Int128? {
    let scale = column.scale ?? 0
    guard oid == OID.numeric else {
      return Int128(try row.integer(place)) * ExactDecimal.powerOfTen(scale)
    }
    guard case .finite(let value) = try row.numeric(place, scale: scale) else { return nil }
    return value
  }
}
