import Publishing
import Reports

/// What an edition says of the checks of its report.
///
/// A check stays when each column that it looks at is in the edition, with its total. Of the others only their number is
/// told: what they compared, expected and found are figures that the edition leaves out.
struct EditionChecks {
  /// The report that was checked.
  let report: ReportDefinition
  /// What its control queries were asked.
  let controls: [ControlTotals]

  /// The results that an edition has of the report's results.
  func results(_ results: [CheckResult], for edition: ReportDefinition) -> [CheckResult] {
    let shown = Set(results.map(\.name)).filter { isListed($0, in: edition) }
    let hidden = results.filter { !shown.contains($0.name) }
    let names = Set(hidden.map(\.name))
    let warned = Set(hidden.filter { $0.outcome != .passed }.map(\.name)).count
    let kept = results.filter { shown.contains($0.name) }
    guard !names.isEmpty else { return kept }
    return kept + [
      CheckResult(
        name: "full-report", title: Self.sentence(passed: names.count - warned, warned: warned),
        outcome: warned == 0 ? .passed : .warned)
    ]
  }

  private static func sentence(passed: Int, warned: Int) -> String {
    let further = "\(passed) further \(passed == 1 ? "check" : "checks") of the full report passed"
    return warned == 0 ? "\(further)." : "\(further), \(warned) warned."
  }

  /// Whether all that a check looks at is in an edition; false where that is not known.
  private func isListed(_ name: String, in edition: ReportDefinition) -> Bool {
    guard let check = report.checks.first(where: { $0.name == name }) else {
      // Those of the ledger look at no column, and tell numbers of movements and dates.
      return LedgerCheck.all.contains(name)
    }
    switch check.source {
    case .equal(let columns): return columns.allSatisfy(edition.totals)
    case .rows(let rule): return edition.table(rule.table) != nil
    case .computed: return false
    case .query:
      let metrics = controls.filter { $0.check.name == name }.flatMap(\.metrics)
      return !metrics.isEmpty
        && metrics.allSatisfy { metric in
          metric.column == "rows"
            ? edition.table(metric.table) != nil
            : edition.totals(.init(table: metric.table, column: metric.column))
        }
    }
  }
}
