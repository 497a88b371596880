import Postgres
import Publishing
import Values

/// When and where the run's snapshot was taken.
struct Snapshot {
  var now: Instant
  var source: SourceFacts

  /// Asks the server; as the transaction's first query, this takes the snapshot.
  ///
  /// A given `now` takes the place of what the server's clock says.
  init(
    _ connection: inout PostgresConnection, now given: Instant?, in calendar: BusinessCalendar
  ) throws {
    let rows = try connection.rows(
      """
      SELECT (extract(epoch FROM statement_timestamp()) * 1000000)::bigint,
             pg_is_in_recovery(), pg_last_wal_replay_lsn(),
             (extract(epoch FROM pg_last_xact_replay_timestamp()) * 1000000)::bigint
      """, name: "snapshot")
    let row = rows.first ?? []
    guard row.count == 4, let now = Instant(sent: row[0]) else {
      throw JobError.badServer("the server returned no time")
    }
    self.now = given ?? now
    let isStandby = row[1] == "t"
    let replayed = Instant(sent: row[3])
    source = SourceFacts(
      server: connection.host, isStandby: isStandby, replayPosition: row[2],
      replayTime: replayed.map { ZonedTime($0, in: calendar) },
      lagMilliseconds: isStandby
        ? replayed.map { Int(max(0, now.microseconds(since: $0)) / 1000) } : nil)
  }
}
