import Foundation
import Inventory
import Postgres
import Publishing
import Reports
import ReportWriters
import StockReading

/// One run on its way: first what needs the database, then the rest.
struct RunWork {
  let request: RunRequest
  let id: RunID
  let started: Instant
  let events: (RunEvent) -> Void
  let cancellation: RunCancellation

  private var snapshot: Snapshot?
  private var book: StockBook?
  private var gaps: GapSpool?
  private var policy: ResolvedPolicy?
  private var warnings: [String] = []
  private var outcomes: [String: ReportOutcome] = [:]
  private var waiting: [(plan: ReportPlan, controls: [ControlTotals])] = []

  init(
    request: RunRequest, id: RunID, started: Instant, events: @escaping (RunEvent) -> Void,
    cancellation: RunCancellation
  ) {
    self.request = request
    self.id = id
    self.started = started
    self.events = events
    self.cancellation = cancellation
  }

  /// Everything that needs the open snapshot.
  mutating func read(from connection: inout PostgresConnection) throws {
    let snapshot = try Snapshot(&connection)
    self.snapshot = snapshot
    events(
      .connected(host: connection.host, isStandby: snapshot.source.isStandby ?? false))
    let stores = try NameLookup.stores(request.stores, from: &connection)
    let suppliers = try NameLookup.suppliers(request.suppliers, from: &connection)
    let planner = ReportPlanner(
      request: request, now: request.now ?? snapshot.now, stores: stores, suppliers: suppliers)
    let plans = try request.definitions.map { try planner.plan($0) }.filter { try isWanted($0) }
    guard !request.dryRun else {
      for plan in plans { end(plan, with: .planned) }
      return
    }
    try readBook(for: plans, stores: stores, from: &connection)
    for plan in plans {
      // What fails in one report must not take the snapshot from the others.
      try connection.execute("SAVEPOINT report", name: "savepoint")
      do {
        try query(plan, from: &connection)
        try connection.execute("RELEASE SAVEPOINT report", name: "savepoint")
      } catch let error where Self.concernsOneReport(error) {
        try connection.execute("ROLLBACK TO SAVEPOINT report", name: "savepoint")
        end(plan, with: .failed(error))
      }
    }
  }

  /// Asks what one report wants from the database, and makes the report if it has queries.
  private mutating func query(
    _ plan: ReportPlan, from connection: inout PostgresConnection
  ) throws {
    let controls = try controls(of: plan, from: &connection)
    guard plan.hasQueries else {
      waiting.append((plan, controls))
      return
    }
    try make(plan, controls: controls) { table, sink in
      guard case .query(let file) = table.source else { return false }
      try QueryReading(definition: plan.definition, table: table, file: file)
        .emit(from: &connection, variables: plan.variables, to: sink)
      return true
    }
  }

  /// What needs no database any more.
  mutating func finish() throws -> RunResult {
    for (plan, controls) in waiting {
      do {
        try make(plan, controls: controls) { _, _ in false }
      } catch let error where Self.concernsOneReport(error) {
        end(plan, with: .failed(error))
      }
    }
    guard let snapshot else { throw JobError.usage("the run has no snapshot") }
    return RunResult(
      run: id, asOf: request.now ?? snapshot.now, source: snapshot.source,
      outcomes: request.definitions.compactMap { outcomes[$0.name] }, warnings: warnings)
  }

  /// Whether the period still has to be made; if not, its outcome is settled.
  private mutating func isWanted(_ plan: ReportPlan) throws -> Bool {
    guard !request.force, !plan.context.period.provisional else { return true }
    // A run that cannot be read is one to make again, not a reason to stop.
    guard
      let run = try? PublishedReports(output: request.output).current(
        plan.folder, of: plan.definition.name),
      !run.facts.period.provisional,
      Set(request.formats.map(\.rawValue)).isSubset(of: Set(run.formats))
    else { return true }
    end(plan, with: .alreadyPublished(run))
    return false
  }

  private mutating func readBook(
    for plans: [ReportPlan], stores: [UUIDBytes], from connection: inout PostgresConnection
  ) throws {
    var bookPlan = BookPlan(calendar: request.calendar)
    for plan in plans { plan.addNeeds(to: &bookPlan) }
    guard !bookPlan.marks.isEmpty else { return }
    let gaps = GapSpool(folder: FileManager.default.temporaryDirectory.path)
    let events = events
    let reading = StockReading(stores: stores) { events(.reading($0, rows: $1)) }
    let book = try reading.book(bookPlan, from: &connection, gaps: gaps)
    let policy = try ResolvedPolicy(request.policy, book: book, isFiltered: !stores.isEmpty)
    if !bookPlan.windows.isEmpty { warnings += policy.unused }
    self.gaps = gaps
    self.book = book
    self.policy = policy
  }

