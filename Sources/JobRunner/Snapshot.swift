import Postgres
import Publishing
import Reports

/// When and where the run's snapshot was taken.
struct Snapshot {
  var now: Instant
  var source: SourceFacts

  /// Asks the server; as the transaction's first query, this takes the snapshot.
  ///
  /// A given `now` takes the place of what the server's clock says.
  init(_ connection: inout PostgresConnection, now given: Instant?) throws {
    let rows = try connection.rows(
      """
      SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint,
             pg_is_in_recovery(), pg_last_wal_replay_lsn(),
             (extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000000)::bigint
      """, name: "snapshot")
    let row = rows.first ?? []
    guard row.count == 4, let now = row[0].flatMap({ Int64($0) }) else {
      throw JobError.badServer("the server does not say what time it is")
    }
    self.now = given ?? Instant(microseconds: now)
    let isStandby = row[1] == "t"
    let replayed = row[3].flatMap { Int64($0) }
    source = SourceFacts(
      server: connection.host, isStandby: isStandby, replayPosition: row[2],
      replayTime: replayed.map { Instant(microseconds: $0) },
      lagMilliseconds: isStandby ? replayed.map { Int(max(0, now - $0) / 1000) } : nil)
  }
}
