import Glibc

/// A file being written: bytes are gathered in memory and written in large pieces.
///
/// It is created anew and never replaces one that is there. Until `close` it may be abandoned, which
/// removes it; so does letting go of it.
final class OutputFile {
  /// The path it is written at.
  let path: String
  /// What is not written yet.
  ///
  /// Append here, then call `flushIfLarge()`.
  var bytes: [UInt8] = []
  private var descriptor: Int32

  private static let pieceSize = 1 << 17

  /// Creates the file; an existing one is an error.
  init(path: String) throws(ReportWriteError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw .file(operation: "create", path: path, errno: errno)
    }
    bytes.reserveCapacity(Self.pieceSize * 2)
  }

  deinit {
    abandon()
  }

  /// Writes what is gathered once it is worth a system call.
  func flushIfLarge() throws(ReportWriteError) {
    if bytes.count >= Self.pieceSize { try flush() }
  }

  /// Writes the rest and closes the file.
  ///
  /// It stays, complete, but not yet synced.
  func close() throws(ReportWriteError) {
    try flush()
    let closing = descriptor
    descriptor = -1
    // The last chance of a network file system to say that the disk is full. The descriptor is
    // gone after any error, also EINTR.
    if Glibc.close(closing) != 0, errno != EINTR {
      let cause = errno
      unsafe unlink(path)
      throw .file(operation: "close", path: path, errno: cause)
    }
  }

  /// Closes and removes a file that is not complete; nothing after `close()`.
  func abandon() {
    guard descriptor >= 0 else { return }
    _ = Glibc.close(descriptor)
    descriptor = -1
    unsafe unlink(path)
  }

  /// Removes a complete file, because another one of the same report failed.
  static func remove(_ path: String) {
    unsafe unlink(path)
  }

  /// The operating system's words for an error number.
  static func message(of number: Int32) -> String {
    unsafe String(cString: strerror(number))
  }

  private func flush() throws(ReportWriteError) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .file(operation: "write", path: path, errno: errno)
      }
      written += count
    }
    bytes.removeAll(keepingCapacity: true)
  }
}
