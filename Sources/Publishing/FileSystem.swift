import Foundation
import Glibc

/// The calls by which folders and links come and go, each with an error that names its path.
enum FileSystem {
  /// What stands under a path, links not followed.
  enum Kind: Equatable {
    case file(bytes: Int)
    case folder
    case link
    case other
  }

  /// What stands under a path; nil when nothing does.
  static func kind(of path: String) throws(PublishingError) -> Kind? {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw PublishingError(errno, action: "look at", path: path)
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file(bytes: status.st_size)
    case S_IFDIR: return .folder
    case S_IFLNK: return .link
    default: return .other
    }
  }

  /// When the names in a folder changed last, in nanoseconds since 1970; nil when there is none.
  static func changed(_ path: String) throws(PublishingError) -> Int64? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw PublishingError(errno, action: "look at", path: path)
    }
    return Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
  }

  /// Makes a folder, 0755 less the umask; false when it was there.
  @discardableResult
  static func makeFolder(_ path: String) throws(PublishingError) -> Bool {
    if unsafe mkdir(path, 0o755) == 0 { return true }
    let number = errno
    // A link to a folder will do, so that the output may lie on another disk.
    var status = stat()
    if number == EEXIST, unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      return false
    }
    throw PublishingError(number, action: "create the folder", path: path)
  }

  /// The folder in which a path lies; NSString's own answer traps for a name of one letter.
  private static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Makes a folder and those above it, and brings each new name to the disk.
  static func makeFolders(_ path: String) throws(PublishingError) {
    let parent = parent(of: path)
    do {
      guard try makeFolder(path) else { return }
    } catch  where error.errorNumber == ENOENT && parent != path {
      try makeFolders(parent)
      try makeFolder(path)
    }
    try syncFolder(parent)
  }

  /// Gives a file, folder or link another name in the same file system, in one step.
  static func rename(_ path: String, to newPath: String) throws(PublishingError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else {
      throw PublishingError(errno, action: "rename to its final name", path: newPath)
    }
  }

  /// Makes a symbolic link.
  static func link(_ path: String, to target: String) throws(PublishingError) {
    guard unsafe symlink(target, path) == 0 else {
      throw PublishingError(errno, action: "create the link", path: path)
    }
  }

  /// What a symbolic link says; nil when there is no link.
  static func linkTarget(_ path: String) throws(PublishingError) -> String? {
    var buffer = [UInt8](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.baseAddress.map { unsafe readlink(path, $0, bytes.count) } ?? 0
    }
    if count >= 0 { return String(decoding: buffer[..<count], as: UTF8.self) }
    if errno == ENOENT || errno == EINVAL || errno == ENOTDIR { return nil }
    throw PublishingError(errno, action: "read the link", path: path)
  }

  /// Removes a file or a link; nothing happens when it is gone.
  static func remove(_ path: String) throws(PublishingError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw PublishingError(errno, action: "remove", path: path)
    }
  }

  /// Removes a folder with all that is in it; nothing happens when it is gone.
  static func removeTree(_ path: String) throws(PublishingError) {
    guard try kind(of: path) != nil else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw PublishingError(error, action: "remove", path: path)
    }
  }

  /// The names in a folder in the order of their bytes.
  static func names(in path: String) throws(PublishingError) -> [String] {
    try unorderedNames(in: path).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The names in a folder as they come: for who wants a few of many.
  static func unorderedNames(in path: String) throws(PublishingError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
    } catch {
      throw PublishingError(error, action: "list", path: path)
    }
  }

  /// Brings the names in a folder to the disk.
  static func syncFolder(_ path: String) throws(PublishingError) {
    try OpenFile(path, for: .reading).sync(folder: true)
  }

  /// The system's words for an error number.
  static func message(_ number: Int32) -> String {
    guard let text = unsafe strerror(number) else { return "error \(number)" }
    return unsafe String(cString: text)
  }
}
