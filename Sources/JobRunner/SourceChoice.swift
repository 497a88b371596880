import Logging
import Postgres
import Reports
import StockReading

/// Finds the server to read from: one that answers, that may be read, and that is known to have
/// everything the reports need.
struct SourceChoice {
  /// What is done in the snapshot.
  typealias Body<Value> = (inout PostgresConnection, ChosenSource) throws -> Value

  private let replicas: ReplicaSet
  private let request: RunRequest
  private let logger: Logger
  private let cancellation: RunCancellation
  /// The servers that failed; tried last.
  private var failed: [String] = []
  /// How many servers the last attempt could choose from.
  private var choices = 0
  private let deadline: ContinuousClock.Instant
  /// Whether the server is asked who it is.
  private let identifies: Bool

  init(
    _ replicas: ReplicaSet, request: RunRequest, identifies: Bool, logger: Logger,
    cancellation: RunCancellation
  ) {
    self.identifies = identifies
    self.replicas = replicas
    self.request = request
    self.logger = logger
    self.cancellation = cancellation
    deadline = .now + replicas.wait
  }

  /// Whether there is a server that has not failed yet.
  var hasOtherServer: Bool { choices > Set(failed).count }

  /// Opens a session with the best server and runs `body` in a snapshot there.
  ///
  /// `body` is also told about the server. Throws `JobError.stale` when no server is known to be
  /// fresh in time for any report.
  mutating func read<Value>(applicationName: String, _ body: Body<Value>) throws -> Value {
    let candidates = try usable()
    choices = candidates.count
    // Never empty: what cannot be read from is an error.
    let first = candidates[0]
    // A time of one's own asks for no freshness: it is for examples and tests.
    if request.now != nil, case .proven(let value) = try use(first, applicationName, [:], body) {
      return value
    }
    var stale: [String: JobError] = [:]
    var error = JobError.usage("no report is asked for")
    // The latest moment first: whoever has everything before it serves all reports.
    for need in needs(at: first.facts.clock) {
      var gate = FreshnessGate(
        replicas, needed: need.moment, logger: logger, cancellation: cancellation)
      let found = try gate.wait(for: candidates, until: deadline) { gate, candidate in
        let found = try use(candidate, applicationName, stale, body) { connection in
          try gate.look(at: &connection, asStandby: candidate.facts.isStandby).map { (gate, $0) }
        }
        if case .stale(let problem) = found {
          logger.warning("not fresh enough", metadata: ["server": "\(problem)"])
        }
        return found
      }
      switch found {
      case .proven(let value): return value
      case .stale(let problem): error = .stale("\(problem)", remedy: problem.remedy)
      }
      for report in need.reports { stale[report] = error }
    }
    throw error
  }

  /// What proved a session to be fresh, and how.
  private typealias Proof = (gate: FreshnessGate, proof: FreshnessProof)

  /// Runs `body` in a snapshot of a server that is fresh.
  private mutating func use<Value>(
    _ candidate: Candidate, _ applicationName: String, _ staleReports: [String: JobError],
    _ body: Body<Value>,
    when look: (inout PostgresConnection) throws -> Freshness<Proof?> = { _ in .proven(nil) }
  ) throws -> Freshness<Value> {
    var settings = candidate.settings
    settings.applicationName = settings.applicationName ?? applicationName
    // The snapshot stays open, idle, while other sessions share it.
    let idle = Duration.seconds(3_600)
    settings.idleInTransactionTimeout = idle
    settings.silenceTimeout = .seconds(1_800)
    do {
      var connection = try PostgresConnection(
        settings, logger: logger, cancellation: cancellation)
      let found: Proof?
      switch try look(&connection) {
      case .stale(let stale): return .stale(stale)
      case .proven(let proof): found = proof
      }
      var source = ChosenSource(settings: settings, stale: staleReports)
      source.completeUpTo = found.map { replicas.complete(needed: $0.gate.needed) }
      // Before the snapshot, so that the snapshot sees at least as much.
      if identifies { source.ledger = try LedgerServer(&connection) }
      source.placements = try ShardPlacements(&connection)
      let result = Result {
        try connection.withSnapshot { connection -> Freshness<Value> in
          if source.isSharded { try connection.keepWorkers(idleFor: idle) }
          if let (gate, proof) = found,
            case .stale(let stale) = try gate.confirm(proof, inSnapshot: &connection)
          {
            return .stale(stale)
          }
          return .proven(try body(&connection, source))
        }
      }
      // A shard that was moved explains an error, too.
      if connection.isUsable { try source.placements?.confirm(&connection) }
      return try result.get()
    } catch {
      failed.append(candidate.name)
      throw error
    }
  }

  /// The servers in order, those that failed last.
  private func usable() throws -> [Candidate] {
    let usable = try replicas.candidates(logger: logger, cancellation: cancellation).usable
    return usable.filter { !failed.contains($0.name) } + usable.filter { failed.contains($0.name) }
  }

  /// The moments before which everything must be visible, by the server's clock, each with the
  /// reports that need it, the latest first: some time after the end of what is complete, and not
  /// long ago for what is about now.
  private func needs(at clock: Int64) -> [(moment: Int64, reports: [String])] {
    let now = Instant(microseconds: clock)
    var reports: [Int64: [String]] = [:]
    for definition in request.definitions {
      let end = request.end(of: definition, now: now)
      let moment =
        end < now
        ? replicas.needed(periodEnd: end.microseconds) : replicas.needed(now: clock)
      reports[moment, default: []].append(definition.name)
    }
    return reports.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
  }
}

/// The server that a run reads from.
struct ChosenSource {
  /// How to open further sessions with it.
  var settings: ConnectionSettings
  /// The reports, by name, that no server is known to be fresh enough for: those about now, when
  /// the days of the others are known to be complete.
  var stale: [String: JobError]
  /// Which ledger it has; nil when it does not tell, or nobody asks.
  var ledger: LedgerServer?
  /// Where the shards were before the snapshot; nil when all tables are on this server.
  var placements: ShardPlacements?
  /// Everything that happened before it is in the snapshot; nil when nothing was proved.
  var completeUpTo: Instant?

  /// Whether the tables lie on several servers behind this one.
  ///
  /// Then a snapshot that is exported here is no other session's snapshot there.
  var isSharded: Bool { placements != nil }
}

extension ReplicaSet {
  /// The moment before which nothing is missing when all is visible that was committed before
  /// `needed`: a transaction may take as long as the time of grace.
  fileprivate func complete(needed: Int64) -> Instant {
    Instant(microseconds: needed - self.needed(periodEnd: 0))
  }
}

extension RunRequest {
  /// The first instant after the days that a report would cover, or now when they are not over.
  fileprivate func end(of definition: ReportDefinition, now: Instant) -> Instant {
    let today = calendar.day(of: now)
    guard ScheduledSeries(definition).isDated else {
      return now
    }
    let last =
      switch dates {
      case .lastCompleteDay: today.advanced(by: -1)
      case .day(let day), .range(_, let day): day
      }
    return min(calendar.start(of: last.advanced(by: 1)), now)
  }
}
