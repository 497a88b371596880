package import Publishing
package import Reports
package import StateStore
package import Values

/// Removes old periods of reports, and what is remembered of them.
package struct PruneWork {
  private let output: String
  private let retention: Retention
  private let series: [String: ScheduledSeries]
  private let state: StateDatabase?
  private let history: RunHistory?

  /// The number of days for which given-up events can be sent again at least.
  private static let fewestAlertDays = 90

  /// Work below an output folder; without a state only the folder is pruned.
  ///
  /// Of reports that are not among the definitions every day counts.
  package init(
    output: String, retention: Retention, definitions: [ReportDefinition], state: StateDatabase?
  ) {
    self.output = output
    self.retention = retention
    series = Dictionary(
      definitions.map { ($0.name, ScheduledSeries($0)) }, uniquingKeysWith: { $1 })
    self.state = state
    history = state.map { RunHistory($0, output: OutputPath.real(output)) }
  }

  /// What would go of a report; nothing is changed.
  package func plan(_ report: String) throws -> Pruning {
    try ReportFolder(output: output, report: report).pruning(
      retention, of: series.series(of: report))
  }

  /// Forgets the events that were given up longer ago than the days that are kept, and the mutes that
  /// ended before; gives how many events.
  ///
  /// What was delivered, and products that are well again, are forgotten as alerts are decided.
  package func forgetAlerts(now: Instant) throws -> Int {
    let days = Int64(max(retention.daily, Self.fewestAlertDays))
    let before = Instant(microseconds: now.microseconds - days * 86_400_000_000)
    return try state?.changeAlerts { alerts in
      try alerts.forgetEndedMutes(before: before)
      return try alerts.forgetDead(before: before)
    } ?? 0
  }

  /// Removes it; gives what went, and how many records of runs.
  ///
  /// Throws `ReportLocked` while a run makes the report.
  package func perform(_ report: String, now: Instant) throws -> (pruning: Pruning, records: Int) {
    let holder = "a prune on \(RunLock.machine)"
    guard let lock = try RunLock(output: output, report: report, holder: holder) else {
      throw ReportLocked(report, output: output)
    }
    defer { extendLifetime(lock) }
    let folder = try ReportFolder(output: output, report: report)
    let pruning = try folder.pruning(retention, of: series.series(of: report))
    try folder.prune(pruning)
    let days = Int64(retention.daily) * 86_400_000_000
    let records =
      try history?.prune(
        report: report, before: Instant(microseconds: now.microseconds - days),
        keeping: Set(pruning.kept.map(\.text))) ?? 0
    return (pruning, records)
  }
}
