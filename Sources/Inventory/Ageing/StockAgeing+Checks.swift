import Reports
import Values

extension StockAgeing {
  /// The names of the checks that it makes.
  public static let checkNames = [
    "buckets-foot", "layers-agree", "cost-flow-closes", "no-not-a-number",
  ]

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    var (lines, open, unlike) = (0, 0, 0)
    forEachLine { line in
      lines += 1
      guard let quantity = line.quantity.value, let stock = line.stock else { return }
      let dated = stock.layers.reduce(StoredDecimal.zero) { $0 + StoredDecimal($1.quantity) }
      let sum = dated + StoredDecimal(quantity < 0 ? quantity : stock.undated)
      if sum.value != quantity { unlike += 1 }
      let quantities = line.quantities?.reduce(Int128(0)) { $0 + Int128($1) }
      let values = line.values?.reduce(Int128(0), +)
      if quantities != Int128(quantity) || (values != nil && values != line.carrying) { open += 1 }
    }
    return [
      ComputedCheck(
        "buckets-foot", holds: open == 0,
        detail: open == 0
          ? "on each of \(lines) lines the buckets add up to quantity and carrying value"
          : "on \(open) of \(lines) lines the buckets do not add up to quantity and carrying value"),
      ComputedCheck(
        "layers-agree", holds: unlike == 0,
        detail: unlike == 0
          ? "the layers of each of \(lines) lines add up to its quantity"
          : "the layers of \(unlike) of \(lines) lines do not add up to the quantity"),
      costFlowCheck(),
      notANumberCheck(),
    ]
  }

  private func costFlowCheck() -> ComputedCheck {
    let totals = CostFlow(self).rows().filter { $0.store == nil }
    let detail = [sections.total.fifo, sections.total.average]
    let holds = totals.map(\.closing) == detail && totals.allSatisfy(\.closes)
    func text(_ values: [Int128]) -> String {
      values.map { ExactDecimal.text($0, scale: 2) }.joined(separator: " and ")
    }
    return ComputedCheck(
      "cost-flow-closes", holds: holds,
      detail: holds
        ? "every row adds up to its closing value, and these to the values of the detail"
        : "the closing values by layers and by average are \(text(totals.map(\.closing))),"
          + " the detail's \(text(detail))")
  }

  private func notANumberCheck() -> ComputedCheck {
    let count = AgeingExceptions(self).notNumbers().count
    return ComputedCheck(
      "no-not-a-number", holds: count == 0,
      detail: count == 0
        ? "every price and quantity is a number"
        : "\(count) products or stock lines hold NaN, or no usable number: their figures are empty"
          + " and in no total")
  }
}
