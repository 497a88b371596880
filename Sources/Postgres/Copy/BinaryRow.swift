/// One row of a binary COPY, valid only during the call that lends it.
///
/// Columns are counted from 0. The accessors allocate nothing, except `string`. They read the
/// column in the form that the caller asks for: the stream does not name types, so a query is best
/// checked once with `PostgresConnection.describe`. A field that does not have the form's length, a
/// NULL where `isNull` was not asked before, and a column that does not exist throw a
/// `PostgresError` of kind `.decode`; nothing traps.
@safe public struct BinaryRow: ~Copyable {
  /// The number of columns.
  public let count: Int
  /// The first byte of the row in the piece of the stream that holds it.
  let bytes: UnsafeRawPointer
  /// Where the fields lie; the table is used again for the next row.
  let fields: UnsafePointer<Field>

  /// A field's place, counted from the row's first byte; a negative length is NULL.
  struct Field {
    var offset: Int
    var length: Int
  }

  init(count: Int, bytes: UnsafeRawPointer, fields: UnsafePointer<Field>) {
    self.count = count
    unsafe self.bytes = unsafe bytes
    unsafe self.fields = unsafe fields
  }

  /// Whether the value is NULL.
  public func isNull(_ index: Int) throws(PostgresError) -> Bool {
    guard index >= 0, index < count else { throw absent(index) }
    return unsafe fields[index].length < 0
  }

  /// The bytes of a value that is not NULL.
  @inline(__always)
  func field(_ index: Int) throws(PostgresError) -> UnsafeRawBufferPointer {
    guard index >= 0, index < count else { throw absent(index) }
    let field = unsafe fields[index]
    guard field.length >= 0 else { throw PostgresError(decoding: index, "unexpected NULL") }
    return unsafe UnsafeRawBufferPointer(start: bytes + field.offset, count: field.length)
  }

  /// A field that is one big-endian integer of a known width.
  @inline(__always)
  func bigEndian<Value: FixedWidthInteger>(
    _ index: Int, as type: Value.Type
  ) throws(PostgresError) -> Value {
    let bytes = unsafe try field(index)
    guard bytes.count == MemoryLayout<Value>.size else {
      throw wrongLength(index, bytes.count, "\(MemoryLayout<Value>.size)")
    }
    return unsafe Value(bigEndian: bytes.loadUnaligned(as: Value.self))
  }

  @inline(never)
  func wrongLength(_ index: Int, _ found: Int, _ wanted: String) -> PostgresError {
    PostgresError(decoding: index, "\(found) bytes, expected \(wanted)")
  }

  @inline(never)
  private func absent(_ index: Int) -> PostgresError {
    PostgresError(decoding: index, "the row has only \(count) columns")
  }
}
