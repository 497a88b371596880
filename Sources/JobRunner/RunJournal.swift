import Foundation
import Publishing
public import Reports
import StateStore

/// Writes down what becomes of a run; a state that fails ends no run.
///
/// It belongs to the thread that runs.
final class RunJournal {
  private let state: StateDatabase?
  private let history: RunHistory?
  private let output: String
  /// The reports of which other services are to be told.
  private let told: Set<String>
  private var open: [String: RunRecord] = [:]
  /// The first thing that could not be remembered.
  private(set) var failure: StateError?

  /// A journal in a state; one that is not `isRecorded` has no history of runs, and leaves no copy.
  init(
    _ state: StateDatabase?, output: String, isRecorded: Bool = true, told: Set<String> = []
  ) {
    self.state = state
    self.output = output
    self.told = told
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
      let untold = Set(running.filter(\.isUntold).map(\.run))
      var records: [RunRecord] = []
      for id in try published.runs(of: report) where !known.contains(id.text) {
        guard var record = published.record(of: id, report: report) else { continue }
        // Of a run that is known from its folder alone nobody knows whether it was told of.
        record.isUntold = untold.contains(record.run)
        records.append(record)
      }
      let alive = Set(records.map(\.run))
      for var record in running where !alive.contains(record.run) {
        record.state = .abandoned
        record.isUntold = false
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
        run: run.text, report: report, attempt: number, started: started, host: ReportLocks.host,
        process: Int(ProcessInfo.processInfo.processIdentifier))
      record.period = period
      record.isUntold = told.contains(report)
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
      record.isUntold = false
      record.error = "\(error)"
    }
    attempt { try $0.save([record]) }
  }

  /// The attempt ended with an error that concerns all reports that are not done.
  func fail(_ reason: String) {
    let records = open.values.map { record in
      var record = record
      record.state = .failed
      record.isUntold = false
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

extension CheckResult {
  /// What was found, in one line: of a check that warned, the title says what should be and is not.
  public var line: String { detail.isEmpty ? title : detail }
}

extension RunFacts {
  /// The control totals as they stand in the data package, on one line.
  var totalsText: String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(totals)).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension PublishedReports {
  /// The record of a run that is, or was, shown; nil when its process died before it was.
  func record(of id: RunID, report: String) -> RunRecord? {
    guard let run = try? run(id, of: report), (try? wasShown(run)) == true else { return nil }
    return RunRecord(run)
  }
}

extension RunRecord {
  /// The record of a published run, from its manifest.
  fileprivate init(_ run: PublishedRun) {
    let facts = run.facts
    self.init(
      run: run.id.text, report: facts.report, attempt: 1, state: .published,
      started: facts.started.instant, host: "", process: 0)
    period = facts.periodFolder
    finished = facts.finished.instant
    asOf = facts.asOf.instant
    server = facts.source.server
    isStandby = facts.source.standby
    rows = facts.rows.values.reduce(0, +)
    totals = facts.totalsText
    warnings = facts.checks.filter { $0.outcome == "warned" }.map(\.line)
  }
}

extension CheckFact {
  /// What was found, in one line.
  var line: String { detail.isEmpty ? title : detail }
}
