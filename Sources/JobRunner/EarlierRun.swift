import Publishing
import Reports

/// The run that the row counts of a new one are held against.
struct EarlierRun {
  private let run: PublishedRun?

  init(_ run: PublishedRun?) {
    self.run = run
  }

  /// The results of the definition's checks of that kind.
  func results(of definition: ReportDefinition, summaries: [TableSummary]) -> [CheckResult] {
    definition.checks.compactMap { check in
      guard case .rows(let table, let warn, let error) = check.source,
        let summary = summaries.first(where: { $0.table.key == table })
      else { return nil }
      return result(check, summary, warn: warn, error: error)
    }
  }

  private func result(
    _ check: ReportDefinition.Check, _ summary: TableSummary, warn: Int?, error: Int?
  ) -> CheckResult {
    guard let run, let before = run.facts.rows[summary.table.key] else {
      return CheckResult(
        name: check.name, title: check.title, outcome: .passed, found: "\(summary.rows)",
        detail: "there is no earlier run to compare with")
    }
    let difference = abs(summary.rows - before)
    // From nothing, any row is more than every share.
    func exceeds(_ percent: Int?) -> Bool {
      percent.map { difference * 100 > before * $0 } ?? false
    }
    let outcome: CheckResult.Outcome =
      exceeds(error) ? .failed : exceeds(warn) ? .warned : .passed
    return CheckResult(
      name: check.name, title: check.title, outcome: outcome, expected: "\(before)",
      found: "\(summary.rows)",
      detail: "\(summary.table.title): \(summary.rows) rows, \(before) in run \(run.id) of"
        + " \(run.facts.periodFolder)")
  }
}
