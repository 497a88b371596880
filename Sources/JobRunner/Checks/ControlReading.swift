import Foundation
import Logging
import Postgres
import Reports
import Synchronization

/// The control queries of a run, asked on a thread of its own while the tables are read.
///
/// They share the reading's snapshot and take about as long as it, so that a standby is held for the
/// longer of the two and not for both. Each report has a session of its own, one after the other:
/// what fails in one takes the snapshot from no other.
final class ControlReading: Sendable {
  private let found = Mutex<[String: Result<[ControlTotals], any Error>]>([:])
  private let work = DispatchGroup()
  private let stopping = RunCancellation()

  /// Begins to ask; `snapshot` must be open until `results()` has returned.
  init(
    of plans: [ReportPlan], in snapshot: String, settings: ConnectionSettings, logger: Logger,
    cancellation: RunCancellation
  ) {
    work.enter()
    let thread = Thread { [self] in
      defer { work.leave() }
      for plan in plans {
        let totals = Result {
          try stopping.check()
          var session = try PostgresConnection(
            settings, logger: logger, cancellation: cancellation)
          try stopping.register(session.canceller)
          return try session.withSnapshot(importing: snapshot) { session in
            try Self.totals(of: plan, from: &session)
          }
        }
        found.withLock { $0[plan.definition.name] = totals }
      }
    }
    thread.name = "checks"
    thread.start()
  }

  /// Waits, and gives what each report's queries said, or the error that kept them from it.
  func results() -> [String: Result<[ControlTotals], any Error>] {
    work.wait()
    return found.withLock { $0 }
  }

  /// Ends the queries that still run, because nobody needs their answers, and waits for it.
  func stop() {
    stopping.cancel()
    work.wait()
  }

  /// What a report's control queries say in a session.
  static func totals(
    of plan: ReportPlan, from session: inout PostgresConnection
  ) throws -> [ControlTotals] {
    var totals: [ControlTotals] = []
    for check in plan.definition.checks {
      guard case .query(let file) = check.source else { continue }
      totals.append(try ControlTotals(check, file: file, plan: plan, connection: &session))
    }
    return totals
  }
}
