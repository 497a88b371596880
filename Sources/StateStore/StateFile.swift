import Files
import Glibc

/// What a state's files need of the system besides SQLite.
///
/// No file of an open database is opened by it: closing one would give back SQLite's locks.
typealias StateFile = FileSystem<StateError>

extension FileSystem where Failure == StateError {
  /// The file under a path, links followed; nil when there is none.
  static func identity(_ path: String) throws(StateError) -> FileStamp.Identity? {
    try stamp(of: path)?.identity
  }

  /// Whether the log of the database under a path has anything.
  static func hasLog(_ path: String) throws(StateError) -> Bool {
    try stamp(of: path + "-wal").map { $0.size > 0 } ?? false
  }

  /// Takes from others what they could read of a state's folder, where it is this user's: the folder,
  /// where nothing else lies in it, and the files.
  static func makePrivate(_ folder: String) {
    let names = (try? unorderedNames(in: folder)) ?? []
    let folders = StateName.folders
    for name in names where !folders.contains(name) && isOurs(name) {
      restrict("\(folder)/\(name)", to: 0o600)
    }
    for name in names where folders.contains(name) { restrict("\(folder)/\(name)", to: 0o700) }
    if names.allSatisfy({ folders.contains($0) || isOurs($0) }) { restrict(folder, to: 0o700) }
  }

  private static func isOurs(_ name: String) -> Bool {
    name == StateName.lock.rawValue || name == StateName.alertsLock.rawValue
      || name.hasPrefix(StateDatabase.fileName)
  }

  /// Removes what processes that died left unfinished in a folder, with SQLite's journals of it: what
  /// is a day old, and of an `UnfinishedFile` under names that begin so, what nobody makes any more.
  static func sweep(_ folder: String, held prefix: String? = nil) {
    if let prefix {
      for name in (try? unorderedNames(in: folder)) ?? []
      where name.hasPrefix("\(prefix).") && name.hasSuffix(".unfinished") {
        UnfinishedFile.removeLeft("\(folder)/\(name)")
      }
    }
    for path in leftBehind(in: folder, ending: ".unfinished")
    where prefix.map({ !path.hasPrefix("\(folder)/\($0).") }) ?? true {
      for suffix in ["-journal", ""] { try? remove(path + suffix) }
    }
  }
}

extension StateError: FileFailure {
  /// A call of the system failed with this number.
  package init(_ number: Int32, action: String, path: String) {
    self.init(.cannotWrite, path: path, reason: SystemError.reason(of: number))
    switch number {
    case ENOSPC, EDQUOT: remedy = .room
    case EIO: remedy = .disk
    default: break
    }
  }

  /// A call of Foundation failed.
  package init(_ error: any Error, action: String, path: String) {
    self.init(error, path: path)
  }
}
