import EmbeddedPostgres
import Foundation
import Postgres
import Testing

extension ReplicaTests {
  @Suite struct DisruptionTests {
    let chain: Chain
    /// More than the sockets hold, so that the server is not done when the first rows arrive.
    private let long = "SELECT i, repeat('x', 200) FROM generate_series(1, 200000) AS i"

    init() throws { chain = try Chain.shared.get() }

    private func decision(_ error: PostgresError) -> RetryPolicy.Decision {
      var random = Counting()
      return RetryPolicy().decision(for: error, using: &random)
    }

    private func isRetried(_ error: PostgresError) -> Bool {
      if case .retry = decision(error) { return true }
      return false
    }

    @Test func `a row that is vacuumed away cancels a reader, who may try again`() throws {
      try chain.onPrimary(
        """
        DROP TABLE IF EXISTS victims;
        CREATE TABLE victims AS SELECT i AS id, repeat('x', 200) AS note
          FROM generate_series(1, 50000) AS i
        """)
      try chain.waitUntilCaughtUp(chain.two)
      var connection = try connect(chain.two.settings())
      var rows = 0
      var deadline = ContinuousClock.now + .seconds(60)
      let error = try thrown(PostgresError.self) {
        _ = try connection.withSnapshot { connection in
          // The table over and over: only the server ends it. Nothing can be waited for instead.
          // The wait event of a conflict is shown only until the delay is over, which counts from
          // when the log was received and may be over before the replay comes to it.
          let endless = "SELECT v.* FROM victims v CROSS JOIN generate_series(1, 1000000)"
          try connection.copyOut(endless, name: "victims") { _ in
            rows += 1
            if rows == 1000 {
              try chain.onPrimary("DELETE FROM victims WHERE id % 2 = 0")
              try chain.onPrimary("VACUUM victims")
              deadline = .now + .seconds(60)
            }
            guard rows % 1000 != 0 || .now < deadline else { throw Unexpected("no conflict") }
          }
        }
      }
      #expect(error.sqlState == "40001")
      #expect(error.reason == .conflict)
      #expect(error.isTransient)
      #expect(isRetried(error))
      #expect(rows >= 1000)

      // Everything again, in a new snapshot: half of the rows are gone.
      connection = try connect(chain.two.settings())
      try chain.waitUntilCaughtUp(chain.two)
      let again = try connection.withSnapshot { connection in
        try connection.copyOut("SELECT * FROM victims", name: "victims") { _ in }
      }
      #expect(again == 25000)
    }

    @Test func `a server that dies in the middle of a stream is an error, not an end`() throws {
      let standby = try chain.primary.addStandby()
      defer { standby.stop() }
      var connection = try connect(standby.settings())
      var rows = 0
      let error = try thrown(PostgresError.self) {
        _ = try connection.withSnapshot { connection in
          try connection.copyOut(long, name: "long") { _ in
            rows += 1
            if rows == 1000 { standby.stop(mode: .immediate) }
          }
        }
      }
      #expect(error.kind == .lost)
      #expect(error.isTransient)
      #expect(isRetried(error))
      #expect((1000..<200000).contains(rows))
      let isUsable = connection.isUsable
      #expect(!isUsable)
      #expect(!FileManager.default.fileExists(atPath: standby.folder))

      // The next round finds the other one.
      let found = try chain.set(standby, chain.one).candidates(logger: quiet)
      #expect(found.usable.map(\.name) == [chain.one.folder + ":5432"])
    }

    @Test func `a server that is shut down says so`() throws {
      let standby = try chain.primary.addStandby()
      defer { standby.stop() }
      let hasStopped = DispatchSemaphore(value: 0)
      let stopper = Thread {
        if var witness = try? connect(standby.settings()) {
          try? waitUntil("the query runs") {
            try witness.rows(
              "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'PgSleep'", name: "runs")
              == [["1"]]
          }
        }
        standby.stop(mode: .fast)
        hasStopped.signal()
      }
      var connection = try connect(standby.settings())
      stopper.start()
      let error = try thrown(PostgresError.self) {
        try connection.execute("SELECT pg_sleep(60)", name: "sleep")
      }
      hasStopped.wait()
      #expect(!FileManager.default.fileExists(atPath: standby.folder))
      #expect(error.sqlState == "57P01")
      #expect(error.kind == .lost)
      #expect(isRetried(error))
    }

    @Test func `a frozen server process is given up after its silence`() throws {
      var settings = chain.one.settings()
      settings.silenceTimeout = .seconds(1)
      var connection = try connect(settings)
      let pid = connection.backendPID
      defer { chain.one.thaw(backend: pid) }
      var rows = 0
      var frozen = ContinuousClock.now
      let error = try thrown(PostgresError.self) {
        _ = try connection.withSnapshot { connection in
          try connection.copyOut(long, name: "long") { _ in
            rows += 1
            guard rows == 1000 else { return }
            chain.one.freeze(backend: pid)
            frozen = .now
          }
        }
      }
      #expect(error.kind == .lost)
      #expect(error.message.contains("did not answer in time"))
      #expect(isRetried(error))
      #expect((.milliseconds(900) ..< .seconds(6)).contains(ContinuousClock.now - frozen))
    }

    @Test func `a statement without a word is given up, a slow reader is not`() throws {
      var settings = chain.one.settings()
      settings.silenceTimeout = .milliseconds(400)
      var connection = try connect(settings)
      var rows = 0
      let read = try connection.copyOut(long, name: "long") { _ in
        rows += 1
        if rows == 1000 { Thread.sleep(forTimeInterval: 1.2) }
      }
      #expect(read == 200_000)
      // Words now and then are enough, however long it takes.
      let slow = try connection.copyOut(
        "SELECT pg_sleep(0.1), repeat('x', 9000) FROM generate_series(1, 10)", name: "slow"
      ) { _ in }
      #expect(slow == 10)
      // Between two statements nobody waits.
      Thread.sleep(forTimeInterval: 0.8)
      let error = try thrown(PostgresError.self) {
        _ = try connection.rows("SELECT pg_sleep(20)", name: "silent")
      }
      #expect(error.kind == .lost)
      #expect(error.query == "silent")
    }
  }
}
