extension TestDatabase {
  /// Lets the database say that it is a Citus cluster's coordinator, which is no package of Debian's.
  ///
  /// The extension's name and tables are what the program goes by.
  func becomeCoordinator() throws {
    try execute(
      """
      SET allow_system_table_mods = on;
      INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
      VALUES (99999, 'citus', 10, 'pg_catalog'::regnamespace, false, '13.2');
      CREATE TABLE pg_catalog.pg_dist_node (nodeid int, groupid int, nodename text, nodeport int,
        noderole text, isactive bool, answers bool);
      CREATE TABLE pg_catalog.pg_dist_shard (logicalrelid regclass, shardid int8, shardminvalue text,
        shardmaxvalue text);
      CREATE TABLE pg_catalog.pg_dist_placement (placementid int8, shardid int8, groupid int);
      GRANT SELECT ON pg_dist_node, pg_dist_shard, pg_dist_placement TO PUBLIC;
      INSERT INTO pg_dist_node VALUES (1, 1, 'worker1', 5432, 'primary', true, true),
        (2, 2, 'worker2', 5432, 'primary', true, true);
      INSERT INTO pg_dist_shard VALUES ('stock_movements', 11, '-2147483648', '2147483647');
      INSERT INTO pg_dist_placement VALUES (21, 11, 1);
      CREATE FUNCTION pg_catalog.run_command_on_workers(command text, OUT nodename text,
        OUT nodeport int, OUT success bool, OUT result text) RETURNS SETOF record LANGUAGE sql
      AS $$ SELECT nodename, nodeport, answers,
          CASE WHEN answers THEN '1' ELSE 'failed to connect to ' || nodename END
        FROM pg_dist_node $$
      """)
  }

  /// Prepares ``moveShard()`` and ``tearShard()`` for the movements of one product.
  ///
  /// They show at once, whatever snapshot is open: the last value of a sequence is in no snapshot.
  func prepareShard(of product: String) throws {
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
  func moveShard() throws {
    try execute(
      """
      BEGIN;
      UPDATE pg_dist_placement SET placementid = placementid + 1, groupid = 3 - groupid;
      SELECT setval('moved', pg_current_xact_id()::text::int8);
      COMMIT
      """)
  }

  /// Lets the reading see none of its movements where the queries of the checks see all.
  func tearShard() throws { try execute("SELECT setval('torn', 1)") }
}
