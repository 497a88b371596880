import Foundation
import Inventory
public import Logging
public import Postgres
import Publishing
import Reports
import ReportWriters
import StockReading

/// Makes the reports of one request, from one snapshot of one server.
///
/// Everything that needs the database is done first, so that the snapshot is open for as short as
/// can be: the reading, the control queries, the reports that are queries. A report that fails
/// leaves its former run in place and does not keep the others from being published.
public struct JobRunner {
  private let request: RunRequest
  private let logger: Logger
  private let events: (RunEvent) -> Void
  private let onRow: RowObserver
  private let cancellation: RunCancellation

  /// A runner for one request.
  ///
  /// `events` and `onRow` are called on the thread that runs. A stop of `cancellation` ends the run with the
  /// error of the query that it cancelled, or `CancellationError`.
  public init(
    _ request: RunRequest, logger: Logger, cancellation: RunCancellation,
    events: @escaping (RunEvent) -> Void = { _ in },
    onRow: @escaping RowObserver = { _, _, _ in }
  ) {
    self.request = request
    self.logger = logger
    self.cancellation = cancellation
    self.events = events
    self.onRow = onRow
  }

  /// Runs on one server, or on the best of a list of hosts; blocks the thread.
  ///
  /// Throws as `run(on:retry:)` does.
  public func run(on settings: ConnectionSettings) throws -> RunResult {
    try run(on: ReplicaSet(settings))
  }

  /// Runs on the best server of a set that is known to be fresh; blocks the thread.
  ///
  /// What may pass, such as a recovery conflict or a lost connection, is tried again, on another
  /// server first and from a new snapshot. Throws what concerns all reports (`PostgresError`,
  /// `NoReplicaError`, `JobError`, `InventoryError`, `DefinitionProblems`); what concerns one of
  /// them is in its outcome.
  public func run(
    on replicas: ReplicaSet, retry: RetryPolicy = RetryPolicy()
  ) throws -> RunResult {
    try retrying(on: replicas, retry: retry) { source in
      var work = newWork()
      try source.read(applicationName: "inventory-reports \(work.id)") { connection, settings in
        try work.read(from: &connection, settings: settings)
      }
      return try work.finish()
    }
  }

  /// Reads what is low now, from the best server that is known to be fresh; blocks the thread.
  ///
  /// The request names one report, `low-stock`; nothing is written. A product is told as low since
  /// it came to its reorder level and did not rise above it by `rearmMargin` percent. Throws as
  /// `run(on:retry:)` does.
  public func lowStock(
    on replicas: ReplicaSet, rearmMargin: Int, retry: RetryPolicy = RetryPolicy()
  ) throws -> LowStockReading {
    try retrying(on: replicas, retry: retry) { source in
      var work = newWork()
      try source.read(applicationName: "inventory-reports alerts") { connection, _ in
        try work.readLowStock(from: &connection, rearmMargin: rearmMargin)
      }
      return work.lowStock()
    }
  }

  /// Tries again, from a new snapshot, what may pass.
  private func retrying<Result>(
    on replicas: ReplicaSet, retry: RetryPolicy,
    _ attempt: (inout SourceChoice) throws -> Result
  ) throws -> Result {
    var source = SourceChoice(
      replicas, request: request, logger: logger, cancellation: cancellation)
    var earlier: [PostgresError] = []
    var random = SystemRandomNumberGenerator()
    while true {
      do {
        return try attempt(&source)
      } catch {
        guard !cancellation.isCancelled, let failure = Self.cause(of: error) else { throw error }
        switch retry.decision(for: failure, after: earlier, using: &random) {
        case .giveUp: throw failure
        case .tryOtherServer:
          guard source.hasOtherServer else { throw failure }
        case .retry(let wait):
          try cancellation.sleep(for: wait)
        }
        logger.warning("reading again", metadata: ["after": "\(failure)"])
        earlier.append(failure)
      }
    }
  }

  /// Everything once, from one snapshot.
  private func newWork() -> RunWork {
    let started = Self.clock
    return RunWork(
      request: request, id: RunID(startedAt: started), started: started, logger: logger,
      events: events, onRow: onRow, cancellation: cancellation)
  }

  /// The server's part in an error, if it has one.
  private static func cause(of error: any Error) -> PostgresError? {
    if let rollback = error as? RollbackError { return rollback.cause as? PostgresError }
    return error as? PostgresError
  }

  /// Now, by this machine: for the run's id and duration, never for a figure.
  static var clock: Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
