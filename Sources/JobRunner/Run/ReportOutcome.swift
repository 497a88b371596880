public import Publishing
public import Reports
public import StateStore
public import Values

/// How one report of a run ended.
public struct ReportOutcome: Sendable {
  /// How it ended.
  public enum Ending: Sendable {
    /// Its run is the period's current one.
    case published(PublishedRun)
    /// The period was published before, and nothing was done.
    case alreadyPublished(PublishedRun)
    /// It would have been made.
    case planned
    /// Nothing of it was published, and the former run stands.
    case failed(any Error)
  }

  /// The report's name.
  public var report: String
  /// Its title.
  public var title: String
  /// The period's name; nil when it failed before its days were known.
  public var period: String?
  /// How it ended.
  public var ending: Ending
  /// What its tables add up to; empty unless it was made.
  public var summaries: [TableSummary]
  /// What its checks gave; empty unless it was made.
  public var checks: [CheckResult]
  /// How long it took to make, apart from the reading, which all reports share.
  public var duration: Duration
  /// Milliseconds by stage: `read`, which all reports share, `write` and `publish`; empty unless it
  /// was made.
  public var stages: [String: Int]

  init(
    report: ReportDefinition, period: String?, ending: Ending, summaries: [TableSummary] = [],
    checks: [CheckResult] = [], duration: Duration = .zero, stages: [String: Int] = [:]
  ) {
    self.report = report.name
    title = report.title
    self.period = period
    self.ending = ending
    self.summaries = summaries
    self.checks = checks
    self.duration = duration
    self.stages = stages
  }

  /// Whether this run published it.
  public var isPublished: Bool {
    if case .published = ending { true } else { false }
  }

  /// The error it failed with.
  public var error: (any Error)? {
    if case .failed(let error) = ending { error } else { nil }
  }
}

/// How a run ended.
public struct RunResult: Sendable {
  /// The run's id; its reports' folders have this name.
  public var run: RunID
  /// The snapshot's time by the database's clock.
  public var asOf: Instant
  /// Where the data were read.
  public var source: SourceFacts
  /// Each report, in the order of the request.
  public var outcomes: [ReportOutcome]
  /// What the owner of the policy should know.
  public var warnings: [String]
  /// Why what was done could not be remembered; the reports are published all the same.
  public var stateError: StateError?
}
