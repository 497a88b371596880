import Foundation
import Glibc

/// What a state file needs of the system besides SQLite.
enum StateFile {
  /// Which file it is, whatever its name: its device and its number there.
  struct Identity: Equatable {
    var device: UInt64
    var number: UInt64
  }

  /// What any change of a file changes.
  struct Stamp: Equatable {
    var identity: Identity
    var size: Int
    var changed: Int64
  }

  /// The file under a path, links followed; nil when there is none.
  static func identity(_ path: String) throws(StateError) -> Identity? {
    try stamp(path)?.identity
  }

  /// The file under a path as it is now, links followed; nil when there is none.
  static func stamp(_ path: String) throws(StateError) -> Stamp? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw StateError(errno, path: path)
    }
    return Stamp(
      identity: Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino)),
      size: status.st_size,
      changed: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
  }

  /// Makes a folder, and those above it, for this user alone: a state may hold what the log must not.
  static func makeFolder(_ path: String) throws(StateError) {
    do {
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Makes an empty file that only this user can open; false when there is a file of that name.
  ///
  /// No file of an open database is opened by it: closing one would give back SQLite's locks.
  static func make(_ path: String) throws(StateError) -> Bool {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      if errno == EEXIST { return false }
      throw StateError(errno, path: path)
    }
    close(descriptor)
    return true
  }

  /// Takes from others what they could read of a state's folder, where it is this user's: the folder,
  /// where nothing else lies in it, and the files.
  static func makePrivate(_ folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let folders: Set = ["ledger", "orders", "site-valuations"]
    for name in names where !folders.contains(name) && isOurs(name) {
      restrict("\(folder)/\(name)", to: 0o600)
    }
    for name in names where folders.contains(name) { restrict("\(folder)/\(name)", to: 0o700) }
    if names.allSatisfy({ folders.contains($0) || isOurs($0) }) { restrict(folder, to: 0o700) }
  }

  private static func isOurs(_ name: String) -> Bool {
    name == "state.lock" || name == "alerts.lock" || name.hasPrefix(StateDatabase.fileName)
  }

  /// Leaves others no right to a file or a folder that they may read or write.
  static func restrict(_ path: String, to mode: mode_t) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFLNK,
      status.st_mode & 0o066 != 0
    else { return }
    _ = unsafe chmod(path, mode)
  }

  /// Brings a file, or the names in a folder, to the disk.
  static func sync(_ path: String) throws(StateError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StateError(errno, path: path) }
    defer { close(descriptor) }
    // Some network file systems cannot sync a folder and keep its names safe without.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw StateError(errno, path: path)
    }
  }

  /// Gives a file another name in one step, and takes the place of what has that name.
  static func rename(_ path: String, to newPath: String) throws(StateError) {
    guard unsafe Glibc.rename(path, newPath) == 0 else { throw StateError(errno, path: newPath) }
  }

  /// Removes what processes that died left unfinished in a folder, with SQLite's journals of it: what
  /// is a day old, and of an `UnfinishedFile` under names that begin so, what nobody makes any more.
  static func sweep(_ folder: String, held prefix: String? = nil) {
    let files = FileManager.default
    let dayAgo = Date(timeIntervalSinceNow: -86_400)
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix(".unfinished") {
      let path = "\(folder)/\(name)"
      if let prefix, name.hasPrefix("\(prefix).") {
        UnfinishedFile.removeLeft(path)
        continue
      }
      let changed = try? files.attributesOfItem(atPath: path)[.modificationDate]
      guard let changed = changed as? Date, changed < dayAgo else { continue }
      for suffix in ["-journal", ""] { try? files.removeItem(atPath: path + suffix) }
    }
  }
}

extension StateError {
  /// A call of the system failed with this number.
  init(_ number: Int32, path: String) {
    let reason = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    self.init(.cannotWrite, path: path, reason: reason)
    switch number {
    case ENOSPC, EDQUOT: remedy = .room
    case EIO: remedy = .disk
    default: break
    }
  }
}
