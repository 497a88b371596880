import Foundation
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// Writes down what becomes of a run; a state that fails ends no run.
///
/// It belongs to the thread that runs.
final class RunJournal {
  private let state: StateDatabase?
  private let history: RunHistory?
  private let output: String
  /// The reports whose events are to be written once they are published.
  private let reportsWithEvents: Set<String>
  private var open: [String: RunRecord] = [:]
  /// The first thing that could not be remembered.
  private(set) var failure: StateError?

  /// A journal in a state; one that is not `isRecorded` has no history of runs, and leaves no copy.
  init(
    _ state: StateDatabase?, output: String, isRecorded: Bool = true,
    reportsWithEvents: Set<String> = []
  ) {
    self.state = state
    self.output = output
    self.reportsWithEvents = reportsWithEvents
    history = isRecorded ? state.map { RunHistory($0, output: OutputPath.real(output)) } : nil
  }

  /// Brings what is remembered of a report in line with its folder; call it with the report's lock.
  ///
  /// Runs that are published and not known are known again, but for those that were never shown. Who
  /// holds the lock is the only one that may be running: all others died.
  func reconcile(_ report: String) {
    attempt { history in
      let published = PublishedReports(output: output)
      let known = try history.published(of: report)
      let running = try history.running(of: report)
      let pending = Set(running.filter(\.hasPendingEvents).map(\.run))
      var records: [RunRecord] = []
      for id in try published.runs(of: report) where !known.contains(id.text) {
        guard var record = published.record(of: id, report: report) else { continue }
        // A run that is known from its folder alone does not say whether its events were written.
        record.hasPendingEvents = pending.contains(record.run)
        records.append(record)
      }
      let alive = Set(records.map(\.run))
      for var record in running where !alive.contains(record.run) {
        record.state = .abandoned
        record.hasPendingEvents = false
        record.error = "process \(record.process) on \(record.host) died"
        records.append(record)
      }
      try history.save(records)
    }
  }

  /// An attempt begins; `periods` has the reports with the names of their periods, as far as they are
  /// known.
  func begin(_ run: RunID, attempt number: Int, started: Instant, periods: [String: String?]) {
    for (report, period) in periods {
      var record = RunRecord(
        run: run.text, report: report, attempt: number, started: started, host: RunLock.machine,
        process: Int(ProcessInfo.processInfo.processIdentifier))
      record.period = period
      record.hasPendingEvents = reportsWithEvents.contains(report)
      open[report] = record
    }
    attempt { try $0.save(periods.keys.sorted().compactMap { open[$0] }) }
  }

  /// The attempt turned out to be one that cannot be meant, and is forgotten.
  func withdraw() {
    let records = open.values
    open = [:]
    attempt { history in
      for record in records { try history.remove(run: record.run, report: record.report) }
    }
  }

  /// A report of the attempt is not made after all, and no failure of its own.
  func withdraw(_ report: String) {
    guard let record = open.removeValue(forKey: report) else { return }
    attempt { try $0.remove(run: record.run, report: record.report) }
  }

  /// A report of the attempt is done; `stages` are in milliseconds.
  func settle(
    _ outcome: ReportOutcome, asOf: Instant, source: SourceFacts?, stages: [String: Int]
  ) {
    guard var record = open.removeValue(forKey: outcome.report) else { return }
    record.period = outcome.period
    record.asOf = asOf
    record.server = source?.server
    record.isStandby = source?.isStandby
    record.finished = Instant.now
    record.stages = stages
    record.warnings = outcome.checks.filter { $0.outcome == .warned }.map(\.line)
    switch outcome.ending {
    case .alreadyPublished, .planned:
      return attempt { try $0.remove(run: record.run, report: record.report) }
    case .published(let run):
      record.state = .published
      record.rows = run.facts.rows.values.reduce(0, +)
      record.totals = run.facts.totalsText
    case .failed(let error):
      record.state = .failed
      record.hasPendingEvents = false
      record.error = "\(error)"
    }
    attempt { try $0.save([record]) }
  }

  /// The attempt ended with an error that concerns all reports that are not done.
  func fail(_ reason: String) {
    let records = open.values.map { record in
      var record = record
      record.state = .failed
      record.hasPendingEvents = false
      record.finished = Instant.now
      record.error = reason
      return record
    }
    open = [:]
    attempt { try $0.save(records) }
  }

  /// Leaves a copy of the state beside the output, once a night.
  func copyState() {
    guard history != nil else { return }
    remember { try $0.leaveCopy(now: Instant.now) }
  }

  /// Whether there is anything to remember in.
  var isKept: Bool { state != nil }

  /// Writes something into the state; after a failure nothing more is tried.
  func remember(_ body: (StateDatabase) throws -> Void) {
    if failure == nil { consult(body) }
  }

  /// Looks into the state, although something could not be written before.
  func consult(_ body: (StateDatabase) throws -> Void) {
    guard let state else { return }
    do {
      try body(state)
    } catch let error as StateError {
      failure = failure ?? error
    } catch {
      failure = failure ?? StateError(unexpected: "\(error)", path: state.path)
    }
  }

  private func attempt(_ body: (RunHistory) throws -> Void) {
    guard let history else { return }
    remember { _ in try body(history) }
  }
}
