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
  private let cancellation: RunCancellation

  /// A runner for one request.
  ///
  /// `events` is called on the thread that runs. A stop of `cancellation` ends the run with the
  /// error of the query that it cancelled, or `CancellationError`.
  public init(
    _ request: RunRequest, logger: Logger, cancellation: RunCancellation,
    events: @escaping (RunEvent) -> Void = { _ in }
  ) {
    self.request = request
    self.logger = logger
    self.cancellation = cancellation
    self.events = events
  }

  /// Runs; blocks the thread.
  ///
  /// Throws what concerns all reports (`PostgresError`, `JobError`, `InventoryError`,
  /// `DefinitionProblems`); what concerns one of them is in its outcome.
  public func run(on settings: ConnectionSettings) throws -> RunResult {
    let started = Self.clock
    var settings = settings
    let id = RunID(startedAt: started)
    settings.applicationName = settings.applicationName ?? "inventory-reports \(id)"
    for definition in request.definitions {
      let problems = DefinitionCheck.problems(of: definition)
      guard problems.isEmpty else {
        throw JobError.definition(report: definition.name, problems: problems)
      }
    }
    var connection = try PostgresConnection(settings, logger: logger, cancellation: cancellation)
    var work = RunWork(
      request: request, id: id, started: started, events: events, cancellation: cancellation)
    try connection.withSnapshot { connection in try work.read(from: &connection) }
    return try work.finish()
  }

  /// Now, by this machine: for the run's id and duration, never for a figure.
  static var clock: Instant {
    Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
  }
}
