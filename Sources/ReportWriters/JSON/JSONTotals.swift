import Reports
import Values

/// The totals of a table at the end of the document.
enum JSONTotals {
  /// Appends `"table": {"column": 1.00, "quantity": {"kg": 1.000}}`.
  static func append(_ summary: TableSummary, to bytes: inout [UInt8]) {
    JSONString.append(summary.table.key, to: &bytes)
    ValueText.append(": {", to: &bytes)
    for (place, column) in summary.totals.keys.sorted().enumerated() {
      guard let total = summary.totals[column] else { continue }
      if place > 0 { ValueText.append(", ", to: &bytes) }
      JSONString.append(summary.table.columns[column].key, to: &bytes)
      ValueText.append(": ", to: &bytes)
      append(total, scale: summary.table.columns[column].type.scale ?? 0, to: &bytes)
    }
    ValueText.append("}", to: &bytes)
  }

  private static func append(_ total: TableSummary.Total, scale: Int, to bytes: inout [UInt8]) {
    switch total {
    case .overall(let sum):
      ExactDecimal.append(sum, scale: scale, to: &bytes)
    case .byUnit(let sums):
      ValueText.append("{", to: &bytes)
      for (index, sum) in sums.enumerated() {
        if index > 0 { ValueText.append(", ", to: &bytes) }
        JSONString.append(sum.unit, to: &bytes)
        ValueText.append(": ", to: &bytes)
        ExactDecimal.append(sum.sum, scale: scale, to: &bytes)
      }
      ValueText.append("}", to: &bytes)
    }
  }
}
