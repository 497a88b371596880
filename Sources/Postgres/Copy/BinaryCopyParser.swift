/// Takes a binary COPY stream apart into rows, however it is cut into pieces.
///
/// The server happens to send the header with the first row and the trailer by itself; neither is
/// promised, so only the bytes count. A row that lies within one piece is lent from where it is; a
/// row that is cut is put together in a buffer first.
@safe struct BinaryCopyParser: ~Copyable {
  /// Why the bytes are not a COPY stream.
  struct Malformed: Error, Equatable {
    let message: String
    init(_ message: String) { self.message = message }
  }

  /// The rows lent so far.
  private(set) var rows = 0
  /// Whether the trailer has been read: the stream is complete.
  private(set) var isComplete = false

  private let columns: Int
  private let fields: UnsafeMutablePointer<BinaryRow.Field>
  private var hasHeader = false
  private var rest: [UInt8] = []

  private static let signature: [UInt8] = [
    0x50, 0x47, 0x43, 0x4F, 0x50, 0x59, 0x0A, 0xFF, 0x0D, 0x0A, 0x00,
  ]

  init(columns: Int) {
    self.columns = columns
    unsafe fields = .allocate(capacity: max(1, columns))
  }

  deinit {
    unsafe fields.deallocate()
  }

  /// Reads a piece of the stream and lends every row that is now complete.
  mutating func read(
    _ piece: UnsafeRawBufferPointer, onRow: (borrowing BinaryRow) throws -> Void
  ) throws {
    guard !rest.isEmpty else {
      let used = unsafe try take(piece, onRow)
      if used < piece.count { unsafe rest.append(contentsOf: piece[used...]) }
      return
    }
    unsafe rest.append(contentsOf: piece)
    // Moved out, so that the parser may change while the bytes are lent.
    var bytes: [UInt8] = []
    swap(&bytes, &rest)
    let used = unsafe try bytes.withUnsafeBytes { unsafe try take($0, onRow) }
    bytes.removeFirst(used)
    swap(&bytes, &rest)
  }

  /// Checks that the stream ended where it should.
  func finish() throws(Malformed) {
    guard isComplete else { throw Malformed("the stream ended before its trailer") }
  }

  /// Reads as many whole parts as the bytes hold and gives the number of bytes used.
  private mutating func take(
    _ bytes: UnsafeRawBufferPointer, _ onRow: (borrowing BinaryRow) throws -> Void
  ) throws -> Int {
    guard let start = bytes.baseAddress else { return 0 }
    var position = 0
    if !hasHeader {
      guard let length = unsafe try header(bytes) else { return 0 }
      hasHeader = true
      position = length
    }
    while bytes.count - position >= 2 {
      guard !isComplete else { break }
      let count = unsafe Int16(
        bigEndian: start.loadUnaligned(fromByteOffset: position, as: Int16.self))
      if count == -1 {
        isComplete = true
        position += 2
        break
      }
      guard Int(count) == columns else {
        throw Malformed("a row has \(count) fields, the result \(columns) columns")
      }
      guard let length = unsafe try measure(start + position, bytes.count - position) else {
        break
      }
      rows += 1
      try onRow(unsafe BinaryRow(count: columns, bytes: start + position, fields: fields))
      position += length
    }
    guard !isComplete || position == bytes.count else {
      throw Malformed("the stream continues after its trailer")
    }
    return position
  }

  /// The length of the header; nil if it is not complete yet.
  private func header(_ bytes: UnsafeRawBufferPointer) throws(Malformed) -> Int? {
    guard unsafe zip(bytes, Self.signature).allSatisfy({ $0 == $1 }) else {
      throw Malformed("the stream does not begin with the header of a binary COPY")
    }
    guard bytes.count >= 19, let start = bytes.baseAddress else { return nil }
    let flags = unsafe UInt32(
      bigEndian: start.loadUnaligned(fromByteOffset: 11, as: UInt32.self))
    guard flags >> 16 == 0 else { throw Malformed("the stream has unknown flags") }
    let more = unsafe Int32(bigEndian: start.loadUnaligned(fromByteOffset: 15, as: Int32.self))
    guard more >= 0 else { throw Malformed("a negative length in the header") }
    let length = 19 + Int(more)
    return bytes.count >= length ? length : nil
  }

  /// Notes where the fields of a row are and gives the row's length; nil if the row is cut.
  @inline(__always)
  private func measure(_ row: UnsafeRawPointer, _ available: Int) throws(Malformed) -> Int? {
    var position = 2
    for column in 0..<columns {
      guard available - position >= 4 else { return nil }
      let length = Int(
        unsafe Int32(bigEndian: row.loadUnaligned(fromByteOffset: position, as: Int32.self)))
      position += 4
      guard length >= -1 else { throw Malformed("a field of \(length) bytes") }
      unsafe fields[column] = BinaryRow.Field(offset: position, length: length)
      guard length > 0 else { continue }
      guard available - position >= length else { return nil }
      position += length
    }
    return position
  }
}
