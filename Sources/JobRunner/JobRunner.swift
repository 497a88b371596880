import Foundation
import Inventory
package import Logging
package import Postgres
import Publishing
import Reports
package import StateStore
import StockReading
import Values

/// Makes the reports of one request, from one snapshot of one server.
///
/// Everything that needs the database is done first, so that the snapshot is open for as short as
/// can be: the reading and, beside it, the control queries, then the reports that are queries. A
/// report that fails leaves its former run in place and does not keep the others from being
/// published.
package struct JobRunner {
  private let request: RunRequest
  private let logger: Logger
  private let events: (RunEvent) -> Void
  private let cancellation: RunCancellation
  private let state: StateDatabase?

  /// A runner for one request.
  ///
  /// What is done is remembered in `state`; without one it is done all the same. `events` is
  /// called on the thread that runs. A stop of `cancellation` ends the run with the error of the query
  /// that it cancelled, or `CancellationError`.
  package init(
    _ request: RunRequest, state: StateDatabase? = nil, logger: Logger,
    cancellation: RunCancellation, events: @escaping (RunEvent) -> Void = { _ in }
  ) {
    self.request = request
    self.state = state
    self.logger = logger
    self.cancellation = cancellation
    self.events = events
  }

  /// Runs on one server, or on the best of a list of hosts; blocks the thread.
  ///
  /// Throws as `run(on:retry:)` does.
  package func run(on settings: ConnectionSettings) throws -> RunResult {
    try run(on: ReplicaSet(settings))
  }

  /// Runs on the best server of a set that is known to be fresh; blocks the thread.
  ///
  /// What may pass, such as a recovery conflict or a lost connection, is tried again, on another
  /// server first and from a new snapshot. Throws what concerns all reports (`PostgresError`,
  /// `NoReplicaError`, `JobError`, `InventoryError`, `DefinitionProblems`); what concerns one of
  /// them is in its outcome.
  package func run(
    on replicas: ReplicaSet, retry: RetryPolicy = RetryPolicy()
  ) throws -> RunResult {
    try request.check()
    guard !request.dryRun else {
      return try read(
        request, on: replicas, retry: retry, journal: RunJournal(nil, output: request.output))
    }
    let locks = try ReportLocks(request, cancellation: cancellation)
    defer { extendLifetime(locks) }
    let journal = RunJournal(
      state, output: request.output, isRecorded: request.isRecorded,
      reportsWithEvents: request.reportsWithEvents)
    let refused = locks.failures.keys.sorted()
    for outcome in outcomes(of: locks) { events(.finished(outcome)) }
    var possible = request
    possible.definitions.removeAll { refused.contains($0.name) }
    for index in possible.definitions.indices {
      let report = possible.definitions[index].name
      possible.definitions[index].editions.removeAll {
        refused.contains(EditionName.name(of: $0.key, in: report))
      }
    }
    guard !possible.definitions.isEmpty else {
      let now = Instant.now
      return RunResult(
        run: RunID(startedAt: now), asOf: now, source: SourceFacts(), outcomes: outcomes(of: locks),
        warnings: [])
    }
    for definition in possible.definitions.withEditions { journal.reconcile(definition.name) }
    var result = try read(possible, on: replicas, retry: retry, journal: journal)
    if result.outcomes.contains(where: \.isPublished) { journal.copyState() }
    result.stateError = journal.failure
    let all = result.outcomes + outcomes(of: locks)
    result.outcomes = request.definitions.withEditions.compactMap { definition in
      all.first { $0.report == definition.name }
    }
    return result
  }

  /// What became of the reports whose locks could not be had.
  private func outcomes(of locks: ReportLocks) -> [ReportOutcome] {
    request.definitions.withEditions.compactMap { definition in
      locks.failures[definition.name].map {
        ReportOutcome(report: definition, period: nil, ending: .failed($0))
      }
    }
  }

  /// Reads and publishes; once more, without the ledger's summary, when a check fails with it.
  private func read(
    _ request: RunRequest, on replicas: ReplicaSet, retry: RetryPolicy, journal: RunJournal
  ) throws -> RunResult {
    do {
      return try attempt(request, on: replicas, retry: retry, journal: journal)
    } catch let refuted as RefutedSummary {
      var whole = request
      whole.ledger?.use = .madeAnew(because: "\(refuted)")
      return try attempt(whole, on: replicas, retry: retry, journal: journal)
    }
  }

  /// Reads and publishes, again after what may pass; each attempt is written down.
  private func attempt(
    _ request: RunRequest, on replicas: ReplicaSet, retry: RetryPolicy, journal: RunJournal
  ) throws -> RunResult {
    try retrying(request, on: replicas, retry: retry, failed: journal.fail) { source, number in
      let attempt = newAttempt(request, journal: journal)
      journal.begin(
        attempt.id, attempt: number, started: attempt.started,
        periods: Dictionary(
          request.definitions.withEditions.map { ($0.name, request.statedPeriod(of: $0)) },
          uniquingKeysWith: { $1 }))
      let reading: RunReading
      do {
        reading = try source.read(applicationName: "inventory-reports \(attempt.id)") {
          try RunReading(attempt, from: &$0, source: $1)
        }
      } catch let error as JobError where error.isOfRequest {
        journal.withdraw()
        throw error
      }
      do {
        return try WrittenRun(reading).published()
      } catch let refuted as RefutedSummary {
        // It is no failure of a report: all are read again.
        journal.withdraw()
        throw refuted
      }
    }
  }

  /// Reads what is low now, from the best server that is known to be fresh; blocks the thread.
  ///
  /// The request names one report, `low-stock`; nothing is published. A product is told as low since
  /// it came to its reorder level and did not rise above it by `rearmMargin` percent. Throws as
  /// `run(on:retry:)` does.
  package func lowStock(
    on replicas: ReplicaSet, rearmMargin: Int, retry: RetryPolicy = RetryPolicy()
  ) throws -> LowStockReading {
    try retrying(request, on: replicas, retry: retry) { source, _ in
      // Every few minutes: what a night needs the whole ledger for is left to it.
      var request = request
      request.ledger?.carriesAges = false
      let attempt = newAttempt(request, journal: RunJournal(state, output: request.output))
      return try source.read(applicationName: "inventory-reports alerts") {
        try StockForAlerts(attempt, from: &$0, source: $1, rearmMargin: rearmMargin)
      }.lowStock()
    }
  }

  /// Tries again, from a new snapshot, what may pass; the attempts are numbered from 1.
  private func retrying<Result>(
    _ request: RunRequest, on replicas: ReplicaSet, retry: RetryPolicy,
    failed: (_ reason: String) -> Void = { _ in },
    _ attempt: (inout SourceChoice, _ number: Int) throws -> Result
  ) throws -> Result {
    var source = SourceChoice(
      replicas, request: request, identifies: request.ledger != nil || state != nil,
      logger: logger, cancellation: cancellation)
    var earlier: [PostgresError] = []
    var random = SystemRandomNumberGenerator()
    while true {
      do {
        return try attempt(&source, earlier.count + 1)
      } catch {
        failed(cancellation.isCancelled ? "stopped" : "\(error)")
        guard !cancellation.isCancelled, let failure = Self.cause(of: error) else { throw error }
        switch retry.decision(for: failure, after: earlier, using: &random) {
        // Several servers are named by the error itself.
        case .giveUp: throw error is NoReplicaError ? error : failure
        case .tryOtherServer:
          guard source.hasOtherServer else { throw error is NoReplicaError ? error : failure }
        case .retry(let wait):
          try cancellation.sleep(for: wait)
        }
        var facts: Logger.Metadata = ["attempt": .stringConvertible(earlier.count + 2)]
        // The same problem is reported once, and by the error when it does not pass.
        if earlier.last != failure { facts["after"] = "\(failure)" }
        logger.warning("reading again", metadata: facts)
        earlier.append(failure)
      }
    }
  }

  private func newAttempt(_ request: RunRequest, journal: RunJournal) -> RunAttempt {
    RunAttempt(
      request: request, journal: journal, logger: logger, events: events,
      cancellation: cancellation)
  }

  /// The server's part in an error, if it has one.
  private static func cause(of error: any Error) -> PostgresError? {
    if let rollback = error as? RollbackError { return rollback.cause as? PostgresError }
    return error as? PostgresError ?? (error as? NoReplicaError)?.decisiveCause
  }
}
