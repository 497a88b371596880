public import Logging

/// The position in the primary's log behind everything that was committed before a moment.
///
/// A marker record is written there, which needs no rights and changes no data. Unlike the
/// positions that the primary reports about itself, it covers asynchronous commits and is always
/// reached by a standby.
struct PrimaryPosition {
  let settings: ConnectionSettings
  let needed: Int64
  let logger: Logger
  let cancellation: RunCancellation?
  /// The position, once it was taken.
  private(set) var position: WALPosition?
  /// The primary's line of history, which its standbys share, once the position was taken.
  private(set) var line: ServerLine?
  /// When to ask again: the moment has not come, or the primary could not be asked.
  private var notBefore: ContinuousClock.Instant?
  private var problem: PostgresError?

  init(
    settings: ConnectionSettings, needed: Int64, logger: Logger, cancellation: RunCancellation?
  ) {
    self.settings = settings
    self.needed = needed
    self.logger = logger
    self.cancellation = cancellation
  }

  /// Takes the position if that is possible now; throws the last problem until it is solved.
  mutating func ask() throws {
    guard position == nil else { return }
    if let notBefore, ContinuousClock.now < notBefore {
      if let problem { throw problem }
      return
    }
    do {
      try take()
      problem = nil
    } catch let error as PostgresError {
      try cancellation?.check()
      if problem == nil {
        logger.warning("the primary cannot be asked for its position: \(error)")
      }
      problem = error
      notBefore = .now + .seconds(10)
      throw error
    }
  }

  private mutating func take() throws {
    var asked = settings
    asked.target = .any
    let limit = asked.connectTimeout ?? .seconds(5)
    asked.silenceTimeout = limit
    asked.statementTimeout = limit
    var connection = try PostgresConnection(asked, logger: logger, cancellation: cancellation)
    let facts = try ServerFacts(&connection)
    guard !facts.isStandby else {
      throw PostgresError(
        .usage, "the server named as the primary is a standby", query: "primary position",
        host: connection.host)
    }
    guard facts.clock >= needed else {
      notBefore = .now + .microseconds(needed - facts.clock)
      return
    }
    // Written to the disk by its own commit, so that it is sent on at once; without waiting for
    // standbys that the primary waits for.
    try connection.execute("SET synchronous_commit = local", name: "primary position")
    let rows = try connection.rows(
      "SELECT pg_catalog.pg_logical_emit_message(true, 'inventory-reports', '')",
      name: "primary position")
    guard let text = rows.first?.first ?? nil, let found = WALPosition(text) else {
      throw PostgresError(
        .truncated, "the primary gives no position", query: "primary position",
        host: connection.host)
    }
    line = try ServerLine(&connection)
    position = found
  }
}

extension ReplicaSet {
  /// What the server named as the primary gives to a ``FreshnessGate``; nil when none is named.
  ///
  /// Writes a marker record there, as a run does. Blocks. Throws `PostgresError`, also when it is a
  /// standby, or `CancellationError`.
  public func primaryMark(
    logger: Logger, cancellation: RunCancellation? = nil
  ) throws -> (position: WALPosition, line: ServerLine)? {
    guard let primary else { return nil }
    var asked = PrimaryPosition(
      settings: primary, needed: 0, logger: logger, cancellation: cancellation)
    try asked.ask()
    guard let position = asked.position, let line = asked.line else { return nil }
    return (position, line)
  }
}
