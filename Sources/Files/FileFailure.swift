import Foundation
import Glibc

/// An error that can say which call of the system refused which file: each room has its own.
public protocol FileFailure: Error {
  /// A call failed with this number; the action is in words such as `create the folder`.
  init(_ number: Int32, action: String, path: String)
  /// A call of Foundation failed.
  init(_ error: any Error, action: String, path: String)
}

extension FileFailure {
  /// The number of the system that lies under an error of Foundation.
  public init(_ error: any Error, action: String, path: String) {
    self.init(SystemError.number(under: error) ?? EIO, action: action, path: path)
  }
}

/// A call of the system that refused a file.
public struct SystemError: FileFailure, Hashable, CustomStringConvertible {
  /// The system's error number.
  public let number: Int32
  /// What was being done, in words such as `create the folder`.
  public let action: String
  /// The file.
  public let path: String

  /// A call failed with this number.
  public init(_ number: Int32, action: String, path: String) {
    self.number = number
    self.action = action
    self.path = path
  }

  /// The system's words for the number.
  public var reason: String { Self.reason(of: number) }

  /// One line: action, path, reason.
  public var description: String { "cannot \(action) \(path): \(reason)" }

  /// The system's words for an error number.
  public static func reason(of number: Int32) -> String {
    unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
  }

  /// The number of the system that lies under an error of Foundation; nil when none does.
  public static func number(under error: any Error) -> Int32? {
    var current: (any Error)? = error
    while let found = current {
      if let posix = found as? POSIXError { return posix.code.rawValue }
      let wrapped = found as NSError
      if wrapped.domain == NSPOSIXErrorDomain { return Int32(wrapped.code) }
      current = wrapped.userInfo[NSUnderlyingErrorKey] as? any Error
    }
    return nil
  }
}

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
