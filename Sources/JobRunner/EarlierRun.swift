import Publishing
import Reports

/// The run that the row counts of a new one are held against.
struct EarlierRun {
  private let run: PublishedRun?
  private let hadMovements: Bool
  private let isForced: Bool

  /// `hadMovements` says that the report was made before from a ledger with movements, `isForced` that
  /// a person wants the report whatever its rows are.
  init(_ run: PublishedRun?, hadMovements: Bool, isForced: Bool) {
    self.run = run
    self.hadMovements = hadMovements
    self.isForced = isForced
  }

  /// The same result where a ledger was emptied since the run before; a warning where it may never have
  /// had a movement, as in a new shop, or a person knows.
  func judged(_ result: CheckResult) -> CheckResult {
    guard result.name == LedgerCheck.movements else { return result }
    var result = result
    if hadMovements, !isForced {
      result.detail += "; if this is right, publish it with --force"
    } else {
      result.outcome = .warned
    }
    return result
  }

  /// The results of the definition's checks of that kind.
  func results(of definition: ReportDefinition, summaries: [TableSummary]) -> [CheckResult] {
    definition.checks.compactMap { check in
      guard case .rows(let rule) = check.source,
        let summary = summaries.first(where: { $0.table.key == rule.table })
      else { return nil }
      return result(check, summary, rule)
    }
  }

  private func result(
    _ check: ReportDefinition.Check, _ summary: TableSummary, _ rule: RowRule
  ) -> CheckResult {
    guard let run, let before = run.facts.rows[summary.table.key] else {
      return CheckResult(
        name: check.name, title: check.title, outcome: .passed, found: "\(summary.rows)",
        detail: "no earlier run to compare with")
    }
    let outcome: CheckResult.Outcome
    var remedy = ""
    switch rule.verdict(rows: summary.rows, after: before) {
    case .usual: outcome = .passed
    case .warns: outcome = .warned
    case .fails where isForced: outcome = .warned
    case .fails:
      outcome = .failed
      remedy = "; if this is right, publish it with --force"
    }
    return CheckResult(
      name: check.name, title: check.title, outcome: outcome, expected: "\(before)",
      found: "\(summary.rows)",
      detail: "\(summary.table.title): \(summary.rows) rows, \(before) in run \(run.id) of"
        + " \(run.facts.periodFolder)\(remedy)")
  }
}
