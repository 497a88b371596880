import Inventory
import Postgres
import Publishing
import Reports
import StockReading
import Values

/// A run whose reports are all written and checked, the snapshot closed, and none of them shown.
///
/// Nothing is published before every report is checked: what one check finds out about the reading may
/// concern all.
struct WrittenRun {
  private let attempt: RunAttempt
  private let reading: RunReading
  private let reports: [WrittenReport]

  /// Writes the computed reports of a reading.
  ///
  /// Throws `RefutedSummary` when a check failed on figures that the ledger's summary has a part in.
  init(_ reading: RunReading) throws {
    var attempt = reading.attempt
    var reports: [WrittenReport] = []
    for plan in reading.plans where attempt.isOpen(plan) && !plan.isOfPublished {
      let name = plan.definition.name
      do {
        reports.append(
          try reading.queried[name]
            ?? attempt.write(
              plan, from: reading.stocks, controls: reading.controls[name] ?? [],
              reach: reading.reach))
      } catch let error where RunAttempt.concernsOneReport(error) {
        attempt.settle(plan, .failed(error), at: reading.snapshot)
      }
    }
    if let refuted = RefutedSummary(reports, reading.stocks) { throw refuted }
    self.attempt = attempt
    self.reading = reading
    self.reports = reports
  }

  /// Shows the reports that hold under their periods.
  func published() throws -> RunResult {
    var attempt = attempt
    // A report whose own sums the database contradicts proves that the servers were not read at one
    // moment.
    let doubtful =
      reading.isSharded
      ? reports.first { $0.contradictsDatabase }?.plan.definition.name : nil
    for report in reports {
      do {
        try attempt.cancellation.check()
        let begun = ContinuousClock.now
        let publication = publication(of: report)
        let look = attempt.prepared(reading.look, for: report)
        let ending = try ending(of: report, publication, doubtful: doubtful)
        attempt.settle(look, ending, report.plan)
        attempt.settle(
          report.plan, ending, at: reading.snapshot, written: report,
          stages: [
            "read": reading.duration, "write": report.duration,
            "publish": ContinuousClock.now - begun,
          ])
        attempt.publishEditions(
          of: report, publication, shownAs: ending, at: reading.snapshot)
      } catch let error where RunAttempt.concernsOneReport(error) {
        attempt.settle(report.plan, .failed(error), at: reading.snapshot)
      }
    }
    // What the others have just published has a part in it.
    for plan in reading.plans where attempt.isOpen(plan) && plan.isOfPublished {
      try attempt.rollForward(plan, at: reading.snapshot)
    }
    attempt.warnOfMemory(reading.stocks)
    return RunResult(
      run: attempt.id, asOf: reading.snapshot.now, source: reading.snapshot.source,
      outcomes: attempt.request.definitions.withEditions.compactMap {
        attempt.outcomes[$0.name]
      },
      warnings: attempt.warnings)
  }

  /// Publishes a report, if it holds; `doubtful` names the report of the same reading that proves it
  /// not to be of one moment.
  private func ending(
    of report: WrittenReport, _ publication: Publication, doubtful: String?
  ) throws -> ReportOutcome.Ending {
    let plan = report.plan
    if let error = report.failure { return .failed(error) }
    if let doubtful {
      return .failed(JobError.doubtful(report: plan.definition.name, because: doubtful))
    }
    if let run = attempt.former.complete(plan), try report.isSame(as: run) {
      return .alreadyPublished(run)
    }
    return .published(try report.publish(publication))
  }

  private func publication(of report: WrittenReport) -> Publication {
    let plan = report.plan
    let stock = reading.stocks.of(plan)
    var ledger = stock?.ledger.facts
    ledger?.hasMovements = reading.reach.hasMovements[plan.definition.name]
    ledger?.recentMovements = stock?.recentMovements?[before: reading.snapshot.now]
    return report.publication(
      started: attempt.started, asOf: reading.snapshot.now, source: reading.snapshot.source,
      prices: stock?.prices(plan, in: attempt.request.calendar), ledger: ledger)
  }
}
