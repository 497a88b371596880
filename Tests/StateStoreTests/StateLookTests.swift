import Foundation
import GRDB
import Testing
import Values

@testable import StateStore

/// Who only looks at a state changes nothing of it, and needs no right to.
@Suite struct StateLookTests {
  /// Each file of a folder with what it holds and when it was changed.
  private static func files(_ folder: String) throws -> [String: String] {
    let files = FileManager.default
    var found: [String: String] = [:]
    for name in try files.subpathsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      let changed = try files.attributesOfItem(atPath: path)[.modificationDate] as? Date
      let data = files.contents(atPath: path) ?? Data()
      found[name] = "\(changed?.timeIntervalSince1970 ?? 0) \(data.base64EncodedString())"
    }
    return found
  }

  @Test func `nothing is changed, and what another writes meanwhile is seen`() throws {
    let test = try TestPlace()
    do {
      let state = try test.place.open()
      try TestPlace.remember(1, in: state)
      state.close()
    }
    let before = try Self.files(test.root)
    let looking = try #require(try test.place.look())
    #expect(try TestPlace.runs(looking) == ["run-1"])
    try looking.check()
    #expect(throws: StateError.self) { try TestPlace.remember(2, in: looking) }
    #expect(try Self.files(test.root) == before)
    let state = try test.place.open()
    try TestPlace.remember(2, in: state)
    #expect(try TestPlace.runs(looking) == ["run-1", "run-2"])
    try TestPlace.remember(3, in: state)
    #expect(try TestPlace.runs(looking) == ["run-1", "run-2", "run-3"])
    looking.close()
    state.close()
    #expect(try TestPlace.runs(looking) == ["run-1", "run-2", "run-3"])
    // Nor does it keep a restore from its work.
    try looking.copy(to: test.root + "/copy.sqlite")
    _ = try StateRestore(to: test.place, stamp: "x").perform(test.root + "/copy.sqlite")
    #expect(try TestPlace.runs(looking).count == 3)
  }

  @Test func `an empty log is no log, so that a disk that is read alone can be read`() throws {
    let test = try TestPlace()
    do {
      let state = try test.place.open()
      try TestPlace.remember(1, in: state)
      state.close()
    }
    let log = test.place.folder + "/state.sqlite-wal"
    #expect(FileManager.default.createFile(atPath: log, contents: nil))
    let before = try Self.files(test.root)
    let looking = try #require(try test.place.look())
    #expect(try TestPlace.runs(looking) == ["run-1"])
    #expect(try Self.files(test.root) == before)
    let state = try test.place.open()
    try TestPlace.remember(2, in: state)
    #expect(try TestPlace.runs(looking) == ["run-1", "run-2"])
  }

  @Test func `a state of an older version is read and left as it is`() throws {
    let test = try TestPlace()
    do {
      let state = try StateDatabase(folder: test.place.folder)
      try RunHistory(state, output: test.place.output).save([
        RunRecord(
          run: "r", report: "a", attempt: 1, started: Instant(microseconds: 1), host: "h",
          process: 1)
      ])
      try state.current().pool.write {
        try $0.execute(
          sql: """
            DROP TABLE state_identity; DROP TABLE output_folder;
            DELETE FROM grdb_migrations WHERE identifier IN ('identity', 'progress')
            """)
      }
      state.close()
    }
    let before = try Self.files(test.root)
    let looking = try #require(try test.place.look())
    let records = try RunHistory(looking, output: test.place.output).records(limit: 9)
    #expect(records.map(\.run) == ["r"])
    #expect(throws: StateError.self) { try TestPlace.remember(2, in: looking) }
    #expect(try Self.files(test.root) == before)
  }

  @Test func `whoever looks while others open, write and close sees all or nothing of a change`()
    async throws
  {
    let test = try TestPlace()
    try test.place.open().close()
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 1...60 {
          let state = try test.place.open()
          // More than one page, so that a torn state would show.
          try state.write { database in
            for part in 1...20 {
              try database.execute(
                sql: "INSERT INTO alert_mutes (product, note, created_at) VALUES (?, ?, 1)",
                arguments: ["\(number)", String(repeating: "\(part)", count: 900)])
            }
          }
          state.close()
        }
      }
      group.addTask {
        var last = 0
        while last < 1_200 {
          let state = try #require(try test.place.look())
          let count = try state.read {
            try Int.fetchOne($0, sql: "SELECT count(*) FROM alert_mutes WHERE note <> ''") ?? 0
          }
          guard count >= last, count % 20 == 0 else {
            Issue.record("\(count) after \(last)")
            return
          }
          last = count
          try state.check()
        }
      }
      try await group.waitForAll()
    }
  }
}
