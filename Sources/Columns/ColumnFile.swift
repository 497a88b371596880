import Files
import Glibc

/// A file without a name that a column lies in; it goes with the process, however that ends.
struct ColumnFile: ~Copyable {
  private let file: NewFile<ColumnFileError>
  private var size = 0

  init(in folder: String) throws(ColumnFileError) {
    file = try NewFile(unnamedIn: folder, prefix: ".stock-columns-")
  }

  /// Makes the file at least so large and maps all of it; an earlier mapping shows the same bytes.
  ///
  /// The blocks are taken before they are mapped: writing into a hole that the disk has no room for
  /// would end the process.
  mutating func map(_ bytes: Int) throws(ColumnFileError) -> UnsafeMutableRawPointer {
    var result: Int32
    repeat {
      result = posix_fallocate(file.descriptor, off_t(size), off_t(bytes - size))
    } while result == EINTR
    guard result == 0 else { throw ColumnFileError(result, action: "grow", path: file.path) }
    size = bytes
    let address = unsafe mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file.descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw ColumnFileError(errno, action: "map", path: file.path)
    }
    return unsafe address
  }
}

/// A column's file could not be made, made larger, or mapped.
struct ColumnFileError: FileFailure {
  /// What the system said.
  let reason: String

  init(_ number: Int32, action: String, path: String) {
    reason = SystemError.reason(of: number)
  }
}
