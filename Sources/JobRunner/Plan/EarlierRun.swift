import Publishing
import Reports
import StockReading
import Values

/// The run that the row counts of a new one are held against.
struct EarlierRun {
  private let run: PublishedRun?
  private let latest: PublishedRun?
  private let isForced: Bool
  private static let remedy = "; if this is right, publish it with --force"

  /// `latest` is the run that tells how the ledger was before, `isForced` says that a person wants the
  /// report whatever its rows are.
  init(_ run: PublishedRun?, latest: PublishedRun?, isForced: Bool) {
    self.run = run
    self.latest = latest
    self.isForced = isForced
  }

  /// The same result where a ledger was emptied since the run before; a warning where it may never have
  /// had a movement, as in a new shop, or a person knows.
  func judged(_ result: CheckResult) -> CheckResult {
    guard result.name == LedgerCheck.movements else { return result }
    var result = result
    if latest?.facts.ledger?.hasMovements == true, !isForced {
      result.detail += Self.remedy
    } else {
      result.outcome = .warned
    }
    return result
  }

  /// What is left of the movements that were recent when the latest run counted them; nil when the ledger
  /// has about as many.
  func result(recentMovements counts: RecentMovements) -> CheckResult? {
    let rule = RowRule(table: "stock_movements", direction: .fewer, warn: 20, error: 60)
    guard let latest, let before = latest.facts.ledger?.recentMovements,
      let now = counts[before: latest.facts.asOf.instant],
      case let (outcome, remedy) = outcome(rule, rows: now, after: before), outcome != .passed
    else { return nil }
    return CheckResult(
      name: LedgerCheck.kept,
      title: "The ledger still has the movements that the latest run counted.",
      outcome: outcome, expected: "\(before)", found: "\(now)",
      detail:
        "stock_movements: \(now) movements on the 100 days before run \(latest.id), which counted"
        + " \(before)\(remedy)")
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
    let (outcome, remedy) = outcome(rule, rows: summary.rows, after: before)
    return CheckResult(
      name: check.name, title: check.title, outcome: outcome, expected: "\(before)",
      found: "\(summary.rows)",
      detail: "\(summary.table.title): \(summary.rows) rows, \(before) in run \(run.id) of"
        + " \(run.facts.periodFolder)\(remedy)")
  }

  private func outcome(
    _ rule: RowRule, rows: Int, after before: Int
  ) -> (CheckResult.Outcome, remedy: String) {
    switch rule.verdict(rows: rows, after: before) {
    case .usual: (.passed, "")
    case .warns: (.warned, "")
    case .fails: isForced ? (.warned, "") : (.failed, Self.remedy)
    }
  }
}
