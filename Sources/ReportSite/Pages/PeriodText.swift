import Publishing

/// A run's period for people.
enum PeriodText {
  static func text(_ run: PublishedRun) -> String {
    let facts = run.facts
    let isFiltered = run.periodFolder?.isFiltered == true
    let days =
      facts.period.from == facts.period.to
      ? "\(facts.period.to)" : "\(facts.period.from) to \(facts.period.to)"
    return days + (facts.period.provisional ? ", so far" : "") + (isFiltered ? ", a selection" : "")
  }
}

extension PublishedRun {
  /// What its report was called: the package's title, such as `Inventory valuation, 2026-11-21`,
  /// without the period.
  var reportTitle: String {
    let period = ", \(facts.periodFolder)"
    return package.title.hasSuffix(period)
      ? String(package.title.dropLast(period.count)) : package.title
  }
}
