import Foundation
import GRDB

/// What the program remembers between runs: a SQLite database in the state folder.
///
/// Several processes may have it open at once; each change is one transaction, and a reader never
/// waits for a writer. Nothing of it is needed to make a report: without it only what was
/// remembered is gone.
public final class StateDatabase: Sendable {
  /// The path of the database.
  public let path: String
  /// Reads at any time, writes one at a time.
  let pool: DatabasePool
  /// Keeps a restore from putting another file in the place of the open one.
  private let lock: StateLock

  /// The database's name in the state folder.
  public static let fileName = "state.sqlite"

  /// How long a change waits for another process: longer than any transaction of ours, so that two
  /// processes take turns.
  public static let usualPatience = Duration.seconds(30)

  /// Opens the database in a folder, and makes both when they are not there.
  ///
  /// A change that has to wait longer than `patience` for another process throws the cause `busy`.
  /// Throws `StateError`: the folder or the file cannot be used, the file is damaged, a newer
  /// program has written it, or a copy is being put in its place.
  public convenience init(
    folder: String, patience: Duration = StateDatabase.usualPatience
  ) throws(StateError) {
    do {
      // For this user alone: a state may hold what the log must not.
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StateError(.cannotWrite, path: folder, reason: error.localizedDescription)
    }
    try self.init(folder: folder, lock: StateLock(.shared, of: folder), patience: patience)
  }

  /// Whether a folder has a state.
  public static func exists(in folder: String) -> Bool {
    FileManager.default.fileExists(atPath: "\(folder)/\(fileName)")
  }

  /// Opens the database in a folder that is there and held.
  init(
    folder: String, lock: consuming StateLock, patience: Duration = StateDatabase.usualPatience
  ) throws(StateError) {
    let path = "\(folder)/\(Self.fileName)"
    self.path = path
    self.lock = lock
    do {
      pool = try DatabasePool(path: path, configuration: Self.configuration(patience))
      try StateMigrations.run(on: pool)
    } catch let error as StateError {
      throw StateError(error.cause, path: path, reason: error.reason)
    } catch {
      throw StateError(error, path: path)
    }
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

  /// Reads in one snapshot of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(StateError) -> Value {
    do {
      return try pool.read(body)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Changes the database in one transaction, or not at all.
  func write<Value>(_ body: (Database) throws -> Value) throws(StateError) -> Value {
    do {
      return try pool.write(body)
    } catch {
      throw StateError(error, path: path)
    }
  }
}
