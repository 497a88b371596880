import EmbeddedPostgres
import Foundation
import Postgres
import Testing
import Values

extension ReplicaTests {
  @Suite struct CandidateTests {
    let chain: Chain

    init() throws { chain = try Chain.shared.get() }

    private func names(_ set: ReplicaSet) throws -> [String] {
      try set.candidates(logger: quiet).usable.map(\.name)
    }

    private func name(_ cluster: EmbeddedCluster) -> String { cluster.folder + ":5432" }

    /// Waits until nobody is connected but who asks.
    private func waitUntilIdle() throws {
      try waitUntil("no sessions are left") {
        try chain.set().candidates(logger: quiet).usable.allSatisfy { $0.facts.backends == 1 }
      }
    }

    /// Waits for an order: a session that was closed is counted until its process has gone.
    private func expect(_ order: [EmbeddedCluster], of set: ReplicaSet) throws {
      try waitUntil("the order") { try names(set) == order.map { name($0) } }
    }

    @Test func `the least loaded standby comes first, by its weight`() throws {
      try waitUntilIdle()
      var set = chain.set()
      try expect([chain.one, chain.two], of: set)
      set.hosts.reverse()
      try expect([chain.two, chain.one], of: set)

      set = chain.set()
      let first = try connect(chain.one.settings())
      let second = try connect(chain.one.settings())
      var found = try set.candidates(logger: quiet)
      try waitUntil("one session there and three here") {
        found = try set.candidates(logger: quiet)
        return found.usable.map(\.facts.backends) == [1, 3]
      }
      #expect(found.usable.map(\.name) == [name(chain.two), name(chain.one)])
      #expect(found.refused == [])
      // Three sessions for four units are less than one for one.
      set.hosts[0].weight = 4
      try expect([chain.one, chain.two], of: set)
      let areOpen = first.isUsable && second.isUsable
      #expect(areOpen)
    }

    @Test func `a standby that is meant to be the primary comes last`() throws {
      try waitUntilIdle()
      var set = chain.set()
      set.hosts[0].role = .primary
      let busy = try connect(chain.two.settings())
      try waitUntil("a session is counted") {
        try set.candidates(logger: quiet).usable.contains { $0.facts.backends > 1 }
      }
      try expect([chain.two, chain.one], of: set)
      let isOpen = busy.isUsable
      #expect(isOpen)
    }

    @Test func `the facts are those of the server`() throws {
      let now = try chain.now()
      try chain.waitUntilCaughtUp(chain.one)
      let found = try chain.set(chain.one).candidates(logger: quiet).usable[0]
      #expect(found.facts.isStandby)
      #expect(!found.facts.isPaused)
      #expect(try #require(found.facts.replayTime) >= now)
      #expect(try #require(found.facts.replayPosition).bytes > 0)
      #expect(abs(found.facts.clock.microseconds(since: now)) < 30_000_000)
      #expect(found.facts.version.number >= 150_000)
      #expect(found.settings.target == .standby)
    }

    @Test func `a primary is read from only if that is allowed, and last`() throws {
      var set = chain.set(chain.primary, chain.one)
      let found = try set.candidates(logger: quiet)
      #expect(found.usable.map(\.name) == [name(chain.one)])
      #expect(found.refused.map(\.name) == [name(chain.primary)])
      #expect(found.refused[0].description.contains("allow_primary"))

      set.allowPrimary = true
      #expect(try names(set) == [name(chain.one), name(chain.primary)])

      // The only server that is named is meant, whatever it is.
      set = chain.set(chain.primary)
      let primary = try set.candidates(logger: quiet).usable[0]
      #expect(!primary.facts.isStandby)
      #expect(primary.facts.replayPosition == nil)
      set.allowPrimary = false
      let error = try thrown(NoReplicaError.self) { _ = try set.candidates(logger: quiet) }
      #expect(!error.isTransient)
      #expect(error.description.contains(name(chain.primary) + ": it is a primary"))
      #expect(error.description.contains("allow_primary"))
    }

    @Test func `servers that do not answer cost seconds and are explained`() throws {
      chain.two.freeze()
      defer { chain.two.thaw() }
      let nowhere = ConnectionSettings(host: "/nowhere", port: 5432, user: "postgres")
      var missing = chain.settings(chain.one)
      missing.database = "not-there"
      var set = chain.set(chain.two)
      set.hosts += [.init(nowhere), .init(missing), .init(chain.settings(chain.one))]
      let start = ContinuousClock.now
      let found = try set.candidates(logger: quiet)
      #expect(ContinuousClock.now - start < .seconds(8))
      #expect(found.usable.map(\.name) == [name(chain.one)])
      #expect(found.refused.map(\.isTransient) == [true, true, false])
      #expect(found.refused[0].description.contains("no answer within 1.0 s"))
      #expect(found.refused[1].description.contains("/nowhere"))
      #expect(found.refused[2].description.contains("3D000"))

      set.hosts.removeLast()
      var error = try thrown(NoReplicaError.self) { _ = try set.candidates(logger: quiet) }
      #expect(error.isTransient)
      #expect(error.refused.count == 3)
      #expect(!error.description.contains("\n"))
      set.hosts = [.init(missing)]
      error = try thrown(NoReplicaError.self) { _ = try set.candidates(logger: quiet) }
      #expect(!error.isTransient)
    }

    @Test func `a stop ends the round`() throws {
      let cancellation = RunCancellation()
      cancellation.cancel()
      _ = try thrown(CancellationError.self) {
        _ = try chain.set().candidates(logger: quiet, cancellation: cancellation)
      }
    }

    @Test func `a list of hosts becomes a set`() throws {
      var settings = ConnectionSettings(connectionString: "host=a,b port=1,2")
      var set = try ReplicaSet(settings)
      #expect(set.hosts.map(\.settings.host) == ["a", "b"])
      #expect(set.hosts.map(\.settings.port) == [1, 2])
      #expect(!set.allowsPrimary)
      settings.target = .preferStandby
      set = try ReplicaSet(settings)
      #expect(set.hosts.count == 2)
      #expect(set.allowsPrimary)
      settings = ConnectionSettings(connectionString: "host=a,b user=me password='it\\'s'")
      settings.port = 7
      let own = try settings.overridden(by: "postgresql://c:8/it's%20%5C")
      #expect(try own.givenAddresses() == ["c:8"])
      #expect(own.description == "host=c port=8 user=me dbname=it's \\")
      #expect(try settings.givenAddresses() == ["a:7", "b:7"])
      #expect(try ConnectionSettings(connectionString: "host=a").givenAddresses() == ["a:5432"])
      #expect(try ConnectionSettings().givenAddresses() == [])
      set = try ReplicaSet(ConnectionSettings(connectionString: "host=a"))
      #expect(set.allowsPrimary)
      set = try ReplicaSet(
        ConnectionSettings(connectionString: "host=a target_session_attrs=standby"))
      #expect(!set.allowsPrimary)
      #expect(set.needed(periodEnd: Instant(microseconds: 1)).microseconds == 120_000_001)
      #expect(set.needed(now: Instant(microseconds: 1_000_000_000)).microseconds == 700_000_000)
    }
  }
}
