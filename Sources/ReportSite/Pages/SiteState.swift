import RunStore
import Synchronization

/// The state database, opened when it is first needed and there is one.
final class SiteState: Sendable {
  private let folder: String
  private let opened = Mutex<StateDatabase?>(nil)

  init(folder: String) {
    self.folder = folder
  }

  /// The database; nil while no run has made one.
  ///
  /// It may wait for the disk.
  func database() throws(StateError) -> StateDatabase? {
    try opened.withLock { opened throws(StateError) in
      if opened == nil, StateDatabase.exists(in: folder) {
        opened = try StateDatabase(folder: folder)
      }
      return opened
    }
  }

  /// The database, made when there is none.
  ///
  /// It may wait for the disk.
  func makeDatabase() throws(StateError) -> StateDatabase {
    try opened.withLock { opened throws(StateError) in
      if let opened { return opened }
      let made = try StateDatabase(folder: folder)
      opened = made
      return made
    }
  }
}
