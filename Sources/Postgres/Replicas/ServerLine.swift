/// The line of history that a server is on: its cluster, and the fail-overs since.
///
/// A promotion begins a new timeline. What is written on the former one after that is another
/// history, although positions and commit times look alike.
public struct ServerLine: Sendable, Equatable {
  /// The number that a primary and all its standbys share; nil if the role may not ask.
  public var system: String?
  /// The timeline, one more after each promotion; nil if the role may not ask.
  ///
  /// Exact for a server that is no standby. What a standby says may be from before a promotion until
  /// its next restartpoint: it is on this timeline or a later one.
  public var timeline: Int?

  /// Asks a server; these functions are open to every role unless somebody has closed them.
  public init(_ connection: inout PostgresConnection) throws(PostgresError) {
    do throws(PostgresError) {
      let rows = try connection.rows(
        """
        SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system()),
          greatest((SELECT timeline_id FROM pg_catalog.pg_control_checkpoint()),
            (SELECT min_recovery_end_timeline FROM pg_catalog.pg_control_recovery()),
            (SELECT received_tli FROM pg_catalog.pg_stat_wal_receiver)),
          CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN
            left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8) END
        """, name: "server line")
      guard let row = rows.first, row.count == 3 else { return }
      system = row[0]
      timeline = row[2].flatMap { Int($0, radix: 16) } ?? row[1].flatMap { Int($0) }
    } catch {
      guard error.reason == .permission else { throw error }
    }
  }

  /// What keeps a standby from being one of this primary's, as one log-safe line; nil if nothing
  /// that is known does.
  public func problem(ofStandby standby: ServerLine) -> String? {
    if let system, let own = standby.system, system != own {
      return "the server named as the primary is of another cluster: its system identifier is"
        + " \(system), this standby's is \(own)"
    }
    guard let timeline, let own = standby.timeline, timeline != own else { return nil }
    return timeline < own
      ? "the server named as the primary is a former one: it is on timeline \(timeline), this"
        + " standby on timeline \(own)"
      : "the primary is on timeline \(timeline), and this standby was on timeline \(own), from"
        + " before a fail-over, at its last restartpoint"
  }
}
