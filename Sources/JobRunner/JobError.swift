package import Values

/// What stops a run or one of its reports, apart from what the rooms below throw themselves.
package enum JobError: Error, Hashable, Sendable, CustomStringConvertible {
  /// An option or its value does not fit; the text names it and the remedy.
  case usage(String)
  /// A period that was asked for was over before the first movement, of whose day something is known.
  case beforeLedger(period: String, first: Day)
  /// A report's definition and its source do not fit together.
  case definition(report: String, problems: [String])
  /// Checks that must hold do not; nothing is published.
  case checksFailed(report: String, checks: [String])
  /// Another report of a reading of shards contradicts the database, so that none of it is trusted.
  case doubtful(report: String, because: String)
  /// No server is known to have everything that the reports need.
  case stale(String, remedy: String)
  /// The server answers what no PostgreSQL server should.
  case badServer(String)
  /// A check's query gives something that cannot be compared.
  case badCheck(report: String, check: String, problem: String)

  /// Whether what was asked for is wrong, so that no run failed.
  var isOfRequest: Bool {
    switch self {
    case .usage, .beforeLedger: true
    default: false
    }
  }

  /// The first day with a movement, of a period that was over before it.
  var beginning: Day? {
    if case .beforeLedger(_, let first) = self { first } else { nil }
  }

  /// One line that names the thing and the remedy.
  package var description: String {
    switch self {
    case .usage(let text), .badServer(let text):
      text
    case .beforeLedger(let period, let first):
      "no data for \(period): the first movement in stock_movements is dated \(first);"
        + " choose \(first) or later"
    case .definition(let report, let problems):
      "report \(report): \(problems.joined(separator: "; "))"
    case .checksFailed(let report, let checks):
      "report \(report) is not published because its checks failed: "
        + checks.joined(separator: "; ")
    case .doubtful(let report, let other):
      "report \(report) is not published because a check of \(other) failed: shards share no"
        + " snapshot, so one failed check withholds all reports of the run; run again"
    case .stale(let problem, let remedy):
      "\(problem). \(remedy)"
    case .badCheck(let report, let check, let problem):
      "report \(report), check \(check): \(problem)"
    }
  }
}
