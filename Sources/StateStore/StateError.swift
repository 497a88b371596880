import Foundation
import GRDB

/// Why the state database cannot be used.
package struct StateError: Error, CustomStringConvertible {
  /// What kind of trouble it is.
  package enum Cause: Sendable {
    /// The file or its folder cannot be written.
    case cannotWrite
    /// The file is no database, or parts of it are not what was written.
    case damaged
    /// A newer program has written it.
    case newer
    /// There is none.
    case missing
    /// It is gone, and something belongs to it.
    case lost
    /// The output folder belongs to another one.
    case foreign
    /// Its file was taken away while it was open.
    case gone
    /// Another process held it for too long.
    case busy
    /// SQLite failed otherwise.
    case other
  }

  /// What kind of trouble it is.
  package var cause: Cause
  /// The file or folder.
  package var path: String
  /// What the system says.
  package var reason: String
  /// The copy to put back.
  var copy: String?
  /// Whether the file is a copy, or what somebody takes for one, and not the state in use.
  var isOfCopy = false
  /// What would help where the file or its folder cannot be written.
  var remedy = Remedy.permit

  enum Remedy: String {
    case permit = "let this user read and write"
    case room = "make room"
    case disk = "see the system's log for the disk"
  }

  init(_ cause: Cause, path: String, reason: String) {
    self.cause = cause
    self.path = path
    self.reason = reason
  }

  /// Another process needs the state as it is.
  package init(inUse path: String, by holder: String) {
    self.init(.busy, path: path, reason: holder)
  }

  /// There is no state in a folder.
  package init(missing folder: String) {
    self.init(.missing, path: folder, reason: "no run has recorded anything there")
  }

  /// Something else than SQLite failed on the way.
  package init(unexpected reason: String, path: String) {
    self.init(.other, path: path, reason: reason)
  }

  /// Something failed with a copy.
  init(_ error: any Error, copy path: String) {
    self.init(error, path: path)
    self.path = path
    isOfCopy = true
  }

  init(_ error: any Error, path: String) {
    if let error = error as? StateError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      if let error = error as? CocoaError {
        self.init(.cannotWrite, path: path, reason: error.localizedDescription)
        if error.code == .fileWriteOutOfSpace { remedy = .room }
      } else {
        self.init(.other, path: path, reason: "\(error)")
      }
      return
    }
    let cause: Cause =
      switch error.resultCode {
      case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_PERM:
        .cannotWrite
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged
      case .SQLITE_BUSY, .SQLITE_LOCKED: .busy
      default: .other
      }
    // Never `description`, which may quote values.
    self.init(cause, path: path, reason: error.message ?? "code \(error.resultCode.rawValue)")
    switch error.extendedResultCode {
    // The second is what a full disk is called where the index of the log has to grow.
    case .SQLITE_FULL, .SQLITE_IOERR_SHMSIZE: remedy = .room
    default: if error.resultCode == .SQLITE_IOERR { remedy = .disk }
    }
  }

  /// What the system says, without the full stop that some of its sentences have.
  private var sentence: String { reason.hasSuffix(".") ? String(reason.dropLast()) : reason }

  /// One line: the path, what is wrong, and what helps.
  package var description: String {
    switch cause {
    case .cannotWrite where isOfCopy:
      "the copy \(path) cannot be used: \(sentence); \(remedy.rawValue) there, or name another file"
    case .damaged where isOfCopy:
      "\(path) is not a complete copy of a state: \(reason); name another: runs leave copies in .state"
        + " of the output folder"
    case .newer where isOfCopy:
      "the copy \(path) was written by a newer program: \(reason); install that version again, or name"
        + " another file"
    case .cannotWrite:
      "the state \(path) cannot be used: \(sentence); \(remedy.rawValue)"
        + " there, or name another folder with report.state (REPORT_STATE)"
    case .damaged:
      "the state \(path) is damaged: \(reason); move it away, or put a copy in its place with"
        + " 'inventory-reports state restore'"
    case .newer:
      "the state \(path) was written by a newer program: \(reason); install that version again, or"
        + " name another folder with REPORT_STATE"
    case .missing:
      "there is no state in \(path): \(reason); check REPORT_STATE, or use 'state restore'"
    case .lost:
      "the state \(path) is missing, and \(reason). Check REPORT_STATE. Put the state back, or a"
        + " copy with 'inventory-reports state restore \(copy ?? "FILE")', or give up its records"
        + " (decisions, orders, alerts, prices) with 'inventory-reports state init --accept-loss'"
    case .foreign:
      "the state \(path) is not the one that the reports belong to: \(reason). Check REPORT_STATE."
        + " Put that state back, or a copy with 'inventory-reports state restore"
        + " \(copy ?? "FILE")', or continue with this one with"
        + " 'inventory-reports state init --accept-loss'"
    case .gone:
      "the state \(path) was deleted, moved or replaced while it was open: \(reason)"
    case .busy:
      "the state \(path) is in use: \(reason); run again when the other process is done"
    case .other:
      "the state \(path): \(reason)"
    }
  }
}
