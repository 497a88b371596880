/// Why a run could not be published or read back: which path, which step, and what to do.
package struct PublishingError: Error, Hashable, Sendable {
  /// What was in the way.
  package enum Cause: Hashable, Sendable {
    /// A folder on the way is missing or is no folder, and could not be created.
    case noSuchFolder
    /// The user may not write there.
    case permissionDenied
    /// The file system is mounted read-only.
    case readOnly
    /// The disk, its inodes or the quota is full.
    case noSpace
    /// Something else stands under the name.
    case inTheWay
    /// The file system knows no symbolic links or no locks.
    case unsupported
    /// Another process holds a lock that is held for a moment only.
    case busy
    /// Any other error of the system.
    case failed
    /// A report's or file's name that is no plain name.
    case illegalName
    /// A file that the publication lists is not in the run's folder.
    case missingFile
    /// A file in the run's folder that the publication does not list.
    case unlistedFile
    /// A CSV file with another number of rows than its table had.
    case wrongRowCount
    /// A `datapackage.json` that cannot be read as one.
    case unreadableManifest
  }

  /// What was in the way.
  package var cause: Cause
  /// The file, folder or link.
  package var path: String
  /// What was being done with it, in words such as `create the folder`.
  package var action: String
  /// The system's error number; nil when it was not the system that refused.
  package var errorNumber: Int32?
  /// What was wrong, as text: the system's message or our own.
  package var reason: String
  /// What went wrong when the unfinished run was then to be removed; nil when nothing did.
  package var cleanupFailure: String?

  package init(
    cause: Cause, path: String, action: String, errorNumber: Int32? = nil, reason: String,
    cleanupFailure: String? = nil
  ) {
    self.cause = cause
    self.path = path
    self.action = action
    self.errorNumber = errorNumber
    self.reason = reason
    self.cleanupFailure = cleanupFailure
  }

  /// Whether the output cannot be written, which has an exit code of its own.
  package var isCannotWrite: Bool {
    switch cause {
    case .noSuchFolder, .permissionDenied, .readOnly, .noSpace, .inTheWay, .unsupported, .failed:
      true
    case .busy, .illegalName, .missingFile, .unlistedFile, .wrongRowCount, .unreadableManifest:
      false
    }
  }

  /// What the reader can do about it, one clause.
  package var remedy: String {
    switch cause {
    case .noSuchFolder: "create the folder or choose another output folder"
    case .permissionDenied: "give this user write permission or choose another output folder"
    case .readOnly: "mount it writable or choose another output folder"
    case .noSpace: "free some space or choose another output folder"
    case .inTheWay: "move it away; nothing but this program writes here"
    case .unsupported: "choose an output folder on a file system with symbolic links and locks"
    case .busy: "find the process with 'fuser \(path)' and end it if it hangs, then run again"
    case .failed: "see the system's log for the disk or the mount"
    case .illegalName: "use letters, digits, '.', '_' and '-', not '.' first"
    case .missingFile, .unlistedFile, .wrongRowCount:
      "this is a bug in the program; the run was not published"
    case .unreadableManifest: "run the report again for this period"
    }
  }
}

extension PublishingError: CustomStringConvertible {
  /// One line: action, path, reason, remedy.
  package var description: String {
    let cleanup = cleanupFailure.map { " (and the unfinished run remains: \($0))" } ?? ""
    return "cannot \(action) \(path): \(reason); \(remedy)\(cleanup)"
  }
}
