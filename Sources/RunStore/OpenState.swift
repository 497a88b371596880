import GRDB

/// One opening of a state's file, which knows whether that file is still the one of its name.
///
/// With the last reference it is closed, and what the log has is folded into the file unless another
/// process has it open. (GRDB's own `close` leaves the log, since it closes the writer first.)
final class OpenState: Sendable {
  /// Reads at any time, writes one at a time.
  let pool: DatabasePool
  private let path: String
  /// Keeps a restore from putting another file in the place of the open one.
  private let lock: StateLock
  private let file: StateFile.Identity?
  /// The log, which has what is not in the file yet.
  private let log: StateFile.Identity?

  /// Opens the file in a folder that is there and held, makes it if that is wanted, and brings it
  /// to what this program expects.
  init(path: String, lock: consuming StateLock, patience: Duration) throws(StateError) {
    self.path = path
    self.lock = lock
    do {
      _ = try StateFile.make(path)
      // The log's files take over the rights of the database.
      for suffix in ["", "-wal", "-shm"] { StateFile.makePrivate(path + suffix) }
      pool = try DatabasePool(path: path, configuration: Self.configuration(patience))
      try StateMigrations.run(on: pool)
      file = try StateFile.identity(path)
      log = try StateFile.identity(path + "-wal")
    } catch let error as StateError {
      throw StateError(error.cause, path: path, reason: error.reason)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Whether the open files are still those of the state's name: what is written to others is lost.
  var isInPlace: Bool {
    guard let now = try? StateFile.identity(path), now == file else { return false }
    guard let log else { return true }
    return (try? StateFile.identity(path + "-wal")) == log
  }

  private static func configuration(_ patience: Duration) -> Configuration {
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience / .seconds(1))
    configuration.prepareDatabase { database in
      // An event must survive a power cut once its transaction is done.
      try database.execute(sql: "PRAGMA synchronous = FULL")
    }
    return configuration
  }
}
