import Columns
import Inventory
import Logging
import Postgres
import Publishing
import Reports
import ReportWriters
import StockReading
import Values

/// One attempt at a request: who it is, and what is noted of it on the way.
///
///     RunReading -> WrittenRun -> RunResult
///
/// Each phase is made of the one before it, and has what that found out. Nothing is published before
/// the snapshot is closed and every report is checked, so that a run which has to be read again from
/// another server leaves nothing of the first reading.
struct RunAttempt {
  let request: RunRequest
  let id: RunID
  let started: Instant
  let journal: RunJournal
  let former: FormerRuns
  let logger: Logger
  let log: RunLog
  let events: (RunEvent) -> Void
  let cancellation: RunCancellation
  /// What became of reports so far, by name.
  private(set) var outcomes: [String: ReportOutcome] = [:]
  /// What whoever keeps the policy and the state should know, a sentence each.
  private(set) var warnings: [String] = []

  init(
    request: RunRequest, journal: RunJournal, logger: Logger, events: @escaping (RunEvent) -> Void,
    cancellation: RunCancellation
  ) {
    self.request = request
    started = Instant.now
    id = RunID(startedAt: started)
    self.journal = journal
    former = FormerRuns(request)
    self.logger = logger
    log = RunLog(logger, run: id)
    self.events = events
    self.cancellation = cancellation
  }

  /// Warns in the log and in the run's outcome; once, though a reading begins again.
  mutating func warn(_ sentence: String) {
    guard !warnings.contains(sentence) else { return }
    logger.warning("\(sentence)")
    warnings.append(sentence)
  }

  /// Says that the stock takes more memory than it was to take.
  mutating func warnOfMemory(_ stocks: ReadStocks) {
    // All share what memory there is.
    guard let problem = stocks.each.first?.book.memory.usage.problem else { return }
    warn(
      "the stock takes more memory than report.memory, since no file can be made in \(problem);"
        + " free space there, or set TMPDIR to another folder")
  }

  /// Whether a report is still to be made.
  func isOpen(_ plan: ReportPlan) -> Bool { outcomes[plan.definition.name] == nil }

  /// Notes what became of a report; `written` is nil where none of its files were made.
  mutating func settle(
    _ plan: ReportPlan, _ ending: ReportOutcome.Ending, at snapshot: Snapshot,
    written: WrittenReport? = nil, stages: [String: Duration] = [:]
  ) {
    settle(
      ReportOutcome(
        report: plan.definition, period: plan.folder.text, ending: ending,
        summaries: written?.output.summaries ?? [], checks: written?.checks ?? [],
        duration: written?.duration ?? .zero,
        stages: stages.mapValues { Int($0 / .milliseconds(1)) }),
      at: snapshot)
    // What was not made has no editions to tell of.
    if case .failed = ending { forgetEditions(of: plan) }
    if case .planned = ending { forgetEditions(of: plan) }
  }

  /// Notes what became of an edition.
  mutating func settle(
    edition plan: ReportPlan, _ ending: ReportOutcome.Ending, at snapshot: Snapshot,
    written: WrittenEdition? = nil, took publish: Duration = .zero
  ) {
    settle(
      ReportOutcome(
        report: plan.definition, period: plan.folder.text, ending: ending,
        summaries: written?.summaries ?? [], checks: written?.checks ?? [], duration: publish,
        stages: written == nil ? [:] : ["publish": Int(publish / .milliseconds(1))]),
      at: snapshot)
  }

  private func forgetEditions(of plan: ReportPlan) {
    for edition in plan.definition.editionDefinitions { journal.withdraw(edition.name) }
  }

  private mutating func settle(_ outcome: ReportOutcome, at snapshot: Snapshot) {
    outcomes[outcome.report] = outcome
    log.settled(outcome)
    journal.settle(
      outcome, asOf: snapshot.now, source: snapshot.source, stages: outcome.stages)
    events(.finished(outcome))
  }

  /// Forgets a report that is not to be made, and its editions, without an outcome.
  func leaveOut(_ plan: ReportPlan, at snapshot: Snapshot) {
    journal.settle(
      ReportOutcome(report: plan.definition, period: plan.folder.text, ending: .planned),
      asOf: snapshot.now, source: nil, stages: [:])
    forgetEditions(of: plan)
  }

