import Reports

extension TableSummary {
  /// The one figure under a column: its sum, or the sum of a quantity that has a single unit.
  func single(_ column: Int) -> Int128? {
    switch totals[column] {
    case .overall(let sum): sum
    case .byUnit(let sums): sums.count == 1 ? sums[0].sum : nil
    case nil: nil
    }
  }
}
