import TestSupport

extension TestDatabase {
  /// Lets the database say that it is a Citus cluster's coordinator.
  package func becomeCoordinator() throws {
    try execute(
      FakeCitus.coordinator(
        shards: ["(11, 'stock_movements', '-2147483648', '2147483647')"],
        placements: ["(21, 11, 1)"]))
  }

  /// Prepares ``moveShard()`` and ``tearShard()`` for the movements of one product.
  ///
  /// They show at once, whatever snapshot is open: the last value of a sequence is in no snapshot.
  package func prepareShard(of product: String) throws {
    try execute(
      """
      CREATE SEQUENCE moved MINVALUE 0 START 0;
      CREATE SEQUENCE torn MINVALUE 0 START 0;
      ALTER TABLE stock_movements RENAME TO shard;
      CREATE VIEW stock_movements AS SELECT * FROM shard
      WHERE product_id <> '\(product)'
        OR pg_snapshot_xmax(pg_current_snapshot())::text::int8 > (SELECT last_value FROM moved)
          AND ((SELECT last_value FROM torn) = 0 OR current_query() NOT LIKE 'COPY%')
      """)
  }

  /// Moves the shard as Citus does: a snapshot that was taken before sees it empty.
  package func moveShard() throws {
    try execute(
      """
      BEGIN;
      UPDATE pg_dist_placement SET placementid = placementid + 1, groupid = 3 - groupid;
      SELECT setval('moved', pg_current_xact_id()::text::int8);
      COMMIT
      """)
  }

  /// Lets the reading see none of its movements where the queries of the checks see all.
  package func tearShard() throws { try execute("SELECT setval('torn', 1)") }
}
