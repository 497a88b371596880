package import Publishing
package import Reports
package import StateStore
package import Values

/// How one report of a run ended.
package struct ReportOutcome: Sendable {
  package enum Ending: Sendable {
    /// Its run is the period's current one.
    case published(PublishedRun)
    /// The period was published before, and nothing was done.
    case alreadyPublished(PublishedRun)
    /// It would have been made.
    case planned
    /// Nothing of it was published, and the former run stands.
    case failed(any Error)

    /// The run that the period shows; nil when there is none of this request.
    var run: PublishedRun? {
      switch self {
      case .published(let run), .alreadyPublished(let run): run
      case .planned, .failed: nil
      }
    }
  }

  package var report: String
  package var title: String
  /// The period's name; nil when it failed before its days were known.
  package var period: String?
  package var ending: Ending
  /// What its tables add up to; empty unless it was made.
  package var summaries: [TableSummary]
  /// What its checks gave; empty unless it was made.
  package var checks: [CheckResult]
  /// How long it took to make, apart from the reading, which all reports share.
  package var duration: Duration
  /// Milliseconds by stage: `read`, which all reports share, `write` and `publish`; empty unless it
  /// was made.
  package var stages: [String: Int]

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
  package var isPublished: Bool {
    if case .published = ending { true } else { false }
  }

  /// The error it failed with.
  package var error: (any Error)? {
    if case .failed(let error) = ending { error } else { nil }
  }
}

/// How a run ended.
package struct RunResult: Sendable {
  /// The run's id; its reports' folders have this name.
  package var run: RunID
  /// The snapshot's time by the database's clock.
  package var asOf: Instant
  /// Where the data were read.
  package var source: SourceFacts
  /// Each report, in the order of the request.
  package var outcomes: [ReportOutcome]
  /// What the owner of the policy should know.
  package var warnings: [String]
  /// Why what was done could not be remembered; the reports are published all the same.
  package var stateError: StateError?
}
