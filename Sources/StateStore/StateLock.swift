import Glibc

/// A hold of a state folder: processes that use the state share it, a restore has it alone.
///
/// A restore puts another file under the state's name. What had the former one open would go on
/// writing where nobody looks any more. A file that only this user can open is locked, since whoever
/// can open a file can hold its lock; the hold ends with the process, however it ends.
struct StateLock: ~Copyable, Sendable {
  /// Who may have it at the same time.
  enum Kind {
    case shared, alone
  }

  private let descriptor: Int32

  /// Takes the hold of a folder that is there.
  ///
  /// Throws `StateError` with the cause `busy` when others have it in a way that leaves no room.
  init(_ kind: Kind, of folder: String) throws(StateError) {
    let path = "\(folder)/state.lock"
    descriptor = unsafe open(path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw StateError(errno, path: path) }
    while flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else { throw StateError(errno, path: path) }
      throw StateError(
        inUse: folder,
        by: kind == .shared
          ? "a restore is replacing it"
          : "another process has it open; if that is the web program, stop it")
    }
  }

  deinit {
    guard descriptor >= 0 else { return }
    // A child that is just being started has the descriptor, too, and would hold the lock.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }
}
