import Glibc

/// A file that is being made, for this user alone: while its process lives, no other takes it for left
/// behind.
struct UnfinishedFile: ~Copyable {
  let path: String
  private let descriptor: Int32

  /// Makes an empty file, under a name that nothing has.
  init(_ path: String) throws(StateError) {
    self.path = path
    while true {
      let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw StateError(errno, path: path) }
      // Whoever sweeps may have come before the lock. Where there are no locks, nobody takes it.
      _ = flock(descriptor, LOCK_EX)
      if try StateFile.identity(path) != nil {
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  /// Begins anew.
  func clear() throws(StateError) {
    guard ftruncate(descriptor, 0) == 0 else { throw StateError(errno, path: path) }
  }

  /// Whether nobody makes a file any more.
  static func isLeft(_ path: String) -> Bool {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) == 0
  }

  deinit { close(descriptor) }
}
