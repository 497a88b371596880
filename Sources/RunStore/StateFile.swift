import Foundation
import Glibc

/// What a state file needs of the system besides SQLite.
enum StateFile {
  /// Brings a file to the disk.
  static func sync(_ path: String) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: path))
    try file.synchronize()
    try file.close()
  }

  /// Gives a file another name in one step, and takes the place of what has that name.
  static func rename(_ path: String, to newPath: String) throws(StateError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else {
      let reason = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
      throw StateError(.cannotWrite, path: newPath, reason: reason)
    }
  }
}
