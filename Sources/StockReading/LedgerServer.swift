public import Postgres

/// Which ledger a session reads, and how far its server had come before the snapshot was taken.
public struct LedgerServer: Hashable, Sendable {
  /// The system identifier, by which a cluster and all its standbys are known.
  public var system: UInt64
  var timeline: UInt64
  /// The database's oid.
  public var database: UInt64
  var table: UInt64
  var isStandby: Bool
  var position: UInt64

  /// Asks a session that has no transaction open.
  ///
  /// Nil when the server does not tell, as some hosted ones do not; then nothing is kept. Throws
  /// `PostgresError` when the session is lost, or there is no ledger.
  public init?(_ connection: inout PostgresConnection) throws {
    let rows: [[String?]]
    do {
      rows = try connection.rows(
        """
        SELECT (SELECT system_identifier FROM pg_catalog.pg_control_system()),
          \(Self.timelineQuery),
          (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database()),
          'stock_movements'::regclass::oid, pg_catalog.pg_is_in_recovery()
        """, name: "ledger's identity")
    } catch {
      // Without the ledger there is nothing to know it by, which is no matter of this right.
      guard error.kind == .query, error.sqlState != "42P01" else { throw error }
      return nil
    }
    let row = rows.first ?? []
    let numbers = row.prefix(4).compactMap { $0.flatMap { Int64($0) } }
    guard row.count == 5, numbers.count == 4,
      let position = try Self.position(of: &connection)
    else { return nil }
    system = UInt64(bitPattern: numbers[0])
    timeline = UInt64(bitPattern: numbers[1])
    database = UInt64(bitPattern: numbers[2])
    table = UInt64(bitPattern: numbers[3])
    isStandby = row[4] == "t"
    self.position = position
  }

  /// The server's line of history, which a promotion ends.
  ///
  /// The last checkpoint still has the former one for minutes after a promotion; so a primary is
  /// asked for the log that it writes, and a standby for what it has replayed since, too.
  private static let timelineQuery = """
    CASE WHEN pg_catalog.pg_is_in_recovery() THEN
      (SELECT greatest(timeline_id, min_recovery_end_timeline)
       FROM pg_catalog.pg_control_checkpoint(), pg_catalog.pg_control_recovery())
    ELSE ('x' || left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))::bit(32)::int8
    END
    """

  /// How far the server has come: a snapshot taken before sees nothing beyond, one taken after
  /// everything up to there.
  static func position(of connection: inout PostgresConnection) throws -> UInt64? {
    let rows = try connection.rows(
      """
      SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
        ELSE pg_catalog.pg_current_wal_insert_lsn() END
      """, name: "position in the log")
    return rows.first?.first?.flatMap { WALPosition($0) }?.bytes
  }
}