  /// Writes and checks one report of a reading in a folder that nobody sees yet; `query` gives the
  /// tables that are queries.
  func write(
    _ plan: ReportPlan, from stocks: ReadStocks, controls: [ControlTotals], reach: LedgerReach,
    query: (TableDefinition, (RowBuffer) throws -> Void) throws -> Bool = { _, _ in false }
  ) throws -> WrittenReport {
    let stock = stocks.of(plan)
    let tables = ReportTables(plan, stocks)
    var report = try fill(plan, tables, query: query)
    try report.finish(
      controls: controls, computed: tables.checks(), basis: tables.basis(),
      policies: stock.map { Self.policies(of: plan, $0) } ?? [],
      reach: reach.warnings[plan.definition.name],
      recentMovements: recentMovements(plan, stock, reach))
    log.written(report)
    return report
  }

  /// The same of a report that is not made of a reading.
  func write(_ plan: ReportPlan, made: any TableComputation) throws -> WrittenReport {
    let tables = ReportTables(made)
    var report = try fill(plan, tables) { _, _ in false }
    try report.finish(
      controls: [], computed: tables.checks(), basis: tables.basis(), policies: [], reach: nil,
      recentMovements: nil)
    log.written(report)
    return report
  }

  /// Writes the tables of a report.
  private func fill(
    _ plan: ReportPlan, _ tables: ReportTables,
    query: (TableDefinition, (RowBuffer) throws -> Void) throws -> Bool
  ) throws -> WrittenReport {
    try cancellation.check()
    let report = try WrittenReport(
      plan, request: request, id: id, former: former.current(plan), earlier: former.earlier(plan),
      latest: former.latest(plan),
      editions: plan.editions(request).map {
        WrittenEdition($0, request: request, id: id, former: former.current($0))
      },
      isForEditions: former.complete(plan) != nil)
    for table in plan.definition.tables {
      try report.begin(table)
      let sink = rowSink(plan, table, report)
      if try !query(table, sink), case .computation(let name) = table.source {
        try tables.emit(name, to: sink)
      }
      let summary = try report.end()
      events(.writing(report: plan.definition.name, table: table.key, rows: summary.rows))
    }
    return report
  }

  /// How the policies that a report uses fit the database.
  private static func policies(of plan: ReportPlan, _ stock: ReadStock) -> [PolicyFit] {
    var fits: [PolicyFit] = []
    if plan.usesPolicy {
      fits.append(
        PolicyFit(
          title:
            "Every override and every order of the reorder policy matches a product and a store.",
          misfits: stock.policy.misfits))
    }
    if plan.usesFinance {
      fits.append(
        PolicyFit(
          title: "Every override of the finance policy matches a category.",
          misfits: stock.finance.misfits))
    }
    return fits
  }

  /// The movements that a computed report of days is held against; nil where a check says that there
  /// are none at all.
  private func recentMovements(
    _ plan: ReportPlan, _ stock: ReadStock?, _ reach: LedgerReach
  ) -> RecentMovements? {
    guard reach.hasMovements[plan.definition.name] == true, !plan.computations.isEmpty else {
      return nil
    }
    return stock?.recentMovements
  }

  private func rowSink(
    _ plan: ReportPlan, _ table: TableDefinition, _ report: WrittenReport
  ) -> (RowBuffer) throws -> Void {
    var rows = 0
    return { [events, cancellation] row in
      try report.write(row)
      rows += 1
      guard rows & 0xFFF == 0 else { return }
      try cancellation.check()
      events(.writing(report: plan.definition.name, table: table.key, rows: rows))
    }
  }

  /// Whether the other reports of the run can still be made after an error of one.
  static func concernsOneReport(_ error: any Error) -> Bool {
    if error is CancellationError || error is RollbackError { return false }
    guard let error = error as? PostgresError else { return true }
    // A query that the server refuses, or a value that does not fit its column.
    return (error.kind == .query || error.kind == .decode) && !error.isTransient
  }
}
