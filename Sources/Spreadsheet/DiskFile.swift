import Glibc

/// A file that is created anew and written to its end; unless it is kept, it goes with its owner.
final class DiskFile {
  /// How many bytes it has.
  private(set) var length: Int64 = 0
  private let path: String
  private var descriptor: Int32
  private var isNamed = true

  /// Creates the file; one that is there is an error.
  init(path: String, action: String) throws(WorkbookError) {
    let created = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard created >= 0 else { throw WorkbookError(path: path, errno: errno, action: action) }
    // Only now is it a whole object, and goes with the file: one that is not ours must stay.
    descriptor = created
    self.path = path
  }

  deinit {
    if descriptor >= 0 { _ = Glibc.close(descriptor) }
    if isNamed { unsafe unlink(path) }
  }

  /// Takes its name away: then it is gone with the process, too, however that ends.
  func hide() {
    unsafe unlink(path)
    isNamed = false
  }

  /// Adds bytes at its end.
  func write(_ bytes: UnsafeRawBufferPointer) throws(WorkbookError) {
    var rest = unsafe bytes
    while unsafe !rest.isEmpty {
      let count = unsafe Glibc.write(descriptor, rest.baseAddress, rest.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw WorkbookError(path: path, errno: errno, action: "write the workbook")
      }
      unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      length += Int64(count)
    }
  }

  /// Adds all of another file at its end.
  func append(_ other: DiskFile) throws(WorkbookError) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { unsafe room.deallocate() }
    var offset: Int64 = 0
    while offset < other.length {
      let count = unsafe pread(other.descriptor, room.baseAddress, room.count, Int(offset))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw WorkbookError(
          path: path, errno: count < 0 ? errno : EIO, action: "read back the rows")
      }
      try unsafe write(UnsafeRawBufferPointer(rebasing: room[..<count]))
      offset += Int64(count)
    }
  }

  /// Closes it, complete but not synced: from now on it stays.
  func keep() throws(WorkbookError) {
    let closing = descriptor
    descriptor = -1
    // The last chance of a network file system to say that the disk is full. The descriptor is
    // gone after any error, also EINTR.
    guard Glibc.close(closing) == 0 || errno == EINTR else {
      throw WorkbookError(path: path, errno: errno, action: "close the workbook")
    }
    isNamed = false
  }

  /// Removes a file that someone else wrote.
  static func remove(_ path: String) {
    unsafe unlink(path)
  }

  /// All bytes of a short file that someone else wrote.
  static func contents(of path: String) throws(WorkbookError) -> [UInt8] {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw WorkbookError(path: path, errno: errno, action: "read back the workbook")
    }
    defer { _ = Glibc.close(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe read(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw WorkbookError(path: path, errno: errno, action: "read back the workbook")
      }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }
}
