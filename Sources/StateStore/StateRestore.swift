import Files
import Foundation
import GRDB

/// Puts a copy in the place of the state.
///
/// The copy, with what its log has, becomes one new file, which is checked and takes the state's
/// name in one step; what was there is kept whole under another. A process that dies at any step
/// leaves either the one or the other.
package struct StateRestore {
  /// What came of it.
  package struct Outcome: Sendable {
    /// Where what was there is kept; nil when nothing was.
    package var replaced: String?
    /// What only the replaced state remembers, in words; nil when that is nothing.
    package var loss: String?
  }

  /// How many of the states that were replaced stay.
  static let kept = 10

  private let place: StatePlace
  private let path: String
  private let stamp: String
  /// Called before each step; for tests.
  var onStep: (RestoreStep) -> Void = { _ in }

  /// A restore into a place; `stamp` becomes part of the name under which the present state is kept.
  package init(to place: StatePlace, stamp: String) {
    self.place = place
    self.stamp = stamp
    path = "\(place.folder)/\(StateDatabase.fileName)"
  }

  /// Puts a copy in place.
  ///
  /// Throws `StateError` with the cause `busy` while anybody has the state open, in this process or
  /// another, and `damaged` when the copy is no whole state.
  package func perform(_ copy: String) throws(StateError) -> Outcome {
    let new = "\(path).\(UUID().uuidString).unfinished"
    defer { Self.remove(new) }
    var outcome = Outcome()
    do {
      try place.makeFolder()
      let lock = try StateLock(.alone, of: place.folder)
      defer { extendLifetime(lock) }
      StateFile.sweep(place.folder, held: StateDatabase.fileName)
      try make(new, from: copy)
      onStep(.copied)
      let present = try keepPresent()
      outcome.replaced = present?.name
      onStep(.kept)
      outcome.loss = try outcome.replaced.flatMap { try Self.loss(of: $0, against: new) }
      let mark = try OutputMark.read(in: place.output)
      // The mark may lag behind the present state, as when it could not be written.
      let former = (mark?.owners ?? []) + (present?.owner.map { [$0] } ?? [])
      let identity = try advance(new, beyond: former)
      try widen(mark, to: identity, from: mark?.owners ?? former)
      onStep(.marked)
      try StateFile.rename(new, to: path)
      onStep(.renamed)
      try StateFile.sync(place.folder)
    } catch let error as StateError {
      throw error
    } catch {
      throw StateError(error, path: path)
    }
    // Tied now, and with what this program expects.
    try place.open().close()
    if let replaced = outcome.replaced { removeOld(but: replaced) }
    return outcome
  }

  /// Makes the mark of the output folder fit the new state before it is there, and the present one
  /// still: whichever a process that dies here leaves is taken for what it is.
  ///
  /// The next process that opens the state records which it was.
  private func widen(
    _ present: OutputMark?, to identity: StateIdentity, from former: [OutputMark.Owner]
  ) throws {
    let folder = present?.folder ?? UUID().uuidString.lowercased()
    var mark = StateTie(place: place).mark(identity, folder: folder)
    mark.former = former.isEmpty ? nil : Array(Set(former))
    try mark.write(in: place.output)
  }

  /// Makes one file of a copy and its log, brings it to what this program expects, and checks it.
  private func make(_ new: String, from copy: String) throws(StateError) {
    do {
      let file = try Self.oneFile(new, of: copy)
      defer { try? file.close() }
      // Migrations would fail on what is damaged, and not say so.
      try StateDatabase.check(file, path: copy)
      let hasIdentity = try file.read { try $0.tableExists("state_identity") }
      try StateMigrations.run(on: file)
      let mark = try OutputMark.read(in: place.output)
      if !hasIdentity, let mark {
        // A copy of an older version: of the state that the output folder belongs to.
        try file.write { try StateIdentity.set(mark.state, in: $0) }
      }
      try StateDatabase.check(file, path: copy)
    } catch {
      throw StateError(error, copy: copy)
    }
  }

  /// Makes the new file one that has come farther than each that was before: all of them, the copy
  /// too, are older from now on.
  private func advance(
    _ new: String, beyond former: [OutputMark.Owner]
  ) throws -> StateIdentity {
    let file = try DatabaseQueue(path: new)
    defer { try? file.close() }
    let identity = try file.write { database in
      try StateIdentity.advance(database, beyond: former)
      return try StateIdentity(database)
    }
    try file.close()
    try StateFile.sync(new)
    return identity
  }

  /// Keeps the present state under another name, with what its log has; gives that name, and how far
  /// the state had come.
  ///
  /// It keeps its own name, too, until the new one takes it.
  private func keepPresent() throws(StateError) -> (name: String, owner: OutputMark.Owner?)? {
    guard try StateFile.identity(path) != nil else { return nil }
    let copy = "\(path).\(UUID().uuidString).unfinished"
    defer { Self.remove(copy) }
    let owner: OutputMark.Owner?
    do {
      let file = try Self.oneFile(copy, of: path)
      defer { try? file.close() }
      // One of an older version has none, and none that is older could be told from it.
      owner = (try? file.read { try StateIdentity($0) }).map {
        OutputMark.Owner(state: $0.id, entries: $0.entries)
      }
      try file.close()
      try StateFile.sync(copy)
      try foldLog()
    } catch {
      let error = StateError(error, path: path)
      guard error.cause == .damaged else { throw error }
      return (try moveDamaged(), nil)
    }
    let name = try freeName()
    try StateFile.rename(copy, to: name)
    return (name, owner)
  }

  /// Moves a state that cannot be read out of the way, with its log.
  ///
  /// The log would be read as part of the new state. The file goes first: an old file without its log
  /// could pass for whole.
  private func moveDamaged() throws(StateError) -> String {
    let name = try freeName()
    for suffix in ["", "-wal", "-journal"] where try StateFile.identity(path + suffix) != nil {
      try StateFile.rename(path + suffix, to: name + suffix)
    }
    Self.remove(path + "-shm")
    return name
  }

  /// Leaves nothing in the log of the present state.
  private func foldLog() throws {
    let queue = try DatabaseQueue(path: path)
    _ = try queue.inDatabase { try $0.checkpoint(.truncate) }
    try queue.close()
    guard try StateFile.identity(path + "-wal") == nil else {
      throw StateError(inUse: path, by: "another program has the file open")
    }
  }

  /// A name for what is replaced, which nothing has and now is taken.
  private func freeName() throws(StateError) -> String {
    let name = "\(path).replaced-\(stamp)"
    if try StateFile.makePrivateFile(name) { return name }
    var number = 2
    while try !StateFile.makePrivateFile("\(name)-\(number)") { number += 1 }
    return "\(name)-\(number)"
  }

  /// Removes the oldest of what was replaced, by the time in its name; never what was kept just now.
  private func removeOld(but replaced: String) {
    let files = FileManager.default
    let former = ((try? files.contentsOfDirectory(atPath: place.folder)) ?? [])
      .filter { $0.wholeMatch(of: /state\.sqlite\.replaced-[0-9A-Za-z]+(-\d+)?/) != nil }
      .map { "\(place.folder)/\($0)" }.filter { $0 != replaced }
      .sorted { $0.compare($1, options: .numeric) == .orderedDescending }
    for old in former.dropFirst(Self.kept - 1) {
      for suffix in ["-wal", "-journal", ""] { Self.remove(old + suffix) }
    }
  }

  /// Copies what a file and its log have into one new file, for this user alone.
  private static func oneFile(_ new: String, of path: String) throws -> DatabaseQueue {
    let source = try StateDatabase.readOnly(path)
    defer { try? source.close() }
    _ = try StateFile.makePrivateFile(new)
    let target = try DatabaseQueue(path: new)
    try source.backup(to: target)
    try target.inDatabase { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
    return target
  }

  /// What the replaced state remembers and the new one does not.
  private static func loss(of replaced: String, against new: String) throws -> String? {
    func counts(_ path: String) throws -> (orders: Int64, entries: Int64) {
      let queue = try StateDatabase.readOnly(path)
      defer { try? queue.close() }
      return try queue.read { database in
        func last(_ table: String) throws -> Int64 {
          try Int64.fetchOne(
            database, sql: "SELECT seq FROM sqlite_sequence WHERE name = ?", arguments: [table])
            ?? 0
        }
        return (try last("review_orders"), try last("review_events"))
      }
    }
    guard let old = try? counts(replaced) else { return "the replaced state cannot be read" }
    let new = try counts(new)
    guard old.orders > new.orders || old.entries > new.entries else { return nil }
    return "the copy lacks \(old.orders - min(new.orders, old.orders)) orders and"
      + " \(old.entries - min(new.entries, old.entries)) review entries of the replaced state"
  }

  private static func remove(_ path: String) {
    try? FileManager.default.removeItem(atPath: path)
  }
}

/// Where a restore may die; tests do.
enum RestoreStep: CaseIterable, Codable {
  case copied, kept, marked, renamed
}
