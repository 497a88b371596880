public import Publishing
public import Reports
public import RunStore

/// Removes old periods of reports, and what is remembered of them.
public struct PruneWork {
  private let output: String
  private let retention: Retention
  private let history: RunHistory?

  /// Work below an output folder; without a state only the folder is pruned.
  public init(output: String, retention: Retention, state: StateDatabase?) {
    self.output = output
    self.retention = retention
    history = state.map { RunHistory($0, output: OutputPath.real(output)) }
  }

  /// What would go of a report; nothing is changed.
  public func plan(_ report: String) throws -> Pruning {
    try ReportFolder(output: output, report: report).pruning(retention)
  }

  /// Removes it; gives what went, and how many records of runs.
  ///
  /// Throws `JobError.locked` while a run makes the report.
  public func perform(_ report: String, now: Instant) throws -> (pruning: Pruning, records: Int) {
    let holder = "a prune on \(ReportLocks.host)"
    guard let lock = try RunLock(output: output, report: report, holder: holder) else {
      throw JobError.locked(
        report: report,
        holder: RunLock.holder(output: output, report: report) ?? "another process")
    }
    defer { extendLifetime(lock) }
    let folder = try ReportFolder(output: output, report: report)
    let pruning = try folder.pruning(retention)
    try folder.prune(pruning)
    let days = Int64(retention.daily) * 86_400_000_000
    let records =
      try history?.prune(
        report: report, before: Instant(microseconds: now.microseconds - days),
        keeping: Set(pruning.kept.map(\.text))) ?? 0
    return (pruning, records)
  }
}
