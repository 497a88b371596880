import Foundation
import GRDB
public import Reports
import Synchronization

/// What the program remembers between runs: a SQLite database in the state folder.
///
/// Several processes may have it open at once; each change is one transaction, and a reader never
/// waits for a writer. Nothing of it is needed to make a report: without it only what was
/// remembered is gone.
public final class StateDatabase: Sendable {
  /// The path of the database.
  public let path: String
  private let folder: String
  /// How long a change waits; nil for a database that is read alone.
  private let patience: Duration?
  /// What holds it against the output folder; nil for a state that is nobody's.
  private let tie: StateTie?
  private let opened: Mutex<OpenState?>

  /// The database's name in the state folder.
  public static let fileName = "state.sqlite"

  /// How long a change waits for another process: longer than any transaction of ours, so that two
  /// processes take turns.
  public static let usualPatience = Duration.seconds(30)

  /// Opens the database in a folder, and makes both when they are not there, whatever is published.
  ///
  /// A change that has to wait longer than `patience` for another process throws the cause `busy`.
  /// Throws `StateError`: the folder or the file cannot be used, the file is damaged, a newer
  /// program has written it, or a copy is being put in its place.
  public convenience init(
    folder: String, patience: Duration = StateDatabase.usualPatience
  ) throws(StateError) {
    try self.init(folder: folder, tie: nil, patience: patience)
  }

  convenience init(folder: String, tie: StateTie?, patience: Duration) throws(StateError) {
    try StateFile.makeFolder(folder)
    try self.init(folder, tie, patience: patience)
  }

  /// Opens the database in a folder to read it alone; nothing is made or changed.
  convenience init(reading folder: String, tie: StateTie) throws(StateError) {
    try self.init(folder, tie, patience: nil)
  }

  private init(_ folder: String, _ tie: StateTie?, patience: Duration?) throws(StateError) {
    self.folder = folder
    self.patience = patience
    path = "\(folder)/\(Self.fileName)"
    let first = try Self.opening(folder, tie, patience)
    // Once it is tied, it is held against the mark as any other.
    var tie = tie
    tie?.takesOver = false
    self.tie = tie
    opened = Mutex(first)
    OpenDatabases.note(self)
  }

  /// Whether a folder has a state.
  ///
  /// Throws `StateError` when this user may not look.
  public static func exists(in folder: String) throws(StateError) -> Bool {
    try StateFile.identity("\(folder)/\(fileName)") != nil
  }

  /// Opens the database anew when its file was replaced; a file that is gone is an error.
  ///
  /// Throws `StateError` as opening does.
  public func ensureInPlace() throws(StateError) {
    _ = try current()
  }

  /// Closes the database until it is needed again, so that all of it is in the one file.
  public func close() {
    opened.withLock { $0 = nil }
  }

  /// Closes all that are open: at the end of the program.
  public static func closeAll() {
    OpenDatabases.all().forEach { $0.close() }
  }

  /// Leaves a verified copy in the output folder that the state is tied to, once a night.
  public func leaveCopy(now: Instant) throws(StateError) {
    try tie?.place.copies.add(of: self, now: now)
  }

  /// The open file, which is the one of the state's name.
  func current() throws(StateError) -> OpenState {
    try opened.withLock { opened throws(StateError) in
      if let present = opened {
        if present.isInPlace {
          do {
            if let tie { try present.hold(against: tie) }
            return present
          } catch {
            // What was read of a file while another took its place says nothing.
            guard !present.isInPlace else { throw StateError(error, path: path) }
          }
        }
        opened = nil
      }
      // Only the first opening makes a state.
      guard try Self.exists(in: folder) else {
        try tie?.place.expectNothingLost()
        throw StateError(.gone, path: path, reason: "nothing is there any more")
      }
      let fresh = try Self.opening(folder, tie, patience)
      opened = fresh
      return fresh
    }
  }

  private static func opening(
    _ folder: String, _ tie: StateTie?, _ patience: Duration?
  ) throws(StateError) -> OpenState {
    let path = "\(folder)/\(fileName)"
    func held(_ state: OpenState) throws(StateError) -> OpenState {
      do {
        guard let tie else { return state }
        guard !tie.isLooking else {
          try state.hold(against: tie)
          return state
        }
        try state.join(tie)
        // What a process changed that died before it said so, or could not.
        try? tie.follow(state.pool)
        return state
      } catch {
        throw StateError(error, path: path)
      }
    }
    guard let patience else {
      // What is read while another writes may pass for damaged.
      for _ in 1...2 {
        if let state = try? held(OpenState(reading: path)), state.isReliable { return state }
      }
      return try held(OpenState(reading: path))
    }
    return try held(
      OpenState(path: path, lock: StateLock(.shared, of: folder), patience: patience))
  }

  /// Does something with the open file, and once more where another wrote to it meanwhile.
  func reliably<Value>(_ body: (OpenState) throws -> Value) throws -> Value {
    while true {
      let state = try current()
      let result = Result { try body(state) }
      if state.isReliable { return try result.get() }
    }
  }

  /// Reads in one snapshot of the database.
  func read<Value>(_ body: (Database) throws -> Value) throws(StateError) -> Value {
    do {
      return try reliably { try $0.pool.read(body) }
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// Changes the database in one transaction, or not at all.
  func write<Value>(_ body: (Database) throws -> Value) throws(StateError) -> Value {
    do {
      return try change(body)
    } catch {
      throw StateError(error, path: path)
    }
  }

  /// The same, and throws what the body throws.
  func change<Value>(_ body: (Database) throws -> Value) throws -> Value {
    guard patience != nil else {
      throw StateError(.cannotWrite, path: path, reason: "it was opened to be read alone")
    }
    let state = try current()
    if let tie { try state.join(tie) }
    let (value, isChanged) = try state.pool.write { database in
      let before = database.totalChangesCount
      let value = try body(database)
      let isChanged = database.totalChangesCount != before
      if isChanged { try StateIdentity.advance(database) }
      return (value, isChanged)
    }
    // What was written into a file that has no name any more is not acknowledged.
    guard state.isInPlace else {
      throw StateError(.gone, path: path, reason: "what was written to it just now is lost")
    }
    // It is done, whether or not this user may write beside the output.
    if isChanged { try? tie?.follow(state.pool) }
    return value
  }

  /// Throws what the body throws, and `StateError` when SQLite fails.
  func passingErrors<Value>(_ body: () throws -> Value) throws -> Value {
    do {
      return try body()
    } catch let error as DatabaseError {
      throw StateError(error, path: path)
    }
  }
}
