public import Logging

/// Proves that a server has everything that was committed before a moment.
///
/// A lag in seconds proves nothing: it grows while the primary is idle, and a standby that is cut
/// off reports none. Four things do, and are tried in this order: the server is no standby; the
/// standby has repeated the log up to a position that the primary gave after the moment; it has a
/// heartbeat row of that time; it has repeated a transaction that was committed after the moment.
///
/// Used before the snapshot is taken: what was proved then holds for every later snapshot of the
/// same session. One gate serves several servers, one after the other; the primary is asked once.
public struct FreshnessGate: Sendable {
  /// The moment before which everything has to be visible, in microseconds since 1970.
  public let needed: Int64
  var primary: PrimaryPosition?
  private let heartbeatQuery: String?
  private let cancellation: RunCancellation

  /// A gate for a moment, in microseconds since 1970, as the primary's clock counts.
  ///
  /// Uses the `primary` and the `heartbeatQuery` of the set.
  public init(
    _ set: ReplicaSet, needed: Int64, logger: Logger,
    cancellation: RunCancellation = RunCancellation()
  ) {
    self.needed = needed
    self.cancellation = cancellation
    heartbeatQuery = set.heartbeatQuery
    primary = set.primary.map {
      PrimaryPosition(settings: $0, needed: needed, logger: logger, cancellation: cancellation)
    }
  }

  /// Looks once, in transactions of its own.
  ///
  /// `asStandby` says that the server was a standby when it was chosen: if it is none now, it was
  /// promoted and is not trusted. Throws `PostgresError`, also when the heartbeat query is wrong,
  /// or `CancellationError`.
  public mutating func look(
    at connection: inout PostgresConnection, asStandby: Bool
  ) throws -> Freshness<FreshnessProof> {
    try cancellation.check()
    var problems: [String] = []
    if asStandby {
      // Asked before the standby: then a standby that is up to date is found so at once.
      do {
        try primary?.ask()
      } catch let error as PostgresError {
        try cancellation.check()
        problems.append("the primary cannot be asked: \(error)")
      }
    }
    let facts = try ServerFacts(&connection)
    var stale = StaleServer(
      host: connection.host, needed: needed, facts: facts, primaryPosition: primary?.position,
      isPromoted: asStandby && !facts.isStandby, problems: problems, hasPrimary: primary != nil,
      hasHeartbeat: heartbeatQuery != nil)
    guard !stale.isPromoted else { return .stale(stale) }
    guard facts.isStandby else {
      return facts.clock >= needed ? proven(.notStandby, facts) : .stale(stale)
    }
    if let line = primary?.line,
      let problem = try line.problem(ofStandby: ServerLine(&connection))
    {
      // Nothing counts then: positions and commit times of another history mean nothing here.
      stale.problems.append(problem)
      stale.isOnOtherLine = true
      return .stale(stale)
    }
    if let position = primary?.position, let replayed = facts.replayPosition,
      replayed >= position
    {
      return proven(.primaryPosition(position), facts)
    }
    stale.heartbeat = try heartbeat(&connection)
    if let heartbeat = stale.heartbeat, heartbeat >= needed {
      return proven(.heartbeat(heartbeat), facts)
    }
    // Commit times are taken before the commit is written to the log: whatever was committed
    // before the moment is written before a commit of a later time.
    if let time = facts.replayTime, time >= needed { return proven(.replayTime(time), facts) }
    return .stale(stale)
  }

  /// Looks at servers, one after the other, until one is fresh or `deadline` is over.
  ///
  /// At least once; every 100 ms at first, then less often, every 5 s at last. Promoted servers are
  /// not waited for. Gives what `look` gave of the fresh one, else what is wrong with the first of the
  /// servers, of which there must be one. Throws what `look` throws, and `CancellationError`.
  public mutating func wait<Server, Value>(
    for servers: [Server], until deadline: ContinuousClock.Instant,
    _ look: (inout FreshnessGate, Server) throws -> Freshness<Value>
  ) throws -> Freshness<Value> {
    var step = Duration.milliseconds(100)
    while true {
      var problems: [StaleServer] = []
      for server in servers {
        switch try look(&self, server) {
        case .proven(let value): return .proven(value)
        case .stale(let stale): problems.append(stale)
        }
      }
      // Whichever comes up first is as good as the best.
      guard problems.contains(where: { !$0.isPromoted }), .now < deadline else {
        return .stale(problems[0])
      }
      try cancellation.sleep(for: min(step, deadline - .now))
      step = min(step * 1.5, .seconds(5))
    }
  }

  /// Looks at one server until it is known to be fresh or `deadline` is over.
  ///
  /// Throws as ``look(at:asStandby:)`` does.
  public mutating func wait(
    for connection: inout PostgresConnection, asStandby: Bool,
    until deadline: ContinuousClock.Instant
  ) throws -> Freshness<FreshnessProof> {
    try wait(for: [asStandby], until: deadline) { gate, asStandby in
      try gate.look(at: &connection, asStandby: asStandby)
    }
  }

  /// Makes sure that what was proved holds inside the snapshot that `connection` is in.
  ///
  /// A heartbeat is read again, which takes the snapshot if no query has yet; and the server must
  /// not have been promoted. Throws `PostgresError`.
  public func confirm(
    _ proof: FreshnessProof, inSnapshot connection: inout PostgresConnection
  ) throws -> Freshness<FreshnessProof> {
    guard proof.evidence != .notStandby else { return .proven(proof) }
    let facts = try ServerFacts(&connection)
    var stale = StaleServer(
      host: connection.host, needed: needed, facts: facts, primaryPosition: primary?.position,
      isPromoted: !facts.isStandby, hasPrimary: primary != nil,
      hasHeartbeat: heartbeatQuery != nil)
    guard !stale.isPromoted else { return .stale(stale) }
    guard case .heartbeat = proof.evidence else { return .proven(proof) }
    stale.heartbeat = try heartbeat(&connection)
    guard let heartbeat = stale.heartbeat, heartbeat >= needed else { return .stale(stale) }
    return .proven(
      FreshnessProof(
        evidence: .heartbeat(heartbeat), replayPosition: proof.replayPosition, at: facts.clock))
  }

  private func proven(
    _ evidence: FreshnessProof.Evidence, _ facts: ServerFacts
  ) -> Freshness<FreshnessProof> {
    .proven(
      FreshnessProof(evidence: evidence, replayPosition: facts.replayPosition, at: facts.clock))
  }

  /// The heartbeat, in microseconds since 1970; nil without a query, for NULL and for infinity.
  private func heartbeat(_ connection: inout PostgresConnection) throws(PostgresError) -> Int64? {
    guard let heartbeatQuery else { return nil }
    let query = withoutSemicolon(heartbeatQuery)
    let rows = try connection.rows(
      """
      SELECT CASE WHEN isfinite(beat.at) THEN (extract(epoch FROM beat.at) * 1000000)::bigint END
      FROM (
      \(query)
      ) AS beat (at)
      """, name: "heartbeat")
    guard rows.count == 1, let row = rows.first, row.count == 1 else {
      throw PostgresError(
        .usage, "the heartbeat query gives \(rows.count) rows, not one", query: "heartbeat",
        host: connection.host)
    }
    return row[0].flatMap { Int64($0) }
  }
}
