import JobRunner
import PublishedTables
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// What the pages about reports are made of, as it was at one moment.
struct Board: Sendable {
  /// Equal numbers, equal contents: what was made of one board holds for the next of its number.
  var generation: Int
  /// What is published.
  var catalogue: PublishedCatalogue
  /// Where each report stands, in the order of the definitions.
  var standings: [ReportStanding]
  /// What is wrong with the definitions or the state, for the log and the operator.
  var problems: [String]
  /// The moment, to the minute.
  var now: Instant

  /// The names of all reports: those that are defined, and those that are only published.
  var names: [String] {
    let defined = standings.map(\.definition.name)
    return defined + catalogue.reports.map(\.name).filter { !defined.contains($0) }
  }

  /// Where a report stands; nil when there is no definition of it.
  func standing(_ name: String) -> ReportStanding? {
    standings.first { $0.definition.name == name }
  }
}

/// Where a report stands, as ``StatusBoard`` tells it.
struct ReportStanding: Hashable, Sendable {
  var definition: ReportDefinition
  var standing: ReportStatus.Standing
  /// The periods that are due and not published.
  var due: [String]
  var dueSince: Instant?
  var nextDue: Instant?
  var failure: RunRecord?
  var isRunning: Bool
  /// The newest attempts, newest first.
  var attempts: [RunRecord]
}

extension ReportStanding {
  init(_ status: ReportStatus, attempts: [RunRecord]) {
    self.init(
      definition: status.definition, standing: status.standing, due: status.due.map(\.label),
      dueSince: status.due.map(\.since).min(), nextDue: status.nextDue, failure: status.failure,
      isRunning: status.holder != nil, attempts: attempts)
  }
}
