/// Where the shards behind a coordinator lie, by Citus, as a digest that a move, a split, a rebalance or
/// a change of the workers changes.
///
/// A shard that is moved while a snapshot is open is read as empty there: the worker that it came to
/// keeps the snapshot of before the copy. Nothing fails, so a reading has to look before the
/// snapshot and after the last query, each time outside of it.
public struct ShardPlacements: Sendable, Equatable {
  private let digest: String

  /// Asks a session that has no transaction open; nil when the tables lie on this server alone.
  public init?(_ connection: inout PostgresConnection) throws(PostgresError) {
    let found = try connection.rows(
      "SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'citus'", name: "extension")
    guard !found.isEmpty else { return nil }
    // Sizes and flags that change by themselves are left out.
    let rows = try connection.rows(
      """
      SELECT md5(concat(
        (SELECT string_agg(format('%s %s %s', placementid, shardid, groupid), ';' ORDER BY placementid)
         FROM pg_catalog.pg_dist_placement),
        '|', (SELECT string_agg(
            format('%s %s %s %s', shardid, logicalrelid::oid, shardminvalue, shardmaxvalue), ';'
            ORDER BY shardid)
         FROM pg_catalog.pg_dist_shard),
        '|', (SELECT string_agg(
            format('%s %s %s %s %s %s', nodeid, groupid, nodename, nodeport, noderole, isactive), ';'
            ORDER BY nodeid)
         FROM pg_catalog.pg_dist_node)))
      """, name: "placements")
    guard let digest = rows.first?.first ?? nil else {
      throw PostgresError(
        .truncated, "the server returned no placement of the shards", query: "placements",
        host: connection.host)
    }
    self.digest = digest
  }

  /// Makes sure that they are the same still; the session must have no transaction open.
  ///
  /// Throws a transient `PostgresError` when they are not: nothing that was read since counts.
  public func confirm(_ connection: inout PostgresConnection) throws(PostgresError) {
    guard try ShardPlacements(&connection) != self else { return }
    throw PostgresError(
      .snapshot,
      "shards were moved or split, or a worker was replaced, during the reading: its rows are not"
        + " used", query: "placements", host: connection.host)
  }
}
