import EmbeddedPostgres
import Foundation
import Postgres
import Synchronization
import Testing
import Values

extension ReplicaTests {
  @Suite struct FreshnessTests {
    let chain: Chain
    private let heartbeat = "SELECT at FROM heartbeat -- the only row\n;"

    init() throws {
      chain = try Chain.shared.get()
      try chain.waitUntilCaughtUp(chain.one)
    }

    private func set(primary: Bool = false, heartbeat: Bool = false) -> ReplicaSet {
      var set = chain.set(chain.one)
      if primary { set.primary = chain.settings(chain.primary) }
      if heartbeat { set.heartbeatQuery = self.heartbeat }
      return set
    }

    private func proof(_ freshness: Freshness<FreshnessProof>) throws -> FreshnessProof {
      guard case .proven(let proof) = freshness else { throw Unexpected("\(freshness)") }
      return proof
    }

    private func stale(_ freshness: Freshness<FreshnessProof>) throws -> StaleServer {
      guard case .stale(let stale) = freshness else { throw Unexpected("\(freshness)") }
      return stale
    }

    private func count(_ connection: inout PostgresConnection, _ note: String) throws -> Int64 {
      try number(
        connection.rows("SELECT count(*) FROM facts WHERE note = '\(note)'", name: "count"))
    }

    @Test func `a standby that lags is stale until it has caught up`() throws {
      var connection = try connect(chain.one.settings())
      try chain.one.pauseReplay()
      defer { try? chain.one.resumeReplay() }
      try chain.onPrimary("INSERT INTO facts VALUES (1, 'lag')")
      let needed = try chain.now()
      var gate = FreshnessGate(set(primary: true), needed: needed, logger: quiet)
      let behind = try stale(gate.look(at: &connection, asStandby: true))
      #expect(behind.facts.isPaused)
      #expect(try #require(behind.missingBytes) > 0)
      #expect(behind.description.contains("its replay is paused"))
      #expect(behind.remedy.contains("Resume the replay"))

      // Waits no longer than it may.
      let start = ContinuousClock.now
      _ = try stale(
        gate.wait(for: &connection, asStandby: true, until: start + .milliseconds(400)))
      #expect((.milliseconds(400) ..< .seconds(5)).contains(ContinuousClock.now - start))

      let one = chain.one
      let isWaiting = Atomic(false)
      let resumed = Thread {
        while !isWaiting.load(ordering: .relaxed) { Thread.sleep(forTimeInterval: 0.01) }
        Thread.sleep(forTimeInterval: 0.2)
        try? one.resumeReplay()
      }
      resumed.start()
      isWaiting.store(true, ordering: .relaxed)
      let found = try proof(
        gate.wait(for: &connection, asStandby: true, until: .now + .seconds(20)))
      guard case .primaryPosition(let position) = found.evidence else {
        throw Unexpected("\(found)")
      }
      #expect(position == behind.primaryPosition)
      #expect(try #require(found.replayPosition) >= position)
      let rows = try connection.withSnapshot { connection in
        #expect(try proof(gate.confirm(found, inSnapshot: &connection)) == found)
        return try count(&connection, "lag")
      }
      #expect(rows == 1)
    }

    @Test func `of several servers the first that is fresh is taken`() throws {
      try chain.one.pauseReplay()
      defer { try? chain.one.resumeReplay() }
      try chain.onPrimary("INSERT INTO facts VALUES (4, 'several')")
      var gate = FreshnessGate(set(primary: true), needed: try chain.now(), logger: quiet)
      var looked: [String] = []
      func look(
        _ gate: inout FreshnessGate, _ server: EmbeddedCluster
      ) throws -> Freshness<String> {
        looked.append(server.folder)
        var connection = try connect(server.settings())
        return try gate.look(at: &connection, asStandby: true).map { _ in server.folder }
      }
      let found = try gate.wait(for: [chain.one, chain.two], until: .now + .seconds(20), look)
      guard case .proven(let folder) = found else { throw Unexpected("\(found)") }
      #expect(folder == chain.two.folder)
      #expect(looked.first == chain.one.folder)
      looked = []
      let none = try gate.wait(for: [chain.one, chain.one], until: .now, look)
      guard case .stale(let behind) = none else { throw Unexpected("\(none)") }
      #expect(behind.facts.isPaused)
      // At least once each, though there is no time left.
      #expect(looked.count == 2)
    }

    @Test func `an idle primary gives no false alarm when it can be asked`() throws {
      var connection = try connect(chain.one.settings())
      let needed = try chain.now()
      var gate = FreshnessGate(set(primary: true), needed: needed, logger: quiet)
      let found = try proof(
        gate.wait(for: &connection, asStandby: true, until: .now + .seconds(20)))
      guard case .primaryPosition = found.evidence else { throw Unexpected("\(found)") }
    }

    @Test func `an idle primary gives no false alarm when it has a heartbeat`() throws {
      var connection = try connect(chain.one.settings())
      try chain.onPrimary("UPDATE heartbeat SET at = clock_timestamp()")
      try chain.waitUntilCaughtUp(chain.one)
      let needed = try instant(
        chain.onPrimary("SELECT (extract(epoch FROM at) * 1000000)::bigint FROM heartbeat"))
      var gate = FreshnessGate(set(heartbeat: true), needed: needed, logger: quiet)
      let found = try proof(gate.look(at: &connection, asStandby: true))
      #expect(found.evidence == .heartbeat(needed))
      let confirmed = try connection.withSnapshot { connection in
        try proof(gate.confirm(found, inSnapshot: &connection))
      }
      #expect(confirmed.evidence == .heartbeat(needed))

      // One microsecond more is not proved by it, in a snapshot neither.
      gate = FreshnessGate(
        set(heartbeat: true), needed: needed.advanced(by: .seconds(60)), logger: quiet)
      let behind = try stale(gate.look(at: &connection, asStandby: true))
      #expect(behind.heartbeat == needed)
      #expect(behind.description.contains("its last heartbeat is 60.0 s too old"))
      let unconfirmed = try connection.withSnapshot { connection in
        try stale(gate.confirm(found, inSnapshot: &connection))
      }
      #expect(unconfirmed.heartbeat == needed)
    }

