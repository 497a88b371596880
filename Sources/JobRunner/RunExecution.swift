import Foundation
import Inventory
import Logging
import Postgres
import Publishing
import Reports
import ReportWriters
import StockReading

/// One run on its way: first what needs the database, then the rest.
///
/// Nothing is published before the snapshot is closed, so that a run which has to be read again
/// from another server leaves nothing of the first reading.
struct RunExecution {
  let request: RunRequest
  let id: RunID
  let started: Instant
  let journal: RunJournal
  private let former: FormerRuns
  let logger: Logger
  let log: RunLog
  let events: (RunEvent) -> Void
  let cancellation: RunCancellation

  var snapshot: Snapshot?
  var book: StockBook?
  var past = PriceReading.Past()
  var gaps: GapSpool?
  var policy: ResolvedPolicy?
  private var reach: LedgerReach?
  var warnings: [String] = []
  var ledger: LedgerNotes?
  private var settled: [String: ReportOutcome] = [:]
  var plans: [ReportPlan] = []
  private var controls: [String: [ControlTotals]] = [:]
  private var written: [String: WrittenReport] = [:]
  private var readingTime = Duration.zero
  /// Whether the reports stand or fall together, as the servers behind a coordinator share no snapshot.
  private var isSharded = false

  init(
    request: RunRequest, id: RunID, started: Instant, journal: RunJournal, logger: Logger,
    events: @escaping (RunEvent) -> Void, cancellation: RunCancellation
  ) {
    self.request = request
    self.id = id
    self.started = started
    self.journal = journal
    former = FormerRuns(request)
    self.logger = logger
    log = RunLog(logger, run: id)
    self.events = events
    self.cancellation = cancellation
  }

  var now: Instant { request.now ?? snapshot?.now ?? started }

  /// Everything that needs the open snapshot: the reading, the control queries, and the reports
  /// that are queries.
  mutating func read(
    from connection: inout PostgresConnection, source: ChosenSource
  ) throws {
    let begun = ContinuousClock.now
    defer { readingTime = ContinuousClock.now - begun }
    let snapshot = try Snapshot(&connection)
    self.snapshot = snapshot
    isSharded = source.isSharded
    log.snapshot(snapshot)
    events(.connected(host: connection.host, isStandby: snapshot.source.isStandby ?? false))
    let stores = try NameLookup.stores(
      request.stores, passingOverUnknown: request.passesOverUnknownStores, from: &connection)
    let suppliers = try NameLookup.suppliers(request.suppliers, from: &connection)
    let planner = ReportPlanner(
      request: request, now: now, stores: stores, suppliers: suppliers)
    let asked = try planner.plans()
    reach = try LedgerReach(asked, request: request, now: now, from: &connection)
    for plan in asked {
      let problems = DefinitionCheck.problems(of: plan.definition)
      if !problems.isEmpty {
        settle(
          plan, .failed(JobError.definition(report: plan.definition.name, problems: problems)))
      } else if !request.reissue, let run = former.complete(plan) {
        settle(plan, former.restored(run, plan))
      } else if let error = source.stale[plan.definition.name] {
        settle(plan, .failed(error))
      } else if request.dryRun {
        settle(plan, .planned)
      } else {
        plans.append(plan)
      }
    }
    guard !plans.isEmpty else { return }
    let shared = source.isSharded ? nil : try connection.exportSnapshot()
    var checks: ControlReading?
    defer { checks?.stop() }
    // They need the prices, which are known once the products are read.
    try readBook(stores: stores, from: &connection, source: source) {
      [logger, cancellation] plans in
      guard let shared, checks == nil else { return }
      checks = ControlReading(
        of: plans, in: shared, settings: source.settings, logger: logger,
        cancellation: cancellation)
    }
    let totals = checks?.results()
    for plan in plans {
      do {
        guard let shared, let totals else {
          // Another session would see other moments on the servers behind this one.
          try connection.withSavepoint { connection in
            controls[plan.definition.name] = try ControlReading.totals(of: plan, from: &connection)
            try query(plan, from: &connection)
          }
          continue
        }
        controls[plan.definition.name] = try totals[plan.definition.name]?.get()
        guard plan.hasQueries else { continue }
        // A session of its own in the same snapshot: what fails in it takes it from no other.
        var other = try PostgresConnection(
          source.settings, logger: logger, cancellation: cancellation)
        try other.withSnapshot(importing: shared) { other in try query(plan, from: &other) }
      } catch {
        guard Self.concernsOneReport(error) else { throw error }
        written[plan.definition.name] = nil
        settle(plan, .failed(error))
      }
    }
  }

  /// Writes the tables of a report, if it has queries.
  private mutating func query(
    _ plan: ReportPlan, from connection: inout PostgresConnection
  ) throws {
    guard plan.hasQueries else { return }
    var odd: [String] = []
    written[plan.definition.name] = try write(plan) { table, sink in
      guard case .query(let file) = table.source else { return false }
      odd += try QueryReading(definition: plan.definition, table: table, file: file)
        .emit(from: &connection, variables: plan.variables, to: sink)
      return true
    }
    for sentence in odd { warn(sentence) }
  }

