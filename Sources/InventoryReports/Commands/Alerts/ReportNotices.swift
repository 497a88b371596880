import Alerts
import JobRunner
import Postgres
import Publishing
import Reports
import StateStore
import Synchronization
import Values

/// Tells the services that order and that keep the books what runs have published.
final class ReportNotices: Sendable {
  private struct Work {
    var events: ReportEvents
    var written = 0
    var error: (any Error)?
  }

  private let work: Mutex<Work>
  private let settings: Settings
  private let state: Result<StateDatabase, StateError>

  /// Nil when no service wants to hear of reports; what they are to hear is written into the state.
  init?(_ settings: Settings, in state: Result<StateDatabase, StateError>) throws {
    var services: Set<EndpointName> = []
    if try settings.endpoint(.purchase) != nil { services.insert(.purchase) }
    let valueChange = try settings.valueChange()
    if try valueChange != nil && settings.endpoint(.finance) != nil { services.insert(.finance) }
    guard !services.isEmpty else { return nil }
    work = Mutex(
      Work(
        events: ReportEvents(
          to: services, valueChange: valueChange, envelope: try settings.envelope())))
    self.settings = settings
    self.state = state
  }

  /// Takes a row as it is written.
  func take(_ definition: ReportDefinition, _ table: TableDefinition, _ row: RowBuffer) {
    work.withLock { $0.events.take(row, of: table, in: definition.name) }
  }

  /// Forgets the rows that were taken.
  func forget() {
    work.withLock { $0.events.forget() }
  }

  /// Writes the events of the reports that a run published.
  ///
  /// Nothing that is provisional, or of some stores only, is told. What goes wrong is told by
  /// `deliver`: it keeps no further report from being made.
  func write(_ result: RunResult, of request: RunRequest) {
    work.withLock { work in
      do {
        let published = Self.published(result, of: request)
        work.written += try work.events.write(published, in: state.get(), at: Instant.now)
      } catch {
        work.error = work.error ?? error
      }
    }
  }

  /// Delivers what waits; blocks the thread.
  ///
  /// Throws what kept events from being written, and `AnotherRun` when another process delivers.
  func deliver(_ cancellation: RunCancellation) throws -> [DeliveryResult] {
    let count = try work.withLock { work in
      if let error = work.error { throw error }
      return work.written
    }
    guard count > 0 else { return [] }
    return try DeliverySession(settings).deliver(resumes: false, cancellation: cancellation)
  }

  private static func published(
    _ result: RunResult, of request: RunRequest
  ) -> [String: ReportEvents.Published] {
    guard request.stores.isEmpty, request.suppliers.isEmpty, request.parameters.isEmpty,
      request.compareWith == nil
    else { return [:] }
    let lastDay = request.calendar.day(of: result.asOf).advanced(by: -1)
    var published: [String: ReportEvents.Published] = [:]
    for outcome in result.outcomes {
      guard case .published(let run) = outcome.ending, !run.facts.period.provisional else {
        continue
      }
      let date = run.facts.period.to
      published[outcome.report] = ReportEvents.Published(
        date: date, asOf: result.asOf, currency: run.facts.currency, isLatest: date >= lastDay)
    }
    return published
  }
}
