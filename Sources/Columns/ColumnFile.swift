import Glibc

/// A file without a name that a column lies in; it goes with the process, however that ends.
struct ColumnFile: ~Copyable {
  private let descriptor: Int32
  private var size = 0

  init(in folder: String) throws(ColumnFileError) {
    let name = String(UInt64.random(in: .min ... .max), radix: 16)
    let path = "\(folder)/.stock-columns-\(name)"
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw ColumnFileError(code: errno) }
    self.descriptor = descriptor
    _ = unsafe unlink(path)
  }

  deinit {
    _ = close(descriptor)
  }

  /// Makes the file at least so large and maps all of it; an earlier mapping shows the same bytes.
  ///
  /// The blocks are taken before they are mapped: writing into a hole that the disk has no room for
  /// would end the process.
  mutating func map(_ bytes: Int) throws(ColumnFileError) -> UnsafeMutableRawPointer {
    var result: Int32
    repeat {
      result = posix_fallocate(descriptor, off_t(size), off_t(bytes - size))
    } while result == EINTR
    guard result == 0 else { throw ColumnFileError(code: result) }
    size = bytes
    let address = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw ColumnFileError(code: errno)
    }
    return unsafe address
  }
}

/// A column's file could not be made, made larger, or mapped.
struct ColumnFileError: Error {
  /// What the system said.
  let reason: String

  init(code: Int32) {
    reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
  }
}
