/// Keeps a second process from the same work; the kernel's, so that it ends with this object, and
/// with the process at the latest.
public final class FileLock<Failure: FileFailure>: Sendable {
  private let file: OpenFile<Failure>

  /// Takes the lock on a file, which is made when it is missing and stays.
  ///
  /// Nil when another process has it for so long; blocks the thread while it waits.
  public init?(path: String, waiting: Duration = .zero) throws(Failure) {
    let file = try OpenFile<Failure>(path, for: .locking)
    guard try file.lock(.exclusive, waiting: waiting) else { return nil }
    self.file = file
  }
}