  private func controls(
    of plan: ReportPlan, from connection: inout PostgresConnection
  ) throws -> [ControlTotals] {
    var controls: [ControlTotals] = []
    for check in plan.definition.checks {
      guard case .query(let file) = check.source else { continue }
      controls.append(
        try ControlTotals(check, file: file, plan: plan, connection: &connection))
    }
    return controls
  }

  /// Writes, checks and publishes one report; `query` gives the tables that are queries.
  private mutating func make(
    _ plan: ReportPlan, controls: [ControlTotals],
    query: (TableDefinition, (RowBuffer) throws -> Void) throws -> Bool
  ) throws {
    guard let snapshot else { throw JobError.usage("the run has no snapshot") }
    try cancellation.check()
    let clock = ContinuousClock()
    let begun = clock.now
    try ReportFolder(output: request.output, report: plan.definition.name).sweep()
    let folder = try RunFolder(output: request.output, report: plan.definition.name, id: id)
    var context = plan.context
    context.fileLabel = plan.folder.text
    let output = try ReportOutput(
      context: context, formats: request.formats, folder: folder.path,
      options: WriterOptions(formulaGuard: request.formulaGuard))
    var tables: ReportTables?
    if let book, let gaps, let policy, !plan.computations.isEmpty {
      tables = ReportTables(plan, book: book, gaps: gaps, policy: policy)
    }
    for table in plan.definition.tables {
      try output.begin(table)
      let sink = rowSink(plan, table, output)
      if try !query(table, sink), case .computation(let name) = table.source {
        try tables?.emit(name, to: sink)
      }
      let summary = try output.end()
      events(.writing(report: plan.definition.name, table: table.key, rows: summary.rows))
    }
    let checks = try ReportChecks(
      definition: plan.definition, summaries: output.summaries, controls: controls,
      computed: tables?.checks() ?? []
    ).results()
    let failed = checks.filter { $0.outcome == .failed }
    guard failed.isEmpty else {
      output.abandon()
      end(
        plan, with: .failed(JobError.checksFailed(report: plan.definition.name, failed)),
        summaries: output.summaries, checks: checks, duration: clock.now - begun)
      return
    }
    let files = try output.finish(checks: checks)
    try cancellation.check()
    let run = try folder.publish(
      Publication(
        context: context, summaries: output.summaries, checks: checks,
        files: files.compactMap(OutputFile.init), asOf: request.now ?? snapshot.now,
        source: snapshot.source, started: started, finished: JobRunner.clock,
        formulaGuard: request.formulaGuard,
        policyHash: plan.definition.has(parameter: "window") ? request.policyHash : nil))
    end(
      plan, with: .published(run), summaries: output.summaries, checks: checks,
      duration: clock.now - begun)
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

  private mutating func end(
    _ plan: ReportPlan, with ending: ReportOutcome.Ending, summaries: [TableSummary] = [],
    checks: [CheckResult] = [], duration: Duration = .zero
  ) {
    let outcome = ReportOutcome(
      report: plan.definition, period: plan.folder.text, ending: ending, summaries: summaries,
      checks: checks, duration: duration)
    outcomes[plan.definition.name] = outcome
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

extension JobError {
  static func checksFailed(report: String, _ failed: [CheckResult]) -> JobError {
    .checksFailed(
      report: report,
      checks: failed.map { check in
        let figures =
          check.expected.isEmpty && check.found.isEmpty
          ? "" : ": expected \(check.expected), found \(check.found)"
        return "\(check.name) (\(check.detail.isEmpty ? check.title : check.detail)\(figures))"
      })
  }
}

extension OutputFile {
  /// The file that a writer wrote, as the publishing room names it.
  init?(_ file: WrittenFile) {
    guard let format = Format(rawValue: file.format.rawValue) else { return nil }
    self.init(name: file.name, format: format, table: file.table)
  }
}

extension PublishedRun {
  /// The formats that the run has, as `ReportFormat` names them.
  var formats: [String] {
    package.resources.map { $0.name.hasSuffix(".excel") ? "csv-excel" : $0.format }
  }
}
