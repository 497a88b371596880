import Files
import Glibc

typealias OpenFile = Files.OpenFile<PublishingError>
typealias FileSystem = Files.FileSystem<PublishingError>

extension PublishingError: FileFailure {
  /// The error of a system call that failed with this number.
  package init(_ number: Int32, action: String, path: String) {
    let cause: Cause =
      switch number {
      case ENOENT, ENOTDIR: .noSuchFolder
      case EACCES, EPERM: .permissionDenied
      case EROFS: .readOnly
      case ENOSPC, EDQUOT, EMLINK: .noSpace
      case EEXIST, ENOTEMPTY, EISDIR: .inTheWay
      case ENOTSUP, ENOLCK, ENOSYS: .unsupported
      default: .failed
      }
    self.init(
      cause: cause, path: path, action: action, errorNumber: number,
      reason: SystemError.reason(of: number))
  }
}

extension Files.OpenFile where Failure == PublishingError {
  /// Opens a lock to look at it; nil where nobody ever took it.
  ///
  /// Throws where this user may not: locks are their owner's alone.
  static func lock(at path: String) throws(PublishingError) -> OpenFile? {
    do {
      return try OpenFile(path, for: .reading)
    } catch  where error.cause == .noSuchFolder {
      return nil
    }
  }
}
