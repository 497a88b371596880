import CZlib
import Glibc

/// A short ZIP archive in memory, as libxlsxwriter makes it: DEFLATE, no ZIP64, no comment.
///
/// Field numbers are those of PKWARE's APPNOTE 6.3.9, section 4.3.
struct ZipArchive {
  /// A part of the archive.
  struct Entry {
    let name: String
    let extent: StreamExtent
    /// Where its compressed bytes lie.
    let range: Range<Int>
  }

  /// The parts, in order.
  let entries: [Entry]
  /// The whole archive.
  let bytes: [UInt8]
  private let path: String

  /// Reads the table of contents; the path is for errors.
  init(_ bytes: [UInt8], path: String) throws(WorkbookError) {
    self.bytes = bytes
    self.path = path
    let damage = WorkbookError(path: path, errno: EIO, action: "read back the workbook")
    let end = bytes.count - 22
    guard end >= 0, Self.number(bytes, end, 4) == 0x0605_4B50 else { throw damage }
    var place = Self.number(bytes, end + 16, 4)
    var entries: [Entry] = []
    for _ in 0..<Self.number(bytes, end + 10, 2) {
      guard place + 46 <= end, Self.number(bytes, place, 4) == 0x0201_4B50 else { throw damage }
      let nameLength = Self.number(bytes, place + 28, 2)
      let local = Self.number(bytes, place + 42, 4)
      let size = Self.number(bytes, place + 20, 4)
      guard place + 46 + nameLength <= end, local + 30 <= end,
        Self.number(bytes, place + 10, 2) == 8, Self.number(bytes, local, 4) == 0x0403_4B50
      else { throw damage }
      let start =
        local + 30 + Self.number(bytes, local + 26, 2) + Self.number(bytes, local + 28, 2)
      guard start + size <= end else { throw damage }
      entries.append(
        Entry(
          name: String(decoding: bytes[(place + 46)..<(place + 46 + nameLength)], as: UTF8.self),
          extent: StreamExtent(
            size: Int64(Self.number(bytes, place + 24, 4)), compressedSize: Int64(size),
            checksum: UInt32(Self.number(bytes, place + 16, 4))),
          range: start..<(start + size)))
      place +=
        46 + nameLength + Self.number(bytes, place + 30, 2) + Self.number(bytes, place + 32, 2)
    }
    self.entries = entries
  }

  /// A part before compression; a wrong checksum is an error.
  func contents(of entry: Entry) throws(WorkbookError) -> [UInt8] {
    let size = Int(entry.extent.size)
    let damage = WorkbookError(path: path, errno: EIO, action: "read back \(entry.name)")
    // DEFLATE makes nothing smaller than a thousandth.
    guard size <= entry.range.count * 1_100 + 1_024 else { throw damage }
    let contents = unsafe [UInt8](unsafeUninitializedCapacity: size) { output, count in
      let isWhole = unsafe bytes.withUnsafeBytes { input in
        unsafe zshim_inflate(
          input.baseAddress?.advanced(by: entry.range.lowerBound), UInt32(entry.range.count),
          output.baseAddress, UInt32(size))
      }
      count = isWhole == 1 ? size : 0
    }
    let checksum = unsafe contents.withUnsafeBytes { unsafe ZlibCompressor().checksum($0) }
    guard contents.count == size, checksum == entry.extent.checksum else { throw damage }
    return contents
  }

  /// A little-endian number of `count` bytes.
  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int {
    (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}
