import Foundation
import Glibc
import Synchronization

/// One open file or folder; closing it also gives back its lock.
public struct OpenFile<Failure: FileFailure>: ~Copyable, Sendable {
  /// What a file is opened for.
  public enum Purpose: Sendable {
    /// To read it, or to sync a folder.
    case reading
    /// To read it where it is no link to another place.
    case readingItself
    /// To write a file that is not there yet.
    case creating
    /// The same, for this user alone.
    case creatingPrivate
    /// To lock it; made when it is missing, for this user alone: who can open a file can hold its
    /// lock.
    case locking
    /// To lock it, and only if it is there.
    case lockingExisting
  }

  /// Who may hold a lock at the same time.
  public enum Lock: Sendable {
    /// Readers together.
    case shared
    /// One alone.
    case exclusive
  }

  /// The path that was opened.
  public let path: String
  private let descriptor: Int32
  private let isLocked = Atomic(false)

  /// Opens a path; no child process inherits it.
  public init(_ path: String, for purpose: Purpose) throws(Failure) {
    let flags =
      switch purpose {
      case .reading: O_RDONLY
      case .readingItself: O_RDONLY | O_NOFOLLOW
      case .creating, .creatingPrivate: O_WRONLY | O_CREAT | O_EXCL
      case .locking: O_RDWR | O_CREAT | O_NOFOLLOW
      case .lockingExisting: O_RDWR | O_NOFOLLOW
      }
    let isPrivate = purpose == .locking || purpose == .creatingPrivate
    descriptor = unsafe open(path, flags | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
    self.path = path
    guard descriptor >= 0 else {
      let opens = purpose == .reading || purpose == .readingItself
      throw Failure(errno, action: opens ? "open" : "create", path: path)
    }
    // Older versions let others open it. It fails where the file is another user's.
    if purpose == .locking { _ = fchmod(descriptor, 0o600) }
  }

  deinit {
    // A child that is just being started has the descriptor, too, and would hold a lock.
    if isLocked.load(ordering: .relaxed) { _ = flock(descriptor, LOCK_UN) }
    close(descriptor)
  }

  /// Fills the buffer from its start and gives how many bytes were read; 0 at the end.
  public func read(into buffer: inout [UInt8]) throws(Failure) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        unsafe Glibc.read(descriptor, bytes.baseAddress, bytes.count)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw Failure(errno, action: "read", path: path) }
    }
  }

  /// Fills the buffer, from its place `start` on, from a place of the file and gives how many bytes
  /// were read; 0 at the end.
  public func read(
    into buffer: inout [UInt8], from start: Int = 0, at offset: Int
  ) throws(Failure) -> Int {
    try Self.read(descriptor, into: &buffer, from: start, at: offset, path: path)
  }

  static func read(
    _ descriptor: Int32, into buffer: inout [UInt8], from start: Int, at offset: Int, path: String
  ) throws(Failure) -> Int {
    while true {
      let count = unsafe buffer.withUnsafeMutableBytes { bytes in
        let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
        return unsafe pread(descriptor, rest.baseAddress, rest.count, offset)
      }
      if count >= 0 { return count }
      guard errno == EINTR else { throw Failure(errno, action: "read", path: path) }
    }
  }

  /// Appends bytes from a place of the file to a span that has room for them; fewer at its
  /// end.
  public func read(
    _ count: Int, into span: inout OutputRawSpan, at offset: Int
  ) throws(Failure) {
    while true {
      let read = unsafe span.withUnsafeMutableBytes { bytes, filled in
        let room = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...].prefix(count))
        let read = unsafe pread(descriptor, room.baseAddress, room.count, offset)
        filled += max(read, 0)
        return read
      }
      if read >= 0 { return }
      guard errno == EINTR else { throw Failure(errno, action: "read", path: path) }
    }
  }

  /// Whether it still has a name.
  public var isNamed: Bool {
    var status = stat()
    return unsafe fstat(descriptor, &status) != 0 || status.st_nlink > 0
  }

  /// The size in bytes of a regular file; nil for anything else.
  public func fileSize() throws(Failure) -> Int? {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw Failure(errno, action: "inspect", path: path)
    }
    return status.st_mode & S_IFMT == S_IFREG ? status.st_size : nil
  }

  /// Reads all that follows; for small files.
  public func readAll() throws(Failure) -> [UInt8] {
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(into: &buffer)
      if count == 0 { return all }
      all += buffer[..<count]
    }
  }

  /// Writes all of the bytes.
  public func write(_ bytes: [UInt8]) throws(Failure) {
    try Self.write(bytes.span, to: descriptor, path: path)
  }

  static func write(_ bytes: Span<UInt8>, to descriptor: Int32, path: String) throws(Failure) {
    var written = 0
    while written < bytes.count {
      let count = unsafe bytes.extracting(droppingFirst: written).withUnsafeBufferPointer {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count >= 0 {
        written += count
      } else if errno != EINTR {
        throw Failure(errno, action: "write", path: path)
      }
    }
  }

  /// Writes a short text in the place of what the file had; others may see it half done.
  public func replaceContent(_ bytes: [UInt8]) throws(Failure) {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe pwrite(descriptor, $0.baseAddress, $0.count, 0)
    }
    guard count == bytes.count, ftruncate(descriptor, bytes.count) == 0 else {
      throw Failure(errno, action: "write", path: path)
    }
  }

  /// Brings file and name to the disk.
  public func sync(folder: Bool = false) throws(Failure) {
    while fsync(descriptor) != 0 {
      // Some network file systems cannot sync a folder and keep its names safe without.
      if folder && (errno == EINVAL || errno == ENOTSUP) { return }
      guard errno == EINTR else {
        throw Failure(errno, action: "sync", path: path)
      }
    }
  }

  /// Takes the lock until the file is closed or the process ends.
  ///
  /// Gives false when another holds it for so long; blocks the thread while it waits.
  public func lock(_ kind: Lock, waiting: Duration = .zero) throws(Failure) -> Bool {
    let end = ContinuousClock.now + waiting
    while flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
      if errno == EINTR { continue }
      guard errno == EWOULDBLOCK else {
        throw Failure(errno, action: "lock", path: path)
      }
      guard ContinuousClock.now < end else { return false }
      Thread.sleep(forTimeInterval: 0.005)
    }
    isLocked.store(true, ordering: .relaxed)
    return true
  }
}
