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
      // A sweep may have come before the lock. Where there are no locks, nobody takes it.
      _ = flock(descriptor, LOCK_EX)
      var status = stat()
      if unsafe fstat(descriptor, &status) != 0 || status.st_nlink > 0 {
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

  /// Removes a file, with SQLite's journal of it, unless somebody makes it.
  static func removeLeft(_ path: String) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
    // Under the lock, so that nobody who makes it takes it for their own meanwhile.
    for suffix in ["-journal", ""] { _ = unsafe unlink(path + suffix) }
    _ = flock(descriptor, LOCK_UN)
  }

  deinit {
    // A child that is just being started has the descriptor, too, and would hold the lock.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
