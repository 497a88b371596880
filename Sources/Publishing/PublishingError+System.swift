import Foundation
import Glibc

extension PublishingError {
  /// The error of a system call that failed with this number.
  init(_ number: Int32, action: String, path: String) {
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
      reason: FileSystem.message(number))
  }

  /// An error of Foundation, whose system error lies underneath.
  init(_ error: any Error, action: String, path: String) {
    var current: (any Error)? = error
    while let found = current {
      if let posix = found as? POSIXError {
        self.init(Int32(posix.code.rawValue), action: action, path: path)
        return
      }
      let wrapped = found as NSError
      if wrapped.domain == NSPOSIXErrorDomain {
        self.init(Int32(wrapped.code), action: action, path: path)
        return
      }
      current = wrapped.userInfo[NSUnderlyingErrorKey] as? any Error
    }
    self.init(cause: .failed, path: path, action: action, reason: "\(error)")
  }
}
