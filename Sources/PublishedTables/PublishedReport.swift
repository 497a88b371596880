package import Publishing
import Values

/// What is published of one report.
package struct PublishedReport: Sendable {
  /// A period and its runs.
  package struct Period: Sendable {
    package var name: PeriodFolderName
    /// The run that the period shows; nil when that cannot be read.
    package var run: PublishedRun?
    /// The runs it showed before, newest first.
    package var earlier: [PublishedRun]
  }

  /// A run whose manifest cannot be read.
  package struct Damage: Hashable, Sendable {
    package var run: RunID
    /// Why, without a path.
    package var reason: String
  }

  package var name: String
  /// The periods by their last day, first day and name.
  package var periods: [Period]
  /// The period that `latest` shows.
  package var latest: PeriodFolderName?
  /// Every finished run by its id, oldest first.
  package var runs: [PublishedRun]
  /// The runs that cannot be read.
  package var damaged: [Damage]

  /// A report of which nothing is published.
  package init(name: String) {
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
  package func period(_ name: PeriodFolderName) -> Period? {
    periods.first { $0.name == name }
  }

  /// A run of an id.
  package func run(_ id: RunID) -> PublishedRun? {
    runs.first { $0.id == id }
  }

  /// The run that `latest` shows.
  package var latestRun: PublishedRun? { latest.flatMap { period($0) }?.run }

  /// The last period before one, of the same length and without a filter, that shows a run: what
  /// its figures are compared with.
  package func periodBefore(_ name: PeriodFolderName) -> Period? {
    periods.last { period in
      period.run != nil && !period.name.isFiltered && period.name.to < name.to
        && period.name.from.distance(to: period.name.to) == name.from.distance(to: name.to)
    }
  }
}
