import Files

/// A file being written: bytes are gathered in memory and written in large pieces.
///
/// Until `close` it may be abandoned, which removes it; so does letting go of it.
final class OutputFile {
  /// What is not written yet.
  ///
  /// Append here, then call `flushIfLarge()`.
  var bytes: [UInt8] = []
  private let file: NewFile<ReportWriteError>

  private static let pieceSize = 1 << 17

  /// Creates the file; an existing one is an error.
  init(path: String) throws(ReportWriteError) {
    file = try NewFile(path)
    bytes.reserveCapacity(Self.pieceSize * 2)
  }

  /// Writes what is gathered once it is worth a system call.
  func flushIfLarge() throws(ReportWriteError) {
    if bytes.count >= Self.pieceSize { try flush() }
  }

  /// Writes the rest and closes the file, which stays, complete, but not yet synced.
  func close() throws(ReportWriteError) {
    try flush()
    try file.keep()
  }

  /// Closes and removes a file that is not complete; nothing after `close()`.
  func abandon() { file.abandon() }

  /// Removes a complete file, because another one of the same report failed.
  static func remove(_ path: String) {
    try? FileSystem<ReportWriteError>.remove(path)
  }

  private func flush() throws(ReportWriteError) {
    try file.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
