import Alerts
import JobRunner
import Postgres
import Publishing
import Reports
import StateStore
import Synchronization
import Values

/// Tells the services that order and that keep the books what runs have published.
///
/// It is read from the output folder once a run is published. The history says which runs have events
/// that are still to be written, so that the next process writes those of one that died in between.
final class ReportNotices: Sendable {
  private struct Work {
    /// The latest moment that was read.
    var asOf: Instant?
    var error: (any Error)?
  }

  /// The reports that have events, by name; none when the request is of some stores only, or compares
  /// with a day of its own.
  let reports: Set<String>
  private let definitions: [String: ReportDefinition]
  private let output: String
  private let calendar: BusinessCalendar
  private let events: ReportEvents
  private let services: Set<EndpointName>
  private let settings: Settings
  private let state: Result<StateDatabase, StateError>
  private let work = Mutex(Work())

  /// Nil when no service wants to hear of a report of the request; what they are to hear is written
  /// into the state.
  init?(
    _ settings: Settings, _ request: RunRequest, in state: Result<StateDatabase, StateError>
  ) throws {
    var services: Set<EndpointName> = []
    if try settings.endpoint(.purchase) != nil { services.insert(.purchase) }
    let valueChange = try settings.valueChange()
    if try valueChange != nil && settings.endpoint(.finance) != nil { services.insert(.finance) }
    guard !services.isEmpty else { return nil }
    self.services = services
    events = ReportEvents(
      to: services, valueChange: valueChange, envelope: try settings.envelope())
    definitions = Dictionary(
      request.definitions.filter(events.concern).map { ($0.name, $0) }, uniquingKeysWith: { $1 })
    guard !definitions.isEmpty else { return nil }
    let isWhole =
      request.stores.isEmpty && request.suppliers.isEmpty && request.parameters.isEmpty
      && request.compareWith == nil
    reports = isWhole ? Set(definitions.keys) : []
    output = request.output
    calendar = request.calendar
    self.settings = settings
    self.state = state
  }

  /// Asks for what the events are made of: CSV files, and a note that the events are pending.
  func prepare(_ request: inout RunRequest) {
    request.reportsWithEvents = reports
  }

  /// Writes the events of what a run published, and of what one that died did not tell.
  ///
  /// A provisional run has none. What goes wrong with one is reported by `deliver`: it keeps no further
  /// report from being made, and no other event from being written.
  func write(_ result: RunResult? = nil) {
    work.withLock { work in
      do {
        let history = RunHistory(try state.get(), output: OutputPath.real(output))
        if let asOf = result?.asOf { work.asOf = max(work.asOf ?? asOf, asOf) }
        for run in try pending(result, history, &work) {
          let facts = run.facts
          guard let definition = definitions[facts.report] else { continue }
          let asOf = max(work.asOf ?? facts.asOf.instant, facts.asOf.instant)
          let lastDay = calendar.day(of: asOf).advanced(by: -1)
          do {
            _ = try history.writeEvents(of: run.id.text, report: facts.report) {
              guard !facts.period.provisional else { return 0 }
              return try events.write(
                run, of: definition, isLatest: facts.period.to >= lastDay, in: $0, at: .now)
            }
          } catch {
            work.error = work.error ?? error
          }
        }
      } catch {
        work.error = work.error ?? error
      }
    }
  }

  /// The runs to tell of, the oldest first.
  private func pending(
    _ result: RunResult?, _ history: RunHistory, _ work: inout Work
  ) throws -> [PublishedRun] {
    var runs: [PublishedRun] = []
    for outcome in result?.outcomes ?? [] where reports.contains(outcome.report) {
      if case .published(let run) = outcome.ending { runs.append(run) }
    }
    let published = PublishedReports(output: output)
    for record in try history.withPendingEvents() where definitions[record.report] != nil {
      guard !runs.contains(where: { $0.id.text == record.run && $0.facts.report == record.report })
      else { continue }
      do {
        let shown = try shown(record, in: published)
        if let shown, shown.id.text == record.run {
          runs.append(shown)
        } else if record.state == .published {
          // Another one took its place, or it is pruned: there is nothing to tell of it.
          try history.writeEvents(of: record.run, report: record.report) { _ in }
        }
      } catch {
        work.error = work.error ?? error
      }
    }
    return runs.sorted { $0.id < $1.id }
  }

  /// The run that shows the days of a record; of a run that died before it knew them, of those that it
  /// published.
  private func shown(
    _ record: RunRecord, in published: PublishedReports
  ) throws -> PublishedRun? {
    var period = record.period.flatMap { PeriodFolderName($0) }
    if period == nil, let id = RunID(record.run) {
      period = try? published.run(id, of: record.report).periodFolder
    }
    return try period.flatMap { try published.current($0, of: record.report) }
  }

  /// Delivers what waits for these services, also from former runs; blocks the thread.
  ///
  /// Throws what kept events from being written, once what could be written is delivered.
  func deliver(_ cancellation: RunCancellation) throws -> [DeliveryResult] {
    // What failed meanwhile is tried once more.
    work.withLock { $0.error = nil }
    write()
    var results: [DeliveryResult] = []
    if let state = try? state.get(),
      try services.contains(where: {
        try !state.dueEvents(of: $0.rawValue, at: .now, limit: 1).isEmpty
      })
    {
      do {
        results = try DeliverySession(settings).deliver(resumes: false, cancellation: cancellation)
      } catch is AnotherRun {
        // Who is at work delivers it, or the next run.
      }
    }
    if let error = work.withLock({ $0.error }) { throw error }
    return results
  }
}
