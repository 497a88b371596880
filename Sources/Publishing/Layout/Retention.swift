import Values

/// Which published periods are kept when a folder is pruned.
public struct Retention: Hashable, Sendable {
  /// How many last days of the schedule are kept: every period that ends on the oldest of them or
  /// later.
  public var daily: Int
  /// How many month ends are kept, the newest; nil for all.
  public var monthly: Int?

  /// A rule; at least one day is always kept.
  public init(daily: Int, monthly: Int? = nil) {
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
public struct Pruning: Hashable, Sendable {
  /// The report.
  public var report: String
  /// The periods that go.
  public var periods: [PeriodFolderName]
  /// The runs that go: those of these periods, and replaced ones that were provisional.
  public var runs: [RunID]
  /// The runs that stay.
  public var kept: Set<RunID>
  /// The size of the files that go, in bytes.
  public var bytes: Int
}
