import Glibc

/// A file that is created anew and written to its end; unless it is kept, it goes with its owner.
///
/// It never replaces one that is there.
public final class NewFile<Failure: FileFailure> {
  /// The path it was made at.
  public let path: String
  /// How many bytes it has.
  public private(set) var length = 0
  /// For calls that are not here; -1 when it is closed.
  public private(set) var descriptor: Int32
  private var isNamed = true

  /// Creates the file; one that is there is an error.
  public init(
    _ path: String, isPrivate: Bool = false, action: String = "create"
  ) throws(Failure) {
    let created = unsafe open(
      path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, isPrivate ? 0o600 : 0o644)
    guard created >= 0 else { throw Failure(errno, action: action, path: path) }
    // Only now is it a whole object, and goes with the file: one that is not ours must stay.
    descriptor = created
    self.path = path
  }

  /// Creates a file for this user alone and takes its name away: it is gone with the process, however
  /// that ends.
  public convenience init(unnamedIn folder: String, prefix: String) throws(Failure) {
    let number = String(UInt64.random(in: .min ... .max), radix: 16)
    try self.init("\(folder)/\(prefix)\(number)", isPrivate: true)
    hide()
  }

  deinit {
    abandon()
  }

  /// Takes its name away.
  public func hide() {
    unsafe unlink(path)
    isNamed = false
  }

  /// Adds bytes at its end.
  public func write(_ bytes: Span<UInt8>) throws(Failure) {
    try OpenFile<Failure>.write(bytes, to: descriptor, path: path)
    length += bytes.count
  }

  /// Adds bytes at its end.
  public func write(_ bytes: [UInt8]) throws(Failure) {
    try write(bytes.span)
  }

  /// Fills the buffer from a place of the file and gives how many bytes were read; 0 at the end.
  public func read(into buffer: inout [UInt8], at offset: Int) throws(Failure) -> Int {
    try OpenFile<Failure>.read(descriptor, into: &buffer, from: 0, at: offset, path: path)
  }

  /// Brings it to the disk, without its name.
  public func sync() throws(Failure) {
    guard fsync(descriptor) == 0 else {
      throw Failure(errno, action: "sync", path: path)
    }
  }

  /// Closes it, complete but not synced: from now on it stays.
  public func keep() throws(Failure) {
    let closing = descriptor
    descriptor = -1
    // The last chance of a network file system to say that the disk is full. The descriptor is
    // gone after any error, also EINTR.
    guard close(closing) == 0 || errno == EINTR else {
      let cause = errno
      abandon()
      throw Failure(cause, action: "close", path: path)
    }
    isNamed = false
  }

  /// Closes and removes it; nothing after ``keep()``.
  public func abandon() {
    if descriptor >= 0 { _ = close(descriptor) }
    descriptor = -1
    if isNamed { unsafe unlink(path) }
    isNamed = false
  }
}
