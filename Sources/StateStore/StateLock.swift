import Files

/// A hold of a state folder: processes that use the state share it, a restore has it alone.
///
/// A restore puts another file under the state's name. What had the former one open would go on
/// writing where nobody looks any more. A file that only this user can open is locked, since whoever
/// can open a file can hold its lock; the hold ends with the process, however it ends.
struct StateLock: ~Copyable, Sendable {
  /// Who may have it at the same time.
  enum Kind {
    case shared, alone
  }

  private let file: OpenFile<StateError>

  /// Takes the hold of a folder that is there.
  ///
  /// Throws `StateError` with the cause `busy` when others have it in a way that leaves no room.
  init(_ kind: Kind, of folder: String) throws(StateError) {
    let file = try OpenFile<StateError>(StateName.lock.path(in: folder), for: .locking)
    guard try file.lock(kind == .shared ? .shared : .exclusive) else {
      throw StateError(
        inUse: folder,
        by: kind == .shared
          ? "a restore is replacing it"
          : "another process has it open; if that is the web program, stop it")
    }
    self.file = file
  }
}
