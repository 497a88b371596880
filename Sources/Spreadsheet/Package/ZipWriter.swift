import Files

/// Writes a ZIP archive of compressed parts whose sizes are known, with ZIP64 fields where the usual
/// ones are too small.
///
/// Field numbers and orders are those of PKWARE's APPNOTE 6.3.9, sections 4.3 and 4.5.3. All parts have
/// the date 1980-01-01, the earliest one: the same content gives the same bytes.
struct ZipWriter: ~Copyable {
  private let file: DiskFile
  private var directory = ByteBuffer(capacity: 4_096)
  private var count: UInt64 = 0

  private static let full: UInt64 = 0xFFFF_FFFF

  init(_ file: DiskFile) {
    self.file = file
  }

  /// Adds a part, whose compressed bytes a closure writes.
  mutating func add(
    _ name: String, _ extent: StreamExtent,
    _ write: (DiskFile) throws(WorkbookError) -> Void
  ) throws(WorkbookError) {
    let offset = UInt64(file.length)
    let sizes = [UInt64(extent.size), UInt64(extent.compressedSize)]
    // In a part's own header both sizes are long, or none.
    let long = sizes.contains { $0 >= Self.full } ? sizes : []
    var header = ByteBuffer()
    header.append(little: 0x0403_4B50, 4)
    Self.appendFields(of: extent, name, sizes: sizes, long: long, to: &header)
    header.append(text: name)
    Self.appendLong(long, to: &header)
    try unsafe file.write(header.bytes)
    try write(file)

    let longOffset = offset >= Self.full ? [offset] : []
    let all = long + longOffset
    directory.append(little: 0x0201_4B50, 4)
    directory.append(little: all.isEmpty ? 20 : 45, 2)
    Self.appendFields(of: extent, name, sizes: sizes, long: long, more: longOffset, to: &directory)
    // No comment, on the first disk, no attributes.
    directory.append(little: 0, 2)
    directory.append(little: 0, 2)
    directory.append(little: 0, 2)
    directory.append(little: 0, 4)
    directory.append(little: min(offset, Self.full), 4)
    directory.append(text: name)
    Self.appendLong(all, to: &directory)
    count += 1
  }

  /// Writes the table of contents.
  consuming func finish() throws(WorkbookError) {
    let start = UInt64(file.length)
    let size = UInt64(directory.count)
    if max(start, size) >= Self.full || count >= 0xFFFF {
      // The long end record, and where it is.
      directory.append(little: 0x0606_4B50, 4)
      directory.append(little: 44, 8)
      directory.append(little: 45, 2)
      directory.append(little: 45, 2)
      directory.append(little: 0, 4)
      directory.append(little: 0, 4)
      directory.append(little: count, 8)
      directory.append(little: count, 8)
      directory.append(little: size, 8)
      directory.append(little: start, 8)
      directory.append(little: 0x0706_4B50, 4)
      directory.append(little: 0, 4)
      directory.append(little: start + size, 8)
      directory.append(little: 1, 4)
    }
    directory.append(little: 0x0605_4B50, 4)
    directory.append(little: 0, 2)
    directory.append(little: 0, 2)
    directory.append(little: min(count, 0xFFFF), 2)
    directory.append(little: min(count, 0xFFFF), 2)
    directory.append(little: min(size, Self.full), 4)
    directory.append(little: min(start, Self.full), 4)
    directory.append(little: 0, 2)
    try unsafe file.write(directory.bytes)
  }

  /// What a part's own header and its place in the table of contents have in common.
  private static func appendFields(
    of extent: StreamExtent, _ name: String, sizes: [UInt64], long: [UInt64], more: [UInt64] = [],
    to bytes: inout ByteBuffer
  ) {
    let extra = long.count + more.count
    bytes.append(little: extra == 0 ? 20 : 45, 2)
    // No flags, DEFLATE, midnight, 1 January 1980.
    bytes.append(little: 0, 2)
    bytes.append(little: 8, 2)
    bytes.append(little: 0, 2)
    bytes.append(little: 0x0021, 2)
    bytes.append(little: UInt64(extent.checksum), 4)
    bytes.append(little: long.isEmpty ? sizes[1] : full, 4)
    bytes.append(little: long.isEmpty ? sizes[0] : full, 4)
    bytes.append(little: UInt64(name.utf8.count), 2)
    bytes.append(little: UInt64(extra == 0 ? 0 : 4 + 8 * extra), 2)
  }

  /// The numbers that need more than four bytes.
  private static func appendLong(_ numbers: [UInt64], to bytes: inout ByteBuffer) {
    guard !numbers.isEmpty else { return }
    bytes.append(little: 1, 2)
    bytes.append(little: UInt64(8 * numbers.count), 2)
    for number in numbers { bytes.append(little: number, 8) }
  }
}

extension ByteBuffer {
  /// Adds a number in a given count of bytes, the lowest first.
  fileprivate mutating func append(little number: UInt64, _ count: Int) {
    for place in 0..<count {
      append(UInt8(truncatingIfNeeded: number >> UInt64(8 * place)))
    }
  }
}
