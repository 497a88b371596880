/// What makes a database say that it is a Citus cluster's coordinator, which is no package of
/// Debian's.
///
/// The extension's name and tables are what the program goes by.
public enum FakeCitus {
  /// A script for a superuser; `shards` and `placements` are rows of values.
  ///
  /// Two workers, `worker1` and `worker2`, belong to it; a worker answers as its row says.
  public static func coordinator(shards: [String], placements: [String]) -> String {
    """
    SET allow_system_table_mods = on;
    INSERT INTO pg_extension (oid, extname, extowner, extnamespace, extrelocatable, extversion)
    VALUES (99999, 'citus', 10, 'pg_catalog'::regnamespace, false, '13.2');
    CREATE TABLE pg_catalog.pg_dist_node (nodeid int, groupid int, nodename text, nodeport int,
      noderole text, isactive bool, metadatasynced bool, answers bool);
    CREATE TABLE pg_catalog.pg_dist_shard (shardid int8, logicalrelid regclass, shardminvalue text,
      shardmaxvalue text);
    CREATE TABLE pg_catalog.pg_dist_placement (placementid int8, shardid int8, groupid int,
      shardlength int8 DEFAULT 0);
    GRANT SELECT ON pg_dist_node, pg_dist_shard, pg_dist_placement TO PUBLIC;
    INSERT INTO pg_dist_node VALUES (1, 1, 'worker1', 5432, 'primary', true, true, true),
      (2, 2, 'worker2', 5432, 'primary', true, true, true);
    INSERT INTO pg_dist_shard VALUES \(shards.joined(separator: ", "));
    INSERT INTO pg_dist_placement VALUES \(placements.joined(separator: ", "));
    CREATE FUNCTION pg_catalog.run_command_on_workers(command text, OUT nodename text,
      OUT nodeport int, OUT success bool, OUT result text) RETURNS SETOF record LANGUAGE sql
    AS $$ SELECT nodename, nodeport, answers,
        CASE WHEN answers THEN '1' ELSE 'failed to connect to ' || nodename END
      FROM pg_dist_node $$
    """
  }
}
