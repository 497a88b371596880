import Inventory
import Postgres
import Publishing
import Reports
import RollForward
import Values

/// Reports that are made of published ones: written once the others of the run are published.
extension RunAttempt {
  /// Makes a roll-forward of what is published now, and settles it.
  mutating func rollForward(_ plan: ReportPlan, at snapshot: Snapshot) throws {
    do {
      try cancellation.check()
      let rolled = try RollForward(scope(of: plan), report: plan.definition.name)
      let report = try write(plan, made: rolled)
      let begun = ContinuousClock.now
      // Nothing of it was read from a server.
      let publication = report.publication(
        started: started, asOf: snapshot.now, source: SourceFacts(), prices: nil, ledger: nil,
        inputs: try rolled.used.map { try InputFacts($0) })
      let ending = try ending(of: report, publication)
      settle(
        plan, ending, at: snapshot, written: report,
        stages: ["write": report.duration, "publish": ContinuousClock.now - begun])
      publishEditions(of: report, publication, shownAs: ending, at: snapshot)
    } catch {
      guard Self.concernsOneReport(error) else { throw error }
      settle(plan, .failed(error), at: snapshot)
    }
  }

  private func scope(of plan: ReportPlan) -> RollForwardScope {
    var scope = RollForwardScope(
      output: request.output, register: request.register, date: plan.folder.to,
      timeZone: request.calendar.timeZoneName, currency: request.currency,
      finance: request.finance)
    // A valuation that failed a moment ago is the reason why its day is missing.
    if let valuation = outcomes[RollForward.valuation], let error = valuation.error,
      let day = valuation.period.flatMap({ Day($0) })
    {
      scope.failures[day] = "\(error)"
    }
    return scope
  }

  private func ending(
    of report: WrittenReport, _ publication: Publication
  ) throws -> ReportOutcome.Ending {
    if let error = report.failure { return .failed(error) }
    if let run = former.complete(report.plan), try report.isSame(as: run) {
      return .alreadyPublished(run)
    }
    return .published(try report.publish(publication))
  }
}
