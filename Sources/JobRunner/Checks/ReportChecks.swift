import Inventory
import Reports
import Values

/// Puts the results of a report's checks together, in the order of its definition.
struct ReportChecks {
  let definition: ReportDefinition
  let summaries: [TableSummary]
  /// What the computations go by, which is in no file.
  let basis: [TableSummary]
  let controls: [ControlTotals]
  let computed: [ComputedCheck]

  func results() throws(JobError) -> [CheckResult] {
    var results: [CheckResult] = []
    for check in definition.checks {
      switch check.source {
      case .query:
        for control in controls where control.check.name == check.name {
          results += try control.compare(with: summaries + basis, report: definition.name)
        }
      case .equal(let columns):
        results.append(equal(check, columns))
      case .rows: continue
      case .computed:
        guard let found = computed.first(where: { $0.name == check.name }) else {
          throw .badCheck(
            report: definition.name, check: check.name,
            problem: "no computation of the report has this check")
        }
        results.append(result(check, holds: found.holds, detail: found.detail))
      }
    }
    return results
  }

  private func equal(
    _ check: ReportDefinition.Check, _ columns: [ReportDefinition.TableColumn]
  ) -> CheckResult {
    let texts = columns.map(total)
    var result = result(
      check, holds: texts.dropFirst().allSatisfy { $0 == texts.first },
      detail: columns.map { "\($0.table).\($0.column)" }.joined(separator: " = "))
    result.expected = texts.first ?? ""
    result.found = Set(texts.dropFirst()).sorted().joined(separator: ", ")
    return result
  }

  /// A column's total as exact text.
  private func total(_ column: ReportDefinition.TableColumn) -> String {
    guard let summary = summaries.first(where: { $0.table.key == column.table }),
      let index = summary.table.index(of: column.column), let total = summary.totals[index]
    else { return "no total" }
    let scale = summary.table.columns[index].type.scale ?? 0
    switch total {
    case .overall(let sum): return ExactDecimal.text(sum, scale: scale)
    case .byUnit(let units):
      return units.map { "\(ExactDecimal.text($0.sum, scale: scale)) \($0.unit)" }
        .joined(separator: ", ")
    }
  }

  private func result(
    _ check: ReportDefinition.Check, holds: Bool, detail: String
  ) -> CheckResult {
    CheckResult(
      name: check.name, title: check.title,
      outcome: holds ? .passed : check.severity == .error ? .failed : .warned, detail: detail)
  }
}
