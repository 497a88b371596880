public import Values

/// Whether a server has everything that was committed before the moment needed.
public enum Freshness<Value> {
  /// It has, and this is how it is known, or what was found there.
  case proven(Value)
  /// That could not be proved: it lags behind, or nothing tells.
  case stale(StaleServer)
}

extension Freshness: Sendable where Value: Sendable {}

extension Freshness {
  /// The same of another value, where it is proved.
  public func map<Other>(_ transform: (Value) -> Other) -> Freshness<Other> {
    switch self {
    case .proven(let value): .proven(transform(value))
    case .stale(let stale): .stale(stale)
    }
  }
}

/// How it is known that a server has everything that was committed before the moment needed.
public struct FreshnessProof: Sendable, Equatable {
  /// What proves it.
  public enum Evidence: Sendable, Equatable {
    /// The server is no standby, and its own clock has passed the moment.
    case notStandby
    /// The standby has repeated the log up to a position taken on the primary after the moment.
    case primaryPosition(WALPosition)
    /// The standby has a heartbeat of that time.
    ///
    /// To be read again inside the snapshot: see ``FreshnessGate/confirm(_:inSnapshot:)``.
    case heartbeat(Instant)
    /// The standby has repeated a transaction committed at that time.
    case replayTime(Instant)
  }

  /// What proves it.
  public let evidence: Evidence
  /// The position up to which the standby has repeated the log; nil if it is none.
  public let replayPosition: WALPosition?
  /// When it was found out, by the server's clock.
  public let at: Instant
}

/// A server of which it could not be proved that it has everything needed, and what is known.
public struct StaleServer: Sendable, Equatable, CustomStringConvertible {
  /// The server as people write it.
  public let host: String
  /// The moment before which everything has to be visible.
  public let needed: Instant
  /// What the server said at last.
  public let facts: ServerFacts
  /// The position taken on the primary, if there is one.
  public var primaryPosition: WALPosition?
  /// The last heartbeat that the server has.
  public var heartbeat: Instant?
  /// Whether the server was a standby before and is no longer.
  public var isPromoted = false
  /// Whether it is another cluster's than the named primary, or follows another timeline.
  public var isOnOtherLine = false
  /// The ways of proof that failed, each as one log-safe line.
  public var problems: [String] = []
  /// Whether a primary was named to be asked for its position.
  public var hasPrimary = false
  /// Whether there is a heartbeat to be read.
  public var hasHeartbeat = false

  /// How much of the primary's log the server has still to repeat, in bytes, if that is known.
  public var missingBytes: UInt64? {
    guard let primaryPosition, let replayed = facts.replayPosition else { return nil }
    return replayed < primaryPosition ? primaryPosition.bytes - replayed.bytes : 0
  }

  /// One log-safe line: the server and how far behind it is, as far as that can be told.
  public var description: String {
    guard !isPromoted else { return "\(host) was promoted: it is no longer a standby" }
    guard facts.isStandby else {
      return "the clock of \(host) is \(span(since: facts.clock)) short of the time that the report"
        + " needs"
    }
    var words: [String] = []
    if facts.isPaused { words.append("its replay is paused") }
    if let missingBytes { words.append("\(missingBytes) bytes of the primary's log are missing") }
    if let heartbeat, heartbeat < needed {
      words.append("its last heartbeat is \(span(since: heartbeat)) too old")
    }
    if let time = facts.replayTime {
      if time < needed {
        words.append("the last transaction it replayed is \(span(since: time)) too old")
      }
    } else {
      words.append("it has replayed no transaction since it started")
    }
    return "\(host) is not known to be fresh: " + (words + problems).joined(separator: "; ")
  }

  /// What an operator can do, in one or two sentences.
  public var remedy: String {
    guard !isPromoted else {
      return "Name another standby, or allow reading from a primary."
    }
    guard !isOnOtherLine else {
      return "After a fail-over, name the new primary, and make every standby follow it. One that"
        + " follows it already is trusted after its next restartpoint: run CHECKPOINT on it."
    }
    guard !hasPrimary, !hasHeartbeat else {
      return facts.isPaused
        ? "Resume the replay on that standby, or read from another one."
        : "Wait for that standby to catch up, or read from another one."
    }
    return "While the primary is idle, a fresh standby cannot be told from one that lags: name the"
      + " primary, so that it can be asked for its position, or set a heartbeat query."
  }

  private func span(since time: Instant) -> String {
    "\(Double(needed.microseconds(since: time) / 1000) / 1000) s"
  }
}
