import Values

/// Which published periods are kept when a folder is pruned.
package struct Retention: Hashable, Sendable {
  /// How many last days of the schedule are kept: every period that ends on the oldest of them or
  /// later.
  package var daily: Int
  /// How many month ends are kept, the newest; nil for all.
  package var monthly: Int?

  /// A rule; at least one day is always kept.
  package init(daily: Int, monthly: Int? = nil) {
    self.daily = max(1, daily)
    self.monthly = monthly
  }

  /// The last days that are kept, of those that there are; `scheduled` are those that count.
  ///
  /// A period that somebody asked for by hand takes no place from the nights.
  func kept(of days: Set<Day>, scheduled: Set<Day>) -> Set<Day> {
    let newest = days.sorted(by: >)
    let oldest = (scheduled.isEmpty ? newest : scheduled.sorted(by: >)).prefix(daily).last
    let monthEnds = newest.filter { $0.advanced(by: 1).civil.day == 1 }
    return Set(newest.filter { day in oldest.map { day >= $0 } ?? false })
      .union(monthEnds.prefix(monthly ?? monthEnds.count))
  }
}

/// What pruning a report removes.
package struct Pruning: Hashable, Sendable {
  package var report: String
  /// The periods that go.
  package var periods: [PeriodFolderName]
  /// The runs that go: those of these periods, and replaced ones that were provisional.
  package var runs: [RunID]
  /// The runs that stay.
  package var kept: Set<RunID>
  /// The size of the files that go, in bytes.
  package var bytes: Int
}
