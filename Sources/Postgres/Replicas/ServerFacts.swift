public import Values

/// What a server said about itself.
public struct ServerFacts: Sendable, Equatable {
  /// Whether the server is a standby: it is in recovery and only repeats what its primary did.
  public var isStandby: Bool
  /// The position up to which a standby has repeated the log; nil on a primary.
  public var replayPosition: WALPosition?
  /// When the last transaction that a standby repeated was committed, by the primary's clock.
  ///
  /// Nil on a primary, and on a standby that has repeated none since its start. An idle primary
  /// makes it old without anything missing: it says how fresh the data is at least.
  public var replayTime: Instant?
  /// Whether an administrator has paused the replay.
  public var isPaused: Bool
  /// The server's own clock.
  public var clock: Instant
  /// The sessions connected to any of its databases, ours included.
  public var backends: Int
  /// The server's version.
  public var version: ServerVersion

  /// Asks a server in one round trip, in a transaction of its own.
  public init(_ connection: inout PostgresConnection) throws(PostgresError) {
    let rows = try connection.rows(
      """
      SELECT pg_catalog.pg_is_in_recovery(),
        CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() END,
        CASE WHEN pg_catalog.pg_is_in_recovery() THEN
          (extract(epoch FROM pg_catalog.pg_last_xact_replay_timestamp()) * 1000000)::bigint END,
        CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_is_wal_replay_paused() END,
        (extract(epoch FROM pg_catalog.clock_timestamp()) * 1000000)::bigint,
        (SELECT sum(numbackends) FROM pg_catalog.pg_stat_database)
      """, name: "server facts")
    guard let row = rows.first, row.count == 6, let clock = Instant(sent: row[4]) else {
      throw PostgresError(
        .truncated, "the server returned no facts about itself", query: "server facts",
        host: connection.host)
    }
    isStandby = row[0] == "t"
    replayPosition = row[1].flatMap { WALPosition($0) }
    replayTime = Instant(sent: row[2])
    isPaused = row[3] == "t"
    self.clock = clock
    backends = row[5].flatMap { Int($0) } ?? 0
    version = connection.serverVersion
  }
}

extension Instant {
  /// An instant that a query gives as text, in microseconds since 1970; nil for NULL.
  public init?(sent text: String?) {
    guard let microseconds = text.flatMap({ Int64($0) }) else { return nil }
    self.init(microseconds: microseconds)
  }
}

/// A server's version as libpq counts it, such as 150020; 0 when the server says nothing that libpq
/// understands.
public struct ServerVersion: Sendable, Hashable, CustomStringConvertible {
  /// The number.
  public let number: Int

  /// The first that has what the queries ask for, such as `date_bin`.
  static let oldest = 140_000

  /// A version by its number.
  public init(_ number: Int) {
    self.number = number
  }

  /// The version as people write it, such as `15.20`.
  public var description: String {
    let (major, minor) = number.quotientAndRemainder(dividingBy: 10_000)
    // Up to 9.6 there were two numbers before the minor one.
    return major >= 10 ? "\(major).\(minor)" : "\(major).\(minor / 100).\(minor % 100)"
  }

  /// Why reports cannot be made from such a server, with what is needed; nil when they can.
  public var problem: String? {
    number > 0 && number < Self.oldest
      ? "PostgreSQL \(self) is too old: \(Self.oldest / 10_000) or newer is needed" : nil
  }
}
