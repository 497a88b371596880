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

    @Test func `positions of another timeline prove nothing`() throws {
      let promoted = try chain.primary.addStandby()
      defer { promoted.stop() }
      let follower = try promoted.addStandby()
      defer { follower.stop() }
      try chain.onPrimary("DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN")
      try chain.waitUntilCaughtUp(follower)
      try promoted.promote()
      // What the former primary writes now is another history; the positions go on all the same.
      try chain.onPrimary("SELECT pg_logical_emit_message(true, 'long', repeat('x', 10000000))")
      try chain.waitUntilCaughtUp(chain.one)
      let needed = try chain.now()

      func look(
        at standby: EmbeddedCluster, primary: EmbeddedCluster
      ) throws -> Freshness<FreshnessProof> {
        var set = chain.set(standby)
        set.primary = chain.settings(primary)
        var settings = chain.settings(standby)
        settings.user = "plain"
        var connection = try connect(settings)
        var gate = FreshnessGate(set, needed: needed, logger: quiet)
        return try gate.look(at: &connection, asStandby: true)
      }

      guard case .stale(let left) = try look(at: chain.one, primary: promoted) else {
        throw Unexpected("a standby of the former primary is taken for fresh")
      }
      #expect(left.isOnOtherLine)
      #expect(left.missingBytes == 0)
      #expect(left.description.contains("the primary is on timeline 2"))
      #expect(left.remedy.contains("name the new primary"))

      // The one that followed: its control file tells after the next restartpoint.
      try waitUntil("the follower is known to be on the new timeline") {
        for server in [promoted, follower] {
          var connection = try connect(server.settings(readOnly: false))
          try connection.execute("CHECKPOINT", name: "checkpoint")
        }
        if case .proven(let proof) = try look(at: follower, primary: promoted),
          case .primaryPosition = proof.evidence
        {
          return true
        }
        return false
      }
      guard case .stale(let wrong) = try look(at: follower, primary: chain.primary) else {
        throw Unexpected("a former primary is taken for the primary")
      }
      #expect(wrong.description.contains("is on timeline 1, from before a fail-over"))

      // Both take writes: only the later one counts.
      var set = chain.set(chain.primary, promoted)
      set.allowPrimary = true
      let found = try set.candidates(logger: quiet)
      #expect(found.usable.map(\.name) == [promoted.folder + ":5432"])
      #expect(found.refused.map(\.name) == [chain.primary.folder + ":5432"])
      #expect(found.refused[0].description.contains("pg_rewind"))
    }
  }
}
