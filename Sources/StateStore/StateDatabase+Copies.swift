import Files
import Foundation
import GRDB

extension StateDatabase {
  /// Writes a copy of the whole state, checks it, and only then gives it its name.
  ///
  /// Others may write meanwhile; the copy is of one moment. A file of that name is replaced, but not
  /// a state that is in use. Throws `StateError` that names the copy.
  package func copy(to path: String) throws(StateError) {
    do {
      if let target = try StateFile.identity(path) {
        guard try target != StateFile.identity(self.path) else {
          throw StateError(.cannotWrite, path: path, reason: "this is the file of the state itself")
        }
        // The log of another database would be read as part of the copy.
        guard try StateFile.identity(path + "-wal") == nil else {
          throw StateError(.cannotWrite, path: path, reason: "a database of that name is in use")
        }
      }
      let target = URL(fileURLWithPath: path)
      let folder = target.deletingLastPathComponent().path
      StateFile.sweep(folder, held: target.lastPathComponent)
      let unfinished = "\(path).\(UUID().uuidString).unfinished"
      // Made first, so that nobody else can read it at any time.
      let file = try UnfinishedFile(unfinished)
      defer {
        try? FileManager.default.removeItem(atPath: unfinished)
        extendLifetime(file)
      }
      try reliably { state in
        try file.clear()
        try state.pool.vacuum(into: unfinished)
      }
      try Self.check(file: unfinished)
      try StateFile.sync(unfinished)
      try StateFile.rename(unfinished, to: path)
      try StateFile.sync(folder)
    } catch {
      throw StateError(error, copy: path)
    }
  }

  /// Whether every page and index is as it should be.
  ///
  /// Throws `StateError` with cause `damaged` and SQLite's first findings.
  package func check() throws(StateError) {
    let findings = try read { try Self.findings($0) }
    guard findings.isEmpty else {
      throw StateError(.damaged, path: path, reason: findings.joined(separator: "; "))
    }
  }

  /// Checks a copy, which nobody has open; nothing is changed.
  package static func check(file path: String) throws(StateError) {
    do {
      let queue = try readOnly(path)
      defer { try? queue.close() }
      try check(queue, path: path)
    } catch {
      throw StateError(error, copy: path)
    }
  }

  /// How far the state had come that a file is a copy of; less than any for what is no state.
  static func entries(ofCopy path: String) -> Int64 {
    func entries(_ database: Database) throws -> Int64 {
      let isCounted =
        try database.tableExists("state_identity")
        && database.columns(in: "state_identity").contains { $0.name == "entries" }
      let sql =
        isCounted
        ? "SELECT entries FROM state_identity"
        : "SELECT coalesce(sum(seq), 0) FROM sqlite_sequence"
      return try Int64.fetchOne(database, sql: sql) ?? -1
    }
    return (try? readOnly(path, isLocked: false).read(entries)) ?? -1
  }

  /// Opens a file that is there, and what its log has, to read it.
  ///
  /// Without SQLite's locks nothing is made beside it; it must have no log then, and what was read
  /// while another wrote is worth nothing.
  static func readOnly(_ path: String, isLocked: Bool = true) throws -> DatabaseQueue {
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw StateError(.cannotWrite, path: path, reason: "there is no such file to read")
    }
    if try StateFile.identity(path + "-journal") != nil {
      // A process died while it changed the file itself; only who may write can undo that.
      let queue = try DatabaseQueue(path: path)
      try queue.read { _ = try $0.tableExists("run") }
      try queue.close()
    }
    var configuration = Configuration()
    configuration.readonly = true
    configuration.busyMode = .timeout(5)
    guard !isLocked else { return try DatabaseQueue(path: path, configuration: configuration) }
    let address = URL(fileURLWithPath: path).absoluteString
    return try DatabaseQueue(path: "\(address)?immutable=1", configuration: configuration)
  }

  static func check(_ reader: some DatabaseReader, path: String) throws {
    let findings = try reader.read { try Self.findings($0) }
    guard findings.isEmpty else {
      throw StateError(.damaged, path: path, reason: findings.joined(separator: "; "))
    }
    guard try reader.read({ try $0.tableExists("run") }) else {
      throw StateError(.damaged, path: path, reason: "it is not a state of this program")
    }
    try StateMigrations.refuseNewer(reader)
  }

  private static func findings(_ database: Database) throws -> [String] {
    let lines = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
    return lines == ["ok"] ? [] : lines
  }
}
