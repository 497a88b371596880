import Foundation
import GRDB

extension StateDatabase {
  /// Writes a copy of the whole state, checks it, and only then gives it its name.
  ///
  /// Others may write meanwhile; the copy is of one moment. A file of that name is replaced. Throws
  /// `StateError` that names the copy.
  public func copy(to path: String) throws(StateError) {
    let unfinished = "\(path).unfinished"
    do {
      try? FileManager.default.removeItem(atPath: unfinished)
      defer { try? FileManager.default.removeItem(atPath: unfinished) }
      try pool.vacuum(into: unfinished)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o600], ofItemAtPath: unfinished)
      try Self.check(file: unfinished)
      try StateFile.sync(unfinished)
      try StateFile.rename(unfinished, to: path)
    } catch {
      var error = StateError(error, path: path)
      error.path = path
      throw error
    }
  }

  /// Whether every page and index is as it should be.
  ///
  /// Throws `StateError` with cause `damaged` and SQLite's first findings.
  public func check() throws(StateError) {
    let findings = try read { try Self.findings($0) }
    guard findings.isEmpty else {
      throw StateError(.damaged, path: path, reason: findings.joined(separator: "; "))
    }
  }

  /// Checks a state file that nobody has open, such as a copy; nothing is changed.
  public static func check(file path: String) throws(StateError) {
    do {
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw StateError(.cannotWrite, path: path, reason: "there is no such file to read")
      }
      var configuration = Configuration()
      configuration.readonly = true
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      defer { try? queue.close() }
      let findings = try queue.read { try Self.findings($0) }
      guard findings.isEmpty else {
        throw StateError(.damaged, path: path, reason: findings.joined(separator: "; "))
      }
      let isOurs = try queue.read { try $0.tableExists("run") }
      guard isOurs else {
        throw StateError(.damaged, path: path, reason: "it is no state of this program")
      }
      try StateMigrations.refuseNewer(queue)
    } catch {
      var error = StateError(error, path: path)
      error.path = path
      throw error
    }
  }

  /// Puts a copy in the place of the state in a folder, after checking the copy.
  ///
  /// What was there is kept under another name, which is the result; nil when there was nothing.
  /// Throws `StateError` with the cause `busy` while anybody has the state open, in this process or
  /// another.
  public static func restore(
    _ copy: String, to folder: String, stamp: String
  ) throws(StateError) -> String? {
    try check(file: copy)
    let path = "\(folder)/\(fileName)"
    do {
      let files = FileManager.default
      try files.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      let lock = try StateLock(.alone, of: folder)
      let unfinished = "\(path).unfinished"
      try? files.removeItem(atPath: unfinished)
      try files.copyItem(atPath: copy, toPath: unfinished)
      try StateFile.sync(unfinished)
      var kept: String?
      // The log belongs to the file: a new file with the old log would be damaged.
      for suffix in ["-wal", "-shm", ""] where files.fileExists(atPath: path + suffix) {
        try StateFile.rename(path + suffix, to: "\(path).replaced-\(stamp)\(suffix)")
        kept = "\(path).replaced-\(stamp)"
      }
      try StateFile.rename(unfinished, to: path)
      // Brings an older copy to what this program expects.
      _ = try StateDatabase(folder: folder, lock: lock)
      return kept
    } catch {
      var error = StateError(error, path: path)
      error.path = path
      throw error
    }
  }

  private static func findings(_ database: Database) throws -> [String] {
    let lines = try String.fetchAll(database, sql: "PRAGMA integrity_check(3)")
    return lines == ["ok"] ? [] : lines
  }
}
