import Reports
import Values

/// How far what a check found is from what it expected, where both are figures.
struct CheckDifference {
  let value: Int128
  let scale: Int

  /// Nil where one of the two is no number.
  init?(_ check: CheckResult) {
    let scale = max(Self.decimals(check.expected), Self.decimals(check.found))
    guard scale <= 6, let expected = ExactDecimal.parse(check.expected, scale: scale),
      let found = ExactDecimal.parse(check.found, scale: scale)
    else { return nil }
    let (value, overflow) = found.subtractingReportingOverflow(expected)
    guard !overflow else { return nil }
    self.value = value
    self.scale = scale
  }

  /// The exact figure.
  var text: String { ExactDecimal.text(value, scale: scale) }

  /// As many decimals as it has.
  var numberFormat: String {
    scale > 0 ? "#,##0." + String(repeating: "0", count: scale) : "#,##0"
  }

  private static func decimals(_ text: String) -> Int {
    text.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.utf8.count ?? 0
  }
}
