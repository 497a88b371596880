import Foundation
import Postgres
import TestSupport
import Testing

/// What is different when the tables lie on the workers of a Citus cluster, of which a fake has the names:
/// the extension is no package of Debian's.
@Suite struct ShardTests {
  /// A database that says it is a coordinator, with two shards on two workers.
  private static func coordinator() throws -> ConnectionSettings {
    let settings = try TestCluster.database()
    var connection = try connect(settings)
    try connection.execute(
      FakeCitus.coordinator(
        shards: [
          "(11, 'pg_class', '-2147483648', '-1')", "(12, 'pg_class', '0', '2147483647')",
        ], placements: ["(21, 11, 1)", "(22, 12, 2)"]), name: "fake")
    return settings
  }

  @Test func `a plain server has no placements, and no parameter of the extension`() throws {
    var connection = try connect(TestCluster.database(readOnly: true))
    expect(try ShardPlacements(&connection) == nil)
    expectEqual(
      try connection.rows(
        """
        SELECT current_setting('citus.max_adaptive_executor_pool_size', true),
          EXISTS (SELECT FROM pg_settings WHERE name LIKE 'citus.%')
        """, name: "setting"), [[nil, "f"]])
  }

  @Test(arguments: [
    "UPDATE pg_dist_placement SET groupid = 2 WHERE shardid = 11",
    // There and back again between two looks.
    "UPDATE pg_dist_placement SET placementid = 23 WHERE shardid = 11",
    "UPDATE pg_dist_shard SET shardmaxvalue = '-2' WHERE shardid = 11",
    "UPDATE pg_dist_node SET nodename = 'c' WHERE nodeid = 2",
    "UPDATE pg_dist_node SET isactive = false WHERE nodeid = 2",
  ]) func `whatever moves is noticed outside of the snapshot`(change: String) throws {
    let settings = try Self.coordinator()
    var other = try connect(settings)
    var connection = try connect(settings)
    let before = try #require(try ShardPlacements(&connection))
    try connection.withSnapshot { connection in
      _ = try connection.rows("SELECT 1", name: "snapshot")
      try other.execute("SET allow_system_table_mods = on; \(change)", name: "change")
      // The snapshot shows what was.
      expectEqual(try ShardPlacements(&connection), before)
    }
    let error = try postgresError { try before.confirm(&connection) }
    #expect(error.kind == .snapshot)
    #expect(error.isTransient)
    #expect(error.reason == .conflict)
  }

  @Test func `what changes by itself is no move`() throws {
    var connection = try connect(Self.coordinator())
    let before = try #require(try ShardPlacements(&connection))
    try connection.execute(
      """
      SET allow_system_table_mods = on; UPDATE pg_dist_placement SET shardlength = 8192;
      UPDATE pg_dist_node SET metadatasynced = false
      """, name: "change")
    try before.confirm(&connection)
  }

  @Test func `a session opens few connections to each worker`() throws {
    let settings = try Self.coordinator()
    let show = "SHOW citus.max_adaptive_executor_pool_size"
    var connection = try connect(settings)
    expectEqual(try connection.rows(show, name: "show"), [["4"]])
    try connection.execute(
      "ALTER DATABASE \(settings.database ?? "") SET citus.max_adaptive_executor_pool_size = 2",
      name: "fewer")
    var modest = try connect(settings)
    expectEqual(try modest.rows(show, name: "show"), [["2"]])
  }

  @Test func `a session that was idle for too long is opened again`() throws {
    var settings = try TestCluster.settings()
    settings.idleInTransactionTimeout = .milliseconds(50)
    var connection = try connect(settings)
    let error = try postgresError {
      try connection.withSnapshot { connection in
        for _ in 0..<100 {
          _ = try connection.rows("SELECT 1", name: "one")
          Thread.sleep(forTimeInterval: 0.2)
        }
      }
    }
    #expect(error.sqlState == "25P03")
    #expect(error.isTransient)
    // As the coordinator passes on what a worker says: its own session goes on.
    var other = try connect(TestCluster.settings())
    let relayed = try postgresError {
      try other.execute(
        "DO $$ BEGIN RAISE 'idle-in-transaction timeout' USING ERRCODE = '25P03'; END $$",
        name: "relayed")
    }
    #expect(relayed.kind == .query)
    #expect(relayed.isTransient)
  }

  @Test func `the workers are told how long a transaction may be idle`() throws {
    var connection = try connect(Self.coordinator())
    try connection.withSnapshot { connection in
      try connection.keepWorkers(idleFor: .seconds(3_600))
      expectEqual(
        try connection.rows(
          """
          SELECT current_setting('citus.propagate_set_commands'),
            current_setting('idle_in_transaction_session_timeout')
          """, name: "limits"), [["local", "1h"]])
    }
    expectEqual(
      try connection.rows("SHOW idle_in_transaction_session_timeout", name: "limit"), [["1min"]])
  }

  @Test func `each worker is asked, and a plain server has none`() throws {
    var plain = try connect(TestCluster.database(readOnly: true))
    expectEqual(try WorkerNode.all(behind: &plain), [])
    let settings = try Self.coordinator()
    var connection = try connect(settings)
    try connection.execute(
      """
      SET allow_system_table_mods = on;
      UPDATE pg_dist_node SET nodename = 'b', answers = false WHERE nodeid = 1;
      UPDATE pg_dist_node SET nodename = 'a' WHERE nodeid = 2;
      CREATE FUNCTION shards() RETURNS TABLE (store_id uuid) LANGUAGE plpgsql
      AS $$ BEGIN
        RAISE 'connection to the remote node me@b:5432 failed with the following error: gone'
          USING ERRCODE = '08006';
      END $$;
      CREATE VIEW stock_levels AS SELECT * FROM shards()
      """, name: "fake")
    let nodes = try WorkerNode.all(behind: &connection)
    #expect(nodes.map(\.name) == ["a:5432", "b:5432"])
    #expect(nodes[0].problem == nil)
    #expect(nodes[1].problem?.hasSuffix("following error: gone") == true)
  }
}
