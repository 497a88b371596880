import Publishing
import Reports
import Values

/// What is published already: what makes a run needless, and what it is compared with.
struct FormerRuns {
  private let request: RunRequest

  init(_ request: RunRequest) {
    self.request = request
  }

  /// The run that makes this one needless: of the same days, zone, currency and policies, complete,
  /// in every format, and still whole.
  func complete(_ plan: ReportPlan) -> PublishedRun? {
    let period = plan.context.period
    guard !request.force, !period.provisional, let run = current(plan) else { return nil }
    let facts = run.facts
    guard !facts.period.provisional, facts.period.start.instant == period.start,
      facts.period.end.instant == period.end,
      facts.period.timeZone == plan.context.calendar.timeZoneName,
      facts.currency == request.currency, facts.policyHash == plan.policyHash(request),
      facts.editionList == plan.definition.origin?.listHash,
      facts.financePolicyHash == plan.financeHash(request),
      Set(request.formats(of: plan.definition.name)).isSubset(of: run.formats), run.isWhole
    else { return nil }
    return run
  }

  /// Puts a wrong `latest` right; dry runs touch nothing.
  func restored(_ run: PublishedRun, _ plan: ReportPlan) -> ReportOutcome.Ending {
    guard !request.dryRun else { return .alreadyPublished(run) }
    do {
      try ReportFolder(output: request.output, report: plan.definition.name).sweep(
        ScheduledSeries(plan.definition))
      return .alreadyPublished(run)
    } catch {
      return .failed(error)
    }
  }

  /// The run that the period shows now; one that cannot be read is one to make again, not a reason
  /// to stop.
  func current(_ plan: ReportPlan) -> PublishedRun? {
    try? PublishedReports(output: request.output).current(plan.folder, of: plan.definition.name)
  }

  /// The run that `latest` shows, which tells how the ledger was.
  func latest(_ plan: ReportPlan) -> PublishedRun? {
    try? PublishedReports(output: request.output).latest(of: plan.definition.name)
  }

  /// The instants before which the ledger's recent movements are to be counted: those of the latest runs,
  /// which had counted them, and, but for some stores, now, for the next one.
  func movementsBefore(_ plans: [ReportPlan], now: Instant) -> [Instant] {
    plans.filter { !$0.computations.isEmpty && ScheduledSeries($0.definition).isDated }.flatMap {
      var instants = $0.folder.isFiltered ? [] : [now]
      if let latest = latest($0)?.facts, latest.ledger?.recentMovements != nil {
        instants.append(latest.asOf.instant)
      }
      return instants
    }
  }

  /// The run that row counts are compared with: of the newest period as long as this one that does
  /// not end later.
  func earlier(_ plan: ReportPlan) throws(PublishingError) -> PublishedRun? {
    let compares = plan.definition.checks.contains {
      if case .rows = $0.source { true } else { false }
    }
    guard compares, !plan.folder.isFiltered else { return nil }
    let published = PublishedReports(output: request.output)
    let length = plan.folder.from.distance(to: plan.folder.to)
    for period in try published.periods(of: plan.definition.name).reversed() {
      let name = period.name
      guard !name.isFiltered, name.to <= plan.folder.to, name.from.distance(to: name.to) == length,
        let run = try? published.current(name, of: plan.definition.name)
      else { continue }
      return run
    }
    return nil
  }
}
