import EmbeddedPostgres
import Foundation
import Postgres
import Testing

extension ReplicaTests {
  @Suite struct PromotionTests {
    let chain: Chain

    init() throws { chain = try Chain.shared.get() }

    @Test func `a standby that is promoted is no longer trusted`() throws {
      let standby = try chain.primary.addStandby()
      defer { standby.stop() }
      try chain.waitUntilCaughtUp(standby)
      var set = chain.set(standby)
      set.allowPrimary = false
      set.heartbeatQuery = "SELECT at FROM heartbeat"
      let candidate = try set.candidates(logger: quiet).usable[0]
      #expect(candidate.facts.isStandby)
      let needed = try number(
        chain.onPrimary("SELECT (extract(epoch FROM at) * 1000000)::bigint FROM heartbeat"))
      var gate = FreshnessGate(set, needed: needed, logger: quiet)
      var connection = try connect(candidate.settings)
      let freshness = try gate.look(at: &connection, asStandby: true)
      guard case .proven(let proof) = freshness else { throw Unexpected("\(freshness)") }

      let confirmed = try connection.withSnapshot { connection in
        _ = try connection.rows("SELECT 1", name: "takes the snapshot")
        try standby.promote()
        // The transaction goes on, and is still read only; but what it shows may be another line
        // of history.
        _ = try connection.rows("SELECT count(*) FROM facts", name: "goes on")
        return try gate.confirm(proof, inSnapshot: &connection)
      }
      guard case .stale(let stale) = confirmed else { throw Unexpected("\(confirmed)") }
      #expect(stale.isPromoted)
      #expect(stale.description.contains("was promoted"))

      let start = ContinuousClock.now
      let later = try gate.wait(for: &connection, asStandby: true, until: start + .seconds(60))
      guard case .stale(let stale) = later else { throw Unexpected("\(later)") }
      #expect(stale.isPromoted)
      #expect(ContinuousClock.now - start < .seconds(5))

      let error = try thrown(PostgresError.self) { _ = try connect(candidate.settings) }
      #expect(error.kind == .connect)
      #expect(error.isTransient)
      let none = try thrown(NoReplicaError.self) { _ = try set.candidates(logger: quiet) }
      #expect(none.description.contains("it is a primary"))

      // A frozen server can be stopped all the same.
      standby.freeze()
      standby.stop()
      #expect(!FileManager.default.fileExists(atPath: standby.folder))
    }
  }
}
