import Alerts
import JobRunner
import Postgres
import Publishing
import Reports
import RunStore
import Synchronization

/// Tells the services that order and that keep the books what a run has published.
final class ReportNotices: Sendable {
  private let events: Mutex<ReportEvents>
  private let settings: Settings

  /// Nil when no service wants to hear of reports.
  init?(_ settings: Settings) throws {
    var services: Set<EndpointName> = []
    if try settings.endpoint(.purchase) != nil { services.insert(.purchase) }
    let valueChange = try settings.valueChange()
    if try valueChange != nil && settings.endpoint(.finance) != nil { services.insert(.finance) }
    guard !services.isEmpty else { return nil }
    events = Mutex(
      ReportEvents(to: services, valueChange: valueChange, envelope: try settings.envelope()))
    self.settings = settings
  }

  /// Takes a row as it is written.
  func take(_ definition: ReportDefinition, _ table: TableDefinition, _ row: RowBuffer) {
    events.withLock { $0.take(row, of: table, in: definition.name) }
  }

  /// Writes the events of the reports that were published, and delivers what waits; blocks the
  /// thread.
  ///
  /// Nothing that is provisional, or of some stores only, is told.
  func send(
    _ result: RunResult, of request: RunRequest, cancellation: RunCancellation
  ) throws -> [DeliveryResult] {
    guard request.stores.isEmpty, request.suppliers.isEmpty, request.parameters.isEmpty,
      request.compareWith == nil
    else { return [] }
    var published: [String: ReportEvents.Published] = [:]
    for outcome in result.outcomes {
      guard case .published(let run) = outcome.ending, !run.facts.period.provisional else {
        continue
      }
      published[outcome.report] = ReportEvents.Published(
        date: run.facts.period.to, asOf: result.asOf, currency: run.facts.currency)
    }
    guard !published.isEmpty else { return [] }
    // Written before the lock is asked for: whoever has it may deliver them, or the next run will.
    let state = try StateDatabase(folder: settings.stateFolder)
    let count = try events.withLock { events throws(StateError) in
      try events.write(published, in: state, at: AlertDesk.now)
    }
    guard count > 0 else { return [] }
    return try AlertDesk(settings).deliver(resumes: false, cancellation: cancellation)
  }
}
