/// A server behind a coordinator, by Citus, and whether the coordinator reaches it as this role.
public struct WorkerNode: Sendable, Equatable {
  /// The server as `host:port`, as the coordinator knows it.
  public let name: String
  /// Why it takes no session, in one log-safe line; nil when it takes one.
  public var problem: String?

  /// Asks each; none when all tables are on this server.
  ///
  /// Blocks for some seconds at most for those that hang. Nothing is read from the tables.
  public static func all(
    behind connection: inout PostgresConnection
  ) throws(PostgresError) -> [WorkerNode] {
    guard try ShardPlacements(&connection) != nil else { return [] }
    try connection.execute("SET citus.node_connection_timeout = '3s'", name: "workers' limit")
    let rows = try connection.rows(
      """
      SELECT nodename || ':' || nodeport, CASE WHEN NOT success THEN coalesce(result, 'no answer') END
      FROM pg_catalog.run_command_on_workers('SELECT 1') ORDER BY nodename, nodeport
      """, name: "workers")
    var nodes = rows.map { WorkerNode(name: $0[0] ?? "", problem: $0[1].map(oneLine)) }
    guard nodes.contains(where: { $0.problem != nil }) else { return nodes }
    // That says only who failed. A query that every shard is asked, and that finds nothing, fails with
    // the reason of the first.
    do {
      _ = try connection.rows(
        "SELECT 1 FROM stock_levels WHERE store_id IS NULL LIMIT 1", name: "shards")
    } catch {
      guard error.kind == .query else { throw error }
      for index in nodes.indices where error.message.contains(nodes[index].name + " ") {
        nodes[index].problem = error.message
      }
    }
    return nodes
  }
}
