import Foundation
import Logging
import Postgres
import Reports
import StockReading
import Values

/// Finds the server to read from: one that answers, that may be read, and that is known to have
/// everything the reports need.
struct SourceChoice {
  /// What is done in the snapshot.
  typealias Body = (inout PostgresConnection, ChosenSource) throws -> Void

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
  mutating func read(applicationName: String, _ body: Body) throws {
    let candidates = try usable()
    choices = candidates.count
    // Never empty: what cannot be read from is an error.
    let first = candidates[0]
    // A time of one's own asks for no freshness: it is for examples and tests.
    guard request.now == nil else {
      try use(first, applicationName, [:], body) { _ in .passed }
      return
    }
    // The latest moment first: whoever has everything before it serves all reports.
    var needs = needs(at: first.facts.clock)[...]
    var stale: [String: JobError] = [:]
    var gate = gate(needs.first)
    var step = Duration.milliseconds(100)
    while true {
      var problem: StaleServer?
      for candidate in candidates {
        let isStandby = candidate.facts.isStandby
        let problemHere = try use(candidate, applicationName, stale, body) { connection in
          switch try gate.look(at: &connection, asStandby: isStandby) {
          case .proven(let proof): return .proven(gate, proof)
          case .stale(let stale): return .stale(stale)
          }
        }
        guard let problemHere else { return }
        logger.warning("not fresh enough", metadata: ["server": "\(problemHere)"])
        problem = problem ?? problemHere
      }
      if let problem, .now >= deadline {
        let error = JobError.stale("\(problem)", remedy: problem.remedy)
        for report in needs.popFirst()?.reports ?? [] { stale[report] = error }
        guard let next = needs.first else { throw error }
        gate = self.gate(next)
        continue
      }
      // Whichever comes up first is as good as the best.
      try cancellation.sleep(for: min(step, deadline - .now))
      step = min(step * 1.5, .seconds(5))
    }
  }

  /// What was found of a session before its snapshot.
  private enum Finding {
    case passed
    case proven(FreshnessGate, FreshnessProof)
    case stale(StaleServer)
  }

  /// Runs `body` in a snapshot of a server that passes; gives what is wrong with it otherwise.
  @discardableResult
  private mutating func use(
    _ candidate: Candidate, _ applicationName: String, _ staleReports: [String: JobError],
    _ body: Body,
    when look: (inout PostgresConnection) throws -> Finding
  ) throws -> StaleServer? {
    var settings = candidate.settings
    settings.applicationName = settings.applicationName ?? applicationName
    // The snapshot stays open, idle, while other sessions share it.
    let idle = Duration.seconds(3_600)
    settings.idleInTransactionTimeout = idle
    settings.silenceTimeout = .seconds(1_800)
    do {
      var connection = try PostgresConnection(
        settings, logger: logger, cancellation: cancellation)
      let finding = try look(&connection)
      if case .stale(let stale) = finding { return stale }
      var source = ChosenSource(settings: settings, stale: staleReports)
      if case .proven(let gate, _) = finding {
        source.completeUpTo = replicas.complete(needed: gate.needed)
      }
      // Before the snapshot, so that the snapshot sees at least as much.
      if identifies { source.ledger = try LedgerServer(&connection) }
      source.placements = try ShardPlacements(&connection)
      let result = Result {
        try connection.withSnapshot { connection -> StaleServer? in
          if source.isSharded { try connection.keepWorkers(idleFor: idle) }
          if case .proven(let gate, let proof) = finding,
            case .stale(let stale) = try gate.confirm(proof, inSnapshot: &connection)
          {
            return stale
          }
          try body(&connection, source)
          return nil
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
  private func needs(at now: Instant) -> [(moment: Instant, reports: [String])] {
    var reports: [Instant: [String]] = [:]
    for definition in request.definitions {
      let end = request.end(of: definition, now: now)
      let moment = end < now ? replicas.needed(periodEnd: end) : replicas.needed(now: now)
      reports[moment, default: []].append(definition.name)
    }
    return reports.sorted { $0.key > $1.key }.map { ($0.key, $0.value) }
  }

  private func gate(_ need: (moment: Instant, reports: [String])?) -> FreshnessGate {
    FreshnessGate(
      replicas, needed: need?.moment ?? Instant(microseconds: 0), logger: logger,
      cancellation: cancellation)
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
  fileprivate func complete(needed: Instant) -> Instant {
    needed.advanced(by: .zero - grace)
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

extension RunCancellation {
  /// Sleeps unless the run is stopped, which it notices soon.
  func sleep(for duration: Duration) throws(CancellationError) {
    let end = ContinuousClock.now + duration
    while ContinuousClock.now < end {
      try check()
      Thread.sleep(forTimeInterval: 0.05)
    }
  }
}
