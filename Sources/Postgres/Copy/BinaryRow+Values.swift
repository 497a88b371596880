public import Values

extension BinaryRow {
  /// Lends the bytes of a text, always UTF-8, without making a `String`.
  ///
  /// Bytes that are not UTF-8, possible in a database of encoding SQL_ASCII, are escaped as
  /// ``ReadableText`` says; then `isReadable` becomes false.
  public func withText<R>(
    _ index: Int, _ isReadable: inout Bool, _ body: (Span<UInt8>) throws -> R
  ) throws -> R {
    let bytes = unsafe try field(index)
    let text = unsafe Span<UInt8>(_unsafeElements: bytes.bindMemory(to: UInt8.self))
    guard !ReadableText.isUTF8(text) else { return try body(text) }
    isReadable = false
    return try body(ReadableText.escaped(text).span)
  }

  /// Lends the bytes of a text, always UTF-8, whether anything in it was escaped or not.
  public func withText<R>(_ index: Int, _ body: (Span<UInt8>) throws -> R) throws -> R {
    var isReadable = true
    return try withText(index, &isReadable, body)
  }

  /// A text as a `String`; `isReadable` becomes false when it is escaped as ``ReadableText`` says.
  public func string(_ index: Int, _ isReadable: inout Bool) throws(PostgresError) -> String {
    let bytes = unsafe try field(index)
    return ReadableText.string(
      unsafe Span<UInt8>(_unsafeElements: bytes.bindMemory(to: UInt8.self)), &isReadable)
  }

  /// A text as a `String`, whether anything in it is escaped or not.
  public func string(_ index: Int) throws(PostgresError) -> String {
    var isReadable = true
    return try string(index, &isReadable)
  }

  /// A `uuid`.
  public func uuid(_ index: Int) throws(PostgresError) -> UUIDBytes {
    let bytes = unsafe try field(index)
    guard bytes.count == 16 else { throw wrongLength(index, bytes.count, "16") }
    return unsafe UUIDBytes(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  /// A `boolean`.
  public func bool(_ index: Int) throws(PostgresError) -> Bool {
    switch try bigEndian(index, as: UInt8.self) {
    case 0: return false
    case 1: return true
    default: throw PostgresError(decoding: index, "the byte is not a boolean")
    }
  }

  /// A `smallint`.
  public func int16(_ index: Int) throws(PostgresError) -> Int16 {
    try bigEndian(index, as: Int16.self)
  }

  /// An `integer`.
  public func int32(_ index: Int) throws(PostgresError) -> Int32 {
    try bigEndian(index, as: Int32.self)
  }

  /// A `bigint`.
  public func int64(_ index: Int) throws(PostgresError) -> Int64 {
    try bigEndian(index, as: Int64.self)
  }

  /// A `smallint`, `integer` or `bigint`, by the length of the field.
  public func integer(_ index: Int) throws(PostgresError) -> Int64 {
    let length = unsafe try field(index).count
    switch length {
    case 8: return try int64(index)
    case 4: return Int64(try int32(index))
    case 2: return Int64(try int16(index))
    default: throw wrongLength(index, length, "2, 4 or 8")
    }
  }

  /// A `timestamptz`; infinity and -infinity are the most distant instants.
  ///
  /// A `timestamp` without time zone has the same form and is read as if it were UTC. The last 30
  /// years before the type's end, in the year 294276, do not fit and are given as infinity.
  public func instant(_ index: Int) throws(PostgresError) -> Instant {
    // PostgreSQL counts from 2000.
    let sent = try int64(index)
    guard sent != .max, sent != .min else { return Instant(microseconds: sent) }
    let (value, overflow) = sent.addingReportingOverflow(946_684_800_000_000)
    return overflow ? .distantFuture : Instant(microseconds: value)
  }

  /// A `date`; infinity and -infinity are the most distant days.
  public func day(_ index: Int) throws(PostgresError) -> Day {
    let sent = try int32(index)
    guard sent != .max, sent != .min else { return Day(daysSinceEpoch: sent) }
    let (value, overflow) = sent.addingReportingOverflow(10_957)
    guard !overflow else { throw PostgresError(decoding: index, "the date is out of range") }
    return Day(daysSinceEpoch: value)
  }
}
