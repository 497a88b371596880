import Foundation
import GRDB
import Testing

@testable import StateStore

@Suite struct StateDatabaseTests {
  private let folder = URL.temporaryDirectory.appending(path: UUID().uuidString).path

  private func cause(_ body: () throws -> Void) -> StateError.Cause? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StateError)?.cause
    }
  }

  @Test func `A state is made where there is none, and opened again`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let first = try StateDatabase(folder: "\(folder)/a/b")
    let mode = try first.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") }
    #expect(mode == "wal")
    let second = try StateDatabase(folder: "\(folder)/a/b")
    #expect(second.path == first.path)
  }

  @Test func `A newer program's state is refused and named`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let state = try StateDatabase(folder: folder)
      try state.write {
        try $0.execute(
          sql: """
            CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
            INSERT INTO grdb_migrations VALUES ('of the future')
            """)
      }
    }
    let error = #expect(throws: StateError.self) { try StateDatabase(folder: folder) }
    #expect(error?.cause == .newer)
    #expect(error?.description.contains("of the future") == true)
    #expect(error?.description.contains(folder) == true)
  }

  @Test func `What is no database is called damaged`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    let path = "\(folder)/\(StateDatabase.fileName)"
    try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: path))
    #expect(cause { _ = try StateDatabase(folder: folder) } == .damaged)
    #expect(try Data(contentsOf: URL(filePath: path)).count == 8_192)
  }

  @Test func `A folder that cannot be made is said so`() {
    #expect(cause { _ = try StateDatabase(folder: "/dev/null/state") } == .cannotWrite)
  }
}
