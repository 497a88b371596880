package import Logging
package import Values

/// One event of a log: when, how grave, what, and the facts.
package struct LogRecord: Sendable {
  /// When it happened, by this machine's clock.
  package var time: Instant
  /// How grave it is.
  package var level: Logger.Level
  /// What happened, without row values.
  package var message: String
  /// The facts, without row values and secrets.
  package var facts: Logger.Metadata

  package init(
    time: Instant, level: Logger.Level, message: String, facts: Logger.Metadata = [:]
  ) {
    self.time = time
    self.level = level
    self.message = message
    self.facts = facts
  }

  /// The facts in the order in which they are written: first what the event is about.
  var ordered: [(key: String, value: Logger.MetadataValue)] {
    let first = ["run", "report", "period", "stage", "rows", "seconds"]
    return facts.sorted { left, right in
      let places = [left, right].map { first.firstIndex(of: $0.key) ?? first.count }
      return (places[0], left.key) < (places[1], right.key)
    }
  }

  /// The event as one line without its line break.
  package func line(as format: LogFormat) -> String {
    switch format {
    case .text: text
    case .logfmt: logfmt
    case .json: json
    }
  }
}
