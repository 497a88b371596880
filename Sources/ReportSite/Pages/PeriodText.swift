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