    @Test func `without either, only a later transaction proves it`() throws {
      var connection = try connect(chain.one.settings())
      let needed = try chain.now()
      var gate = FreshnessGate(set(), needed: needed, logger: quiet)
      let behind = try stale(
        gate.wait(for: &connection, asStandby: true, until: .now + .milliseconds(300)))
      #expect(behind.missingBytes == nil)
      #expect(behind.remedy.contains("name the primary"))
      #expect(behind.remedy.contains("heartbeat"))
      #expect(!behind.description.contains("\n"))
      try chain.onPrimary("INSERT INTO facts VALUES (2, 'later')")
      let found = try proof(
        gate.wait(for: &connection, asStandby: true, until: .now + .seconds(20)))
      guard case .replayTime(let time) = found.evidence else { throw Unexpected("\(found)") }
      #expect(time >= needed)
    }

    @Test func `a moment that is still to come is waited for`() throws {
      let needed = try chain.now().advanced(by: .milliseconds(600))
      var connection = try connect(chain.primary.settings())
      var gate = FreshnessGate(set(primary: true), needed: needed, logger: quiet)
      let early = try stale(gate.look(at: &connection, asStandby: false))
      #expect(early.description.contains("short of the time that the report needs"))
      var standby = try connect(chain.one.settings())
      let found = try proof(
        gate.wait(for: &standby, asStandby: true, until: .now + .seconds(20)))
      guard case .primaryPosition = found.evidence else { throw Unexpected("\(found)") }
      #expect(found.at >= needed)
      #expect(try chain.now() >= needed)
      let own = try proof(gate.look(at: &connection, asStandby: false))
      #expect(own.evidence == .notStandby)
      #expect(own.replayPosition == nil)
    }

    @Test func `a primary that cannot be asked does not hide the other proofs`() throws {
      var set = set(heartbeat: true)
      set.primary = ConnectionSettings(host: "/nowhere", port: 5432, user: "postgres")
      var connection = try connect(chain.one.settings())
      let needed = try chain.now()
      var gate = FreshnessGate(set, needed: needed, logger: quiet)
      let behind = try stale(gate.look(at: &connection, asStandby: true))
      #expect(behind.description.contains("the primary does not give its position"))
      try chain.onPrimary("UPDATE heartbeat SET at = clock_timestamp()")
      let found = try proof(
        gate.wait(for: &connection, asStandby: true, until: .now + .seconds(20)))
      guard case .heartbeat = found.evidence else { throw Unexpected("\(found)") }

      // A standby is not taken for the primary.
      set.primary = chain.settings(chain.two)
      gate = FreshnessGate(set, needed: try chain.now(), logger: quiet)
      let wrong = try stale(gate.look(at: &connection, asStandby: true))
      #expect(wrong.description.contains("is a standby"))
    }

    @Test func `the primary of another cluster proves nothing`() throws {
      let other = try EmbeddedCluster.start()
      defer { other.stop() }
      var set = set()
      set.primary = chain.settings(other)
      var connection = try connect(chain.one.settings())
      var gate = FreshnessGate(set, needed: try chain.now(), logger: quiet)
      let behind = try stale(gate.look(at: &connection, asStandby: true))
      // Its log is shorter: by the positions alone, the standby would have everything.
      #expect(behind.missingBytes == 0)
      #expect(behind.description.contains("is of another cluster"))
    }

    @Test func `a heartbeat query that does not work is an error`() throws {
      var connection = try connect(chain.one.settings())
      for (query, state) in [
        ("SELECT at FROM nothing", "42P01"), ("SELECT now() WHERE false", nil),
      ] {
        var set = set()
        set.heartbeatQuery = query
        var gate = FreshnessGate(set, needed: .distantFuture, logger: quiet)
        let error = try thrown(PostgresError.self) {
          _ = try gate.look(at: &connection, asStandby: true)
        }
        #expect(error.query == "heartbeat")
        #expect(error.sqlState == state)
        #expect(!error.isTransient)
      }
      for query in ["SELECT NULL::timestamptz", "SELECT 'infinity'::timestamptz"] {
        var set = set()
        set.heartbeatQuery = query
        var gate = FreshnessGate(set, needed: .distantFuture, logger: quiet)
        #expect(try stale(gate.look(at: &connection, asStandby: true)).heartbeat == nil)
      }
    }

    @Test func `a stop ends the wait`() throws {
      let cancellation = RunCancellation()
      var connection = try PostgresConnection(
        chain.one.settings(), logger: quiet, cancellation: cancellation)
      var gate = FreshnessGate(
        set(), needed: try chain.now().advanced(by: .seconds(3_600)), logger: quiet,
        cancellation: cancellation)
      let stopper = Thread {
        Thread.sleep(forTimeInterval: 0.3)
        cancellation.cancel()
      }
      stopper.start()
      let start = ContinuousClock.now
      #expect(throws: (any Error).self) {
        _ = try gate.wait(for: &connection, asStandby: true, until: .now + .seconds(60))
      }
      #expect(ContinuousClock.now - start < .seconds(5))
    }
  }
}
