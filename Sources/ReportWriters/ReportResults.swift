public import Reports

/// What is known once every row has passed: the same figures for every file.
public struct ReportResults: Sendable {
  /// What each table adds up to, in the order of the tables.
  public var summaries: [TableSummary]
  /// What each chart shows, in the definition's order.
  public var charts: [ChartSeries]
  /// What came out of the checks.
  public var checks: [CheckResult]

  /// The results of a report.
  public init(summaries: [TableSummary], charts: [ChartSeries], checks: [CheckResult]) {
    self.summaries = summaries
    self.charts = charts
    self.checks = checks
  }
}
