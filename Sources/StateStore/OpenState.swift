import Files
import Foundation
import GRDB
import Synchronization

/// One opening of a state's file, which knows whether that file is still the one of its name.
///
/// With the last reference it is closed, and what the log has is folded into the file unless another
/// process has it open. (GRDB's own `close` leaves the log, since it closes the writer first.)
final class OpenState: Sendable {
  /// Reads at any time, writes one at a time.
  let pool: any DatabaseWriter
  private let path: String
  /// Keeps a restore from putting another file in the place of the open one.
  private let lock: StateLock?
  private let file: FileStamp.Identity?
  /// The log, which has what is not in the file yet.
  private let log: FileStamp.Identity?
  /// What the file was when it was opened to be read without SQLite's locks.
  private let stamp: FileStamp?
  /// The mark of the output folder that this was last held against.
  private let held = Mutex<Held?>(nil)

  private struct Held {
    var mark: FileStamp?
    /// Whether the two are tied.
    var isTied: Bool
  }

  /// Opens the file in a folder that is there and held, makes it if that is wanted, and brings it
  /// to what this program expects.
  init(path: String, lock: consuming StateLock, patience: Duration) throws(StateError) {
    self.path = path
    self.lock = consume lock
    stamp = nil
    do {
      _ = try StateFile.makePrivateFile(path)
      StateFile.makePrivate(URL(filePath: path).deletingLastPathComponent().path)
      pool = try DatabasePool(path: path, configuration: Self.configuration(patience))
      try StateMigrations.run(on: pool)
      file = try StateFile.identity(path)
      log = try StateFile.identity(path + "-wal")
    } catch {
      var error = StateError(error, path: path)
      error.path = path
      throw error
    }
  }

  /// Opens the file to read it, and changes nothing.
  ///
  /// A restore may take its name meanwhile: it is whole all the same.
  init(reading path: String) throws(StateError) {
    self.path = path
    lock = nil
    do {
      stamp = try StateFile.hasLog(path) ? nil : StateFile.stamp(of: path)
      file = try StateFile.identity(path)
      log = try StateFile.identity(path + "-wal")
      let queue = try StateDatabase.readOnly(path, isLocked: stamp == nil)
      pool = try StateMigrations.areComplete(on: queue) ? queue : Self.upToDate(queue)
    } catch {
      var error = StateError(error, path: path)
      error.path = path
      throw error
    }
  }

  deinit {
    guard let pool = pool as? DatabasePool else { return }
    // The last connection folds the log in; one that only reads cannot, so those go first. One that is
    // closed later all the same leaves an empty log, by which a disk that is read alone can be read.
    pool.releaseMemory()
    try? pool.writeWithoutTransaction { database in
      try database.execute(sql: "PRAGMA busy_timeout = 0")
      _ = try database.checkpoint(.truncate)
    }
  }

  /// Whether the open files are still those of the state's name: what is written to others is lost.
  var isInPlace: Bool {
    if let stamp {
      return (try? StateFile.stamp(of: path)) == stamp && (try? StateFile.hasLog(path)) == false
    }
    guard let now = try? StateFile.identity(path), now == file else { return false }
    guard let log else { return true }
    return (try? StateFile.identity(path + "-wal")) == log
  }

  /// Throws `StateError` unless the output folder belongs to this state; asks only where its mark is
  /// another one than when it was asked last.
  func hold(against tie: StateTie) throws {
    let mark = OutputMark.stamp(in: tie.place.output)
    if held.withLock({ $0 != nil && $0?.mark == mark }) { return }
    let isTied = try tie.hold(pool)
    held.withLock { $0 = Held(mark: mark, isTied: isTied) }
  }

  /// The same, and ties the two.
  func join(_ tie: StateTie) throws {
    if !tie.takesOver {
      try hold(against: tie)
      if held.withLock({ $0?.isTied == true }) { return }
    }
    try tie.join(pool)
    let mark = OutputMark.stamp(in: tie.place.output)
    held.withLock { $0 = Held(mark: mark, isTied: true) }
  }

  /// Whether what was read until now is of one moment: without locks another may have written.
  var isReliable: Bool { stamp == nil || isInPlace }

  /// What a file of an older program has, brought to what this one expects, in memory.
  private static func upToDate(_ old: DatabaseQueue) throws -> DatabaseQueue {
    let copy = try DatabaseQueue()
    try old.backup(to: copy)
    try StateMigrations.run(on: copy)
    return copy
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

/// The state databases that this process has open, to be closed at its end.
enum OpenDatabases {
  private struct Entry {
    weak var database: StateDatabase?
  }

  private static let entries = Mutex<[Entry]>([])

  static func note(_ database: StateDatabase) {
    entries.withLock { entries in
      entries.removeAll { $0.database == nil }
      entries.append(Entry(database: database))
    }
  }

  static func all() -> [StateDatabase] {
    entries.withLock { $0.compactMap(\.database) }
  }
}
