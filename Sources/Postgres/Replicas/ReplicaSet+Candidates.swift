public import Logging

extension ReplicaSet {
  /// Asks every server what it is and how busy it is, and puts them in order.
  ///
  /// The standbys come first, the least loaded for its weight before the others, equals in the
  /// order of the set, and at last one that is meant to be the primary and is a standby now, as
  /// after a fail-over; then the primary, if it may be read from. One server after the other is
  /// asked, each within its settings' `connectTimeout`: a server that hangs costs seconds, and one
  /// that is full or lacks the database does not hide the next. Blocks. Throws ``NoReplicaError``,
  /// or `CancellationError` after a stop.
  public func candidates(
    logger: Logger, cancellation: RunCancellation? = nil
  ) throws -> Candidates {
    var standbys: [Candidate] = []
    var primaries: [Candidate] = []
    var refused: [RefusedHost] = []
    for host in hosts {
      try cancellation?.check()
      let answer = host.ask(logger, cancellation)
      switch answer {
      case .success(let candidate) where candidate.facts.isStandby: standbys.append(candidate)
      case .success(let candidate) where allowsPrimary: primaries.append(candidate)
      case .success(let candidate):
        refused.append(RefusedHost(name: candidate.name, reason: .primary(candidate.facts)))
      case .failure(let error as PostgresError):
        try cancellation?.check()
        let name = error.host ?? host.settings.description
        refused.append(RefusedHost(name: name, reason: .unreachable(error)))
      case .failure(let error): throw error
      }
    }
    // Two that take writes: one of them is from before a fail-over, and nobody has stopped it.
    for old in primaries {
      guard let own = old.line.timeline,
        let present = primaries.filter({ $0.line.system == old.line.system })
          .compactMap(\.line.timeline).max(), own < present
      else { continue }
      primaries.removeAll { $0.name == old.name }
      refused.append(
        RefusedHost(name: old.name, reason: .formerPrimary(timeline: own, present: present)))
    }
    func place(_ standby: (offset: Int, element: Candidate)) -> (Int, Double, Int) {
      (standby.element.isMeantAsPrimary ? 1 : 0, standby.element.load, standby.offset)
    }
    let byLoad = standbys.enumerated().sorted { place($0) < place($1) }
    let usable = byLoad.map(\.element) + primaries
    guard !usable.isEmpty else { throw NoReplicaError(refused: refused) }
    // Where none is left, the error says it.
    for host in refused { logger.warning("cannot read from this server: \(host)") }
    return Candidates(usable: usable, refused: refused)
  }
}

extension ReplicaSet.Host {
  /// Opens a session with this server, whatever it is, and asks.
  func ask(
    _ logger: Logger, _ cancellation: RunCancellation?
  ) -> Result<Candidate, any Error> {
    Result {
      var asked = settings
      asked.target = .any
      // A server that answers the connect and then hangs must not cost minutes.
      let limit = asked.connectTimeout ?? .seconds(5)
      asked.silenceTimeout = limit
      asked.statementTimeout = limit
      var connection = try PostgresConnection(asked, logger: logger, cancellation: cancellation)
      let facts = try ServerFacts(&connection)
      var chosen = settings
      // Promoted since: the next connect fails, and the servers are asked again.
      chosen.target = facts.isStandby ? .standby : .any
      return Candidate(
        name: connection.host, settings: chosen, weight: max(1, weight),
        isMeantAsPrimary: role == .primary, facts: facts, line: try ServerLine(&connection))
    }
  }
}
