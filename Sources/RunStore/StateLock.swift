import Foundation

/// Keeps a second process from the same work; ends with this object, and with the process at the
/// latest.
public final class StateLock: Sendable {
  private let descriptor: Int32

  /// Takes the lock of a name in the state's folder; nil when another process has it.
  public init?(_ name: String, of state: StateDatabase) throws(StateError) {
    let path = URL(filePath: state.path).deletingLastPathComponent().appending(path: name).path
    descriptor = unsafe open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.error(path) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      guard errno == EWOULDBLOCK else { throw Self.error(path) }
      return nil
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }

  private static func error(_ path: String) -> StateError {
    StateError(.cannotWrite, path: path, reason: unsafe String(cString: strerror(errno)))
  }
}
