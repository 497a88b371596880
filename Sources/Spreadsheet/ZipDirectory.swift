import Glibc

/// The table of contents at the end of a ZIP file, read back to see that nothing is missing.
enum ZipDirectory {
  /// Throws unless each part is there with at least so many bytes before compression.
  static func check(_ path: String, holds parts: [String: Int64]) throws(WorkbookError) {
    let sizes = try sizes(path)
    for (part, bytes) in parts where (sizes[part] ?? -1) < bytes {
      // A sheet shorter than its own rows: the library's copy of them did not fit on the disk.
      throw WorkbookError(path: path, errno: ENOSPC, action: "copy \(part) in full")
    }
  }

  /// The size of every part before compression.
  private static func sizes(_ path: String) throws(WorkbookError) -> [String: Int64] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw WorkbookError(path: path, errno: errno, action: "read back the workbook")
    }
    defer { _ = Glibc.close(file) }
    let length = Int64(lseek(file, 0, SEEK_END))
    // Without a comment the end record is the last 22 bytes; the parts are few, their list short.
    let tail = try read(file, from: max(0, length - 65_536), path: path)
    guard tail.count >= 22, number(tail, tail.count - 22, 4) == 0x0605_4B50 else {
      throw WorkbookError(path: path, errno: EIO, action: "find the end of the workbook")
    }
    let listed = number(tail, tail.count - 22 + 12, 4)
    var position = tail.count - 22 - Int(listed)
    // The end record of ZIP64 and its locator stand between the list and the end.
    if tail.count >= 98, number(tail, tail.count - 42, 4) == 0x0706_4B50 { position -= 76 }
    var sizes: [String: Int64] = [:]
    while position >= 0, position + 46 <= tail.count, number(tail, position, 4) == 0x0201_4B50 {
      let nameLength = Int(number(tail, position + 28, 2))
      let extraLength = Int(number(tail, position + 30, 2))
      let commentLength = Int(number(tail, position + 32, 2))
      let nameEnd = position + 46 + nameLength
      guard nameEnd + extraLength <= tail.count else { break }
      let name = String(decoding: tail[(position + 46)..<nameEnd], as: UTF8.self)
      var size = number(tail, position + 24, 4)
      // The field that replaces a full size begins with the size before compression.
      if size == 0xFFFF_FFFF, extraLength >= 12 { size = number(tail, nameEnd + 4, 8) }
      sizes[name] = size
      position = nameEnd + extraLength + commentLength
    }
    return sizes
  }

  private static func read(
    _ file: Int32, from offset: Int64, path: String
  ) throws(WorkbookError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var filled = 0
    while filled < bytes.count {
      let count = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe pread(
          file, buffer.baseAddress?.advanced(by: filled), buffer.count - filled,
          Int(offset) + filled)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw WorkbookError(path: path, errno: errno, action: "read back the workbook")
      }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes[..<filled])
  }

  /// A little-endian number of so many bytes.
  private static func number(_ bytes: [UInt8], _ offset: Int, _ count: Int) -> Int64 {
    (0..<count).reduce(0) { $0 | Int64(bytes[offset + $1]) << Int64(8 * $1) }
  }
}
