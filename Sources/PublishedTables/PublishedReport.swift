public import Publishing
import Values

/// What is published of one report.
public struct PublishedReport: Sendable {
  /// A period and its runs.
  public struct Period: Sendable {
    /// The period's name.
    public var name: PeriodFolderName
    /// The run that the period shows; nil when that cannot be read.
    public var run: PublishedRun?
    /// The runs it showed before, newest first.
    public var earlier: [PublishedRun]
  }

  /// A run whose manifest cannot be read.
  public struct Damage: Hashable, Sendable {
    /// The run.
    public var run: RunID
    /// Why, without a path.
    public var reason: String
  }

  /// The report's name.
  public var name: String
  /// The periods by their last day, first day and name.
  public var periods: [Period]
  /// The period that `latest` shows.
  public var latest: PeriodFolderName?
  /// Every finished run by its id, oldest first.
  public var runs: [PublishedRun]
  /// The runs that cannot be read.
  public var damaged: [Damage]

  /// A report of which nothing is published.
  public init(name: String) {
    self.init(name: name, periods: [], latest: nil, runs: [], damaged: [])
  }

  init(
    name: String, periods: [Period], latest: PeriodFolderName?, runs: [PublishedRun],
    damaged: [Damage]
  ) {
    self.name = name
    self.periods = periods
    self.latest = latest
    self.runs = runs
    self.damaged = damaged
  }

  /// A period of a name.
  public func period(_ name: PeriodFolderName) -> Period? {
    periods.first { $0.name == name }
  }

  /// A run of an id.
  public func run(_ id: RunID) -> PublishedRun? {
    runs.first { $0.id == id }
  }

  /// The run that `latest` shows.
  public var latestRun: PublishedRun? { latest.flatMap { period($0) }?.run }

  /// The last period before one, of the same length and without a filter, that shows a run: what
  /// its figures are compared with.
  public func periodBefore(_ name: PeriodFolderName) -> Period? {
    periods.last { period in
      period.run != nil && !period.name.isFiltered && period.name.to < name.to
        && period.name.from.distance(to: period.name.to) == name.from.distance(to: name.to)
    }
  }
}