  /// What needs no database any more: the computed reports, and the publishing of all.
  ///
  /// Nothing is published before every report is checked: what one check finds out about the reading
  /// may concern all. Throws `RefutedSummary` when that is the ledger's summary.
  mutating func finish() throws -> RunResult {
    guard let snapshot else { preconditionFailure("a run is read before it is finished") }
    for plan in plans where isOpen(plan) && written[plan.definition.name] == nil {
      do {
        written[plan.definition.name] = try write(plan) { _, _ in false }
      } catch let error where Self.concernsOneReport(error) {
        settle(plan, .failed(error))
      }
    }
    if let refuted = RefutedSummary(plans.compactMap { written[$0.definition.name] }, ledger) {
      throw refuted
    }
    let doubtful = isSharded ? firstContradicted : nil
    for plan in plans where isOpen(plan) {
      guard let report = written.removeValue(forKey: plan.definition.name) else { continue }
      do {
        try publish(report, doubtful: doubtful)
      } catch let error where Self.concernsOneReport(error) {
        settle(plan, .failed(error))
      }
    }
    warnOfMemory()
    return RunResult(
      run: id, asOf: now, source: snapshot.source,
      outcomes: request.definitions.compactMap { settled[$0.name] }, warnings: warnings)
  }

  private func isOpen(_ plan: ReportPlan) -> Bool { settled[plan.definition.name] == nil }

  /// The first report that the database's own sums contradict.
  private var firstContradicted: String? {
    plans.map(\.definition.name).first { written[$0]?.contradictsDatabase == true }
  }

  /// Writes and checks one report in a folder that nobody sees yet; `query` gives the tables that
  /// are queries.
  private func write(
    _ plan: ReportPlan,
    query: (TableDefinition, (RowBuffer) throws -> Void) throws -> Bool
  ) throws -> WrittenReport {
    try cancellation.check()
    var report = try WrittenReport(
      plan, request: request, id: id, former: former.current(plan), earlier: former.earlier(plan),
      hadMovements: former.hadMovements(plan))
    var tables: ReportTables?
    if let book, let gaps, let policy, !plan.computations.isEmpty {
      tables = ReportTables(plan, StockFacts(book: book, policy: policy, gaps: gaps.forEach))
    }
    for table in plan.definition.tables {
      try report.output.begin(table)
      let sink = rowSink(plan, table, report.output)
      if try !query(table, sink), case .computation(let name) = table.source {
        try tables?.emit(name, to: sink)
      }
      let summary = try report.output.end()
      events(.writing(report: plan.definition.name, table: table.key, rows: summary.rows))
    }
    try report.finish(
      controls: controls[plan.definition.name] ?? [], computed: tables?.checks() ?? [],
      basis: tables?.basis() ?? [], policy: plan.usesPolicy ? policy : nil,
      reach: reach?.warnings[plan.definition.name])
    log.written(report)
    return report
  }

  private func ledgerFacts(_ plan: ReportPlan) -> LedgerFacts? {
    var facts = ledger?.facts
    facts?.hasMovements = reach?.hasMovements[plan.definition.name]
    return facts
  }

  /// Publishes a report that holds; `doubtful` names the report of the same reading that proves it
  /// not to be of one moment.
  private mutating func publish(_ report: WrittenReport, doubtful: String? = nil) throws {
    guard let snapshot else { return }
    try cancellation.check()
    let begun = ContinuousClock.now
    let ending: ReportOutcome.Ending
    if let error = report.failure {
      ending = .failed(error)
    } else if let doubtful {
      ending = .failed(JobError.doubtful(report: report.plan.definition.name, because: doubtful))
    } else if request.reissue, let run = former.complete(report.plan),
      try report.isSame(as: run)
    {
      ending = .alreadyPublished(run)
    } else {
      ending = .published(
        try report.publish(
          started: started, asOf: now, source: snapshot.source, prices: priceFacts(report.plan),
          ledger: ledgerFacts(report.plan)))
    }
    settle(
      report.plan, ending, summaries: report.output.summaries, checks: report.checks,
      duration: report.duration,
      stages: [
        "read": readingTime, "write": report.duration, "publish": ContinuousClock.now - begun,
      ])
  }

  private func rowSink(
    _ plan: ReportPlan, _ table: TableDefinition, _ output: ReportOutput
  ) -> (RowBuffer) throws -> Void {
    var rows = 0
    return { [events, cancellation] row in
      try output.write(row)
      rows += 1
      guard rows & 0xFFF == 0 else { return }
      try cancellation.check()
      events(.writing(report: plan.definition.name, table: table.key, rows: rows))
    }
  }

  private mutating func settle(
    _ plan: ReportPlan, _ ending: ReportOutcome.Ending, summaries: [TableSummary] = [],
    checks: [CheckResult] = [], duration: Duration = .zero, stages: [String: Duration] = [:]
  ) {
    let stages = stages.mapValues { Int($0 / .milliseconds(1)) }
    let outcome = ReportOutcome(
      report: plan.definition, period: plan.folder.text, ending: ending, summaries: summaries,
      checks: checks, duration: duration, stages: stages)
    settled[plan.definition.name] = outcome
    log.settled(outcome)
    journal.settle(outcome, asOf: now, source: snapshot?.source, stages: stages)
    events(.finished(outcome))
  }

  /// Whether the other reports of the run can still be made.
  private static func concernsOneReport(_ error: any Error) -> Bool {
    if error is CancellationError || error is RollbackError { return false }
    guard let error = error as? PostgresError else { return true }
    // A query that the server refuses, or a value that does not fit its column.
    return (error.kind == .query || error.kind == .decode) && !error.isTransient
  }
}
