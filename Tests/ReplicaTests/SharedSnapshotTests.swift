import EmbeddedPostgres
import Foundation
import Postgres
import Synchronization
import Testing

extension ReplicaTests {
  @Suite struct SharedSnapshotTests {
    let chain: Chain

    init() throws { chain = try Chain.shared.get() }

    private static func fingerprint(
      _ connection: inout PostgresConnection
    ) throws -> [[String?]] {
      try connection.rows(
        "SELECT count(*), sum(id), md5(string_agg(id || note, ',' ORDER BY id)) FROM busy",
        name: "fingerprint")
    }

    @Test func `two connections see the same while a writer is busy`() throws {
      try chain.onPrimary(
        "DROP TABLE IF EXISTS busy; CREATE TABLE busy (id bigserial PRIMARY KEY, note text)")
      let primary = chain.primary
      let isOver = Atomic(false)
      let hasEnded = DispatchSemaphore(value: 0)
      let writer = Thread {
        if var connection = try? connect(primary.settings(readOnly: false)) {
          while !isOver.load(ordering: .relaxed) {
            try? connection.execute(
              "INSERT INTO busy (note) SELECT 'n' FROM generate_series(1, 20)", name: "write")
          }
        }
        hasEnded.signal()
      }
      writer.start()
      defer {
        isOver.store(true, ordering: .relaxed)
        hasEnded.wait()
      }
      try chain.waitUntilCaughtUp(chain.one)
      var first = try connect(chain.one.settings())
      var second = try connect(chain.one.settings())
      var outsider = try connect(chain.one.settings())
      try first.withSnapshot { first in
        let id = try first.exportSnapshot()
        let seen = try Self.fingerprint(&first)
        try waitUntil("the standby has newer rows") {
          try Self.fingerprint(&outsider) != seen
        }
        try second.withSnapshot(importing: id) { second in
          #expect(try Self.fingerprint(&second) == seen)
          try waitUntil("the standby goes on") {
            try number(Self.fingerprint(&outsider)) > number(seen) + 100
          }
          #expect(try Self.fingerprint(&second) == seen)
        }
        #expect(try Self.fingerprint(&first) == seen)
      }
    }

    @Test func `a snapshot that has ended cannot be shared`() throws {
      var first = try connect(chain.one.settings())
      var second = try connect(chain.one.settings())
      let id = try first.withSnapshot { try $0.exportSnapshot() }
      let ended = try thrown(PostgresError.self) {
        try second.withSnapshot(importing: id) { _ in }
      }
      // The later is that of PostgreSQL 17.
      #expect(["22023", "42704"].contains(ended.sqlState))
      #expect(ended.query == "import snapshot")
      let wrong = try thrown(PostgresError.self) {
        try second.withSnapshot(importing: "'; SELECT 1") { _ in }
      }
      #expect(wrong.sqlState == "22023")
      let none = try thrown(PostgresError.self) { _ = try second.exportSnapshot() }
      #expect(none.kind == .usage)
      let one = try second.rows("SELECT 1", name: "still usable")
      #expect(one == [["1"]])
    }
  }
}
