import Inventory
import Postgres
import Publishing
import Register
import Reports
import StockReading
import Values

/// What a run read from one snapshot: everything that needs the database.
///
/// The reports that are queries are written already; nobody sees them.
struct RunReading {
  let attempt: RunAttempt
  let snapshot: Snapshot
  /// The reports that are to be made; some of them may have failed meanwhile.
  let plans: [ReportPlan]
  let stocks: ReadStocks
  let reach: LedgerReach
  /// What the control queries said, by report.
  let controls: [String: [ControlTotals]]
  /// The reports that are queries, by name.
  let queried: [String: WrittenReport]
  /// What the register is to remember of it; nil when nothing.
  let look: NewLook?
  /// Whether the reports stand or fall together, as the servers behind a coordinator share no snapshot.
  let isSharded: Bool
  let duration: Duration

  /// Reads in the open snapshot of a connection.
  init(
    _ attempt: RunAttempt, from connection: inout PostgresConnection, source: ChosenSource
  ) throws {
    let begun = ContinuousClock.now
    var attempt = attempt
    let request = attempt.request
    let snapshot = try Snapshot(&connection, now: request.now, in: request.calendar)
    attempt.log.snapshot(snapshot)
    attempt.events(
      .connected(host: connection.host, isStandby: snapshot.source.isStandby ?? false))
    let stores = try NameLookup.stores(
      request.stores, passingOverUnknown: request.passesOverUnknownStores, from: &connection)
    let suppliers = try NameLookup.suppliers(request.suppliers, from: &connection)
    let asked = try ReportPlanner(
      request: request, now: snapshot.now, stores: stores, suppliers: suppliers
    ).plans()
    let reach = try LedgerReach(asked, request: request, now: snapshot.now, from: &connection)
    var plans: [ReportPlan] = []
    for plan in asked {
      if plan.isLeftOut(of: request) {
        attempt.leaveOut(plan, at: snapshot)
      } else if let ending = attempt.ending(withoutMaking: plan, source) {
        attempt.settle(plan, ending, at: snapshot)
        if case .alreadyPublished = ending { attempt.restoreEditions(of: plan, at: snapshot) }
      } else {
        plans.append(plan)
      }
    }
    let shared = source.isSharded || plans.isEmpty ? nil : try connection.exportSnapshot()
    let products = try ReadProducts(
      for: &plans, stores: stores, &attempt, snapshot, source, from: &connection)
    // They need the prices, which are known once the products are read.
    let checks = shared.map {
      ControlReading(
        of: plans, in: $0, settings: source.settings, logger: attempt.logger,
        cancellation: attempt.cancellation)
    }
    defer { checks?.stop() }
    let stocks =
      try products?.stocks(&attempt, snapshot, source, from: &connection)
      ?? ReadStocks(asked: nil, all: nil)
    let totals = checks?.results()
    var controls: [String: [ControlTotals]] = [:]
    var queried: [String: WrittenReport] = [:]
    for plan in plans {
      let name = plan.definition.name
      func query(_ connection: inout PostgresConnection) throws {
        guard plan.hasQueries else { return }
        let (report, odd) = try attempt.write(
          queriesOf: plan, from: &connection, stocks, controls: controls[name] ?? [], reach: reach)
        queried[name] = report
        for sentence in odd { attempt.warn(sentence) }
      }
      do {
        guard let shared, let totals else {
          // Another session would see other moments on the servers behind this one.
          try connection.withSavepoint { connection in
            controls[name] = try ControlReading.totals(of: plan, from: &connection)
            try query(&connection)
          }
          continue
        }
        controls[name] = try totals[name]?.get()
        guard plan.hasQueries else { continue }
        // A session of its own in the same snapshot: what fails in it takes it from no other.
        var other = try PostgresConnection(
          source.settings, logger: attempt.logger, cancellation: attempt.cancellation)
        try other.withSnapshot(importing: shared) { other in try query(&other) }
      } catch {
        guard RunAttempt.concernsOneReport(error) else { throw error }
        queried[name] = nil
        attempt.settle(plan, .failed(error), at: snapshot)
      }
    }
    look = try attempt.look(
      for: plans, stocks.asked, snapshot, source, from: &connection)
    self.attempt = attempt
    self.snapshot = snapshot
    self.plans = plans
    self.stocks = stocks
    self.reach = reach
    self.controls = controls
    self.queried = queried
    isSharded = source.isSharded
    duration = .now - begun
  }
}

extension RunAttempt {
  /// What becomes of a report that is not to be made; nil when it is.
  fileprivate func ending(
    withoutMaking plan: ReportPlan, _ source: ChosenSource
  ) -> ReportOutcome.Ending? {
    let problems = DefinitionCheck.problems(of: plan.definition)
    if !problems.isEmpty {
      return .failed(JobError.definition(report: plan.definition.name, problems: problems))
    }
    if !request.reissue, let run = former.complete(plan), former.hasEditions(plan, of: run, request)
    {
      return former.restored(run, plan)
    }
    if let error = source.stale[plan.definition.name] { return .failed(error) }
    return request.dryRun ? .planned : nil
  }

  /// Puts a wrong `latest` of the editions right, too.
  fileprivate mutating func restoreEditions(of plan: ReportPlan, at snapshot: Snapshot) {
    for edition in plan.editions(request) {
      guard let run = former.complete(edition) else { continue }
      settle(edition: edition, former.restored(run, edition), at: snapshot)
    }
  }

  /// Writes a report that has queries; also gives what is to be said of their rows.
  fileprivate func write(
    queriesOf plan: ReportPlan, from connection: inout PostgresConnection, _ stocks: ReadStocks,
    controls: [ControlTotals], reach: LedgerReach
  ) throws -> (report: WrittenReport, odd: [String]) {
    var odd: [String] = []
    let report = try write(plan, from: stocks, controls: controls, reach: reach) { table, sink in
      guard case .query(let file) = table.source else { return false }
      odd += try QueryReading(definition: plan.definition, table: table, file: file)
        .emit(from: &connection, variables: plan.variables, to: sink)
      return true
    }
    return (report, odd)
  }
}

/// A check failed on figures that the ledger's summary has a part in: before that says something of
/// the ledger, it is to be read as a whole.
struct RefutedSummary: Error, CustomStringConvertible {
  /// What failed.
  let description: String

  /// Nil when no check failed but those that never look at the summary, or no summary was used.
  init?(_ reports: [WrittenReport], _ stocks: ReadStocks) {
    let failures = reports.filter { report in
      !report.plan.computations.isEmpty && stocks.of(report.plan)?.ledger.usedUpTo != nil
        && report.checks.contains { $0.outcome == .failed && !LedgerCheck.counts.contains($0.name) }
    }.compactMap(\.failure)
    guard let first = failures.first else { return nil }
    description = "a check failed with the ledger's summary: \(first)"
  }
}
