import Foundation
public import Glibc

/// The calls by which files, folders and links come and go, each with an error that names its path.
public enum FileSystem<Failure: FileFailure> {
  /// What stands under a path, links not followed.
  public enum Kind: Equatable, Sendable {
    /// A regular file of so many bytes.
    case file(bytes: Int)
    /// A folder.
    case folder
    /// A symbolic link.
    case link
    /// A socket, a device and the like.
    case other
  }

  /// What stands under a path; nil when nothing does.
  public static func kind(of path: String) throws(Failure) -> Kind? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw Failure(errno, action: "inspect", path: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(bytes: status.st_size)
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// What tells the file or folder under a path from others, links followed; nil when there is none.
  public static func stamp(of path: String) throws(Failure) -> FileStamp? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw Failure(errno, action: "inspect", path: path)
    }
    return FileStamp(status)
  }

  /// Makes a folder, 0755 less the umask; false when it was there.
  @discardableResult
  public static func makeFolder(_ path: String) throws(Failure) -> Bool {
    let (isNew, number) = tryFolder(path)
    guard number == 0 else { throw Failure(number, action: "create the folder", path: path) }
    return isNew
  }

  private static func tryFolder(_ path: String) -> (isNew: Bool, number: Int32) {
    if unsafe mkdir(path, 0o755) == 0 { return (true, 0) }
    let number = errno
    // A link to a folder will do, so that the output may lie on another disk.
    var status = stat()
    guard number == EEXIST, unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR
    else { return (false, number) }
    return (false, 0)
  }

  /// The folder in which a path lies; NSString's own answer traps for a name of one letter.
  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it, and brings each new name to the disk.
  public static func makeFolders(_ path: String) throws(Failure) {
    let parent = parent(of: path)
    let (isNew, number) = tryFolder(path)
    if number == ENOENT, parent != path {
      try makeFolders(parent)
      try makeFolder(path)
    } else if number != 0 {
      throw Failure(number, action: "create the folder", path: path)
    } else if !isNew {
      return
    }
    try sync(parent)
  }

  /// Makes a folder, and those above it, for this user alone.
  public static func makePrivateFolder(_ path: String) throws(Failure) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(error, action: "create the folder", path: path)
    }
  }

  /// Makes an empty file that only this user can open; false when something has that name.
  public static func makePrivateFile(_ path: String) throws(Failure) -> Bool {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw Failure(errno, action: "create", path: path)
    }
    close(descriptor)
    return true
  }

  /// Leaves others no right to a file or a folder that they may read or write.
  public static func restrict(_ path: String, to mode: mode_t) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK,
      status.st_mode & 0o066 != 0
    else { return }
    _ = unsafe chmod(path, mode)
  }

  /// Gives a file, folder or link another name in the same file system, in one step, and takes the
  /// place of a file of that name.
  public static func rename(_ path: String, to newPath: String) throws(Failure) {
    guard unsafe Glibc.rename(path, newPath) == 0 else {
      throw Failure(errno, action: "rename to its final name", path: newPath)
    }
  }

  /// Makes a symbolic link.
  public static func link(_ path: String, to target: String) throws(Failure) {
    guard unsafe symlink(target, path) == 0 else {
      throw Failure(errno, action: "create the link", path: path)
    }
  }

  /// What a symbolic link says; nil when there is no link.
  public static func linkTarget(_ path: String) throws(Failure) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink(path, $0, bytes.count) } ?? 0
    }
    if count >= 0 { return String(decoding: buffer[..<count], as: UTF8.self) }
    if errno == ENOENT || errno == EINVAL || errno == ENOTDIR { return nil }
    throw Failure(errno, action: "read the link", path: path)
  }

  /// Removes a file or a link; nothing happens when it is gone.
  public static func remove(_ path: String) throws(Failure) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw Failure(errno, action: "remove", path: path)
    }
  }

  /// Removes a folder with all that is in it; nothing happens when it is gone.
  public static func removeTree(_ path: String) throws(Failure) {
    guard try kind(of: path) != nil else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw Failure(error, action: "remove", path: path)
    }
  }

  /// The names in a folder in the order of their bytes.
  public static func names(in path: String) throws(Failure) -> [String] {
    try unorderedNames(in: path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names in a folder as they come: for who wants a few of many.
  public static func unorderedNames(in path: String) throws(Failure) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw Failure(error, action: "list", path: path)
    }
  }

  /// The files of an ending that have not changed for a day: what processes that died left in a folder.
  public static func leftBehind(in folder: String, ending: String) -> [String] {
    let dayAgo = Int64(Date(timeIntervalSinceNow: -86_400).timeIntervalSince1970) * 1_000_000_000
    return ((try? unorderedNames(in: folder)) ?? []).filter { $0.hasSuffix(ending) }
      .map { "\(folder)/\($0)" }
      .filter { path in (try? stamp(of: path)).flatMap(\.self).map { $0.changed < dayAgo } ?? false
      }
  }

  /// Brings a file, or the names in a folder, to the disk.
  public static func sync(_ path: String) throws(Failure) {
    try OpenFile<Failure>(path, for: .reading).sync(folder: true)
  }
}

/// Which file it is, and what any change of it changes.
public struct FileStamp: Equatable, Sendable {
  /// Which file it is, whatever its name: its device and its number there.
  public struct Identity: Equatable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  /// Which file it is.
  public let identity: Identity
  /// The size in bytes.
  public let size: Int
  /// When it changed last, of a folder the names in it, in nanoseconds since 1970.
  public let changed: Int64

  fileprivate init(_ status: stat) {
    identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    size = status.st_size
    changed = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }
}
