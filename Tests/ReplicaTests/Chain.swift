import EmbeddedPostgres
import Foundation
import Logging
import Postgres
import Values

/// A primary and two standbys, for all tests of the process, started by the first that asks.
struct Chain: Sendable {
  let primary: EmbeddedCluster
  /// A standby that lets its queries finish.
  let one: EmbeddedCluster
  /// A standby that cancels a query soon when it is in the way of the replay.
  let two: EmbeddedCluster

  static let shared = Result { try Chain() }

  private init() throws {
    var options = EmbeddedCluster.Options()
    // On, so that a commit is on its way to the standbys when it is acknowledged.
    options.settings = [
      "synchronous_commit": "on", "autovacuum": "off",
      // For a standby of a standby, whose base backup would not be whole without.
      "full_page_writes": "on",
    ]
    primary = try .start(options)
    var patient = EmbeddedCluster.Options()
    patient.settings["max_standby_streaming_delay"] = "30s"
    var hasty = EmbeddedCluster.Options()
    hasty.settings["max_standby_streaming_delay"] = "100ms"
    one = try primary.addStandby(patient)
    two = try primary.addStandby(hasty)
    try onPrimary(
      """
      CREATE TABLE heartbeat (at timestamptz);
      INSERT INTO heartbeat VALUES (clock_timestamp());
      CREATE TABLE facts (id bigint, note text);
      """)
    try waitUntilCaughtUp(one)
    try waitUntilCaughtUp(two)
  }

  /// Both standbys and a third server perhaps, as a set.
  func set(_ clusters: EmbeddedCluster...) -> ReplicaSet {
    ReplicaSet((clusters.isEmpty ? [one, two] : clusters).map { .init(settings($0)) })
  }

  /// Settings that give up a hung server soon.
  func settings(_ cluster: EmbeddedCluster) -> ConnectionSettings {
    var settings = cluster.settings()
    settings.connectTimeout = .seconds(1)
    return settings
  }

  /// Runs statements on the primary, in transactions of their own.
  @discardableResult
  func onPrimary(_ sql: String) throws -> [[String?]] {
    var connection = try connect(primary.settings(readOnly: false))
    return try connection.rows(sql, name: "on the primary")
  }

  /// The primary's clock.
  func now() throws -> Instant {
    try instant(onPrimary("SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint"))
  }

  /// Waits until a standby has everything that the primary has committed.
  func waitUntilCaughtUp(_ standby: EmbeddedCluster) throws {
    let position = try onPrimary("SELECT pg_logical_emit_message(true, 'test', '')")[0][0] ?? ""
    var connection = try connect(standby.settings())
    try waitUntil("the standby has caught up") {
      try connection.rows(
        "SELECT pg_last_wal_replay_lsn() >= '\(position)'", name: "caught up") == [["t"]]
    }
  }
}

/// A logger that says nothing.
let quiet = Logger(label: "tests") { _ in SwiftLogNoOpLogHandler() }

/// Opens a session that says nothing.
func connect(_ settings: ConnectionSettings) throws -> PostgresConnection {
  try PostgresConnection(settings, logger: quiet)
}

/// The only instant of a result.
func instant(_ rows: [[String?]]) throws -> Instant {
  Instant(microseconds: try number(rows))
}

/// The only number of a result.
func number(_ rows: [[String?]]) throws -> Int64 {
  guard let number = rows.first?.first.flatMap({ $0 }).flatMap({ Int64($0) }) else {
    throw Unexpected("no number in \(rows)")
  }
  return number
}

/// Something did not happen as a test needs it.
struct Unexpected: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Waits for a state, for half a minute at most.
func waitUntil(_ state: String, _ isReached: () throws -> Bool) throws {
  let deadline = ContinuousClock.now + .seconds(30)
  while try !isReached() {
    guard ContinuousClock.now < deadline else { throw Unexpected("not reached: \(state)") }
    Thread.sleep(forTimeInterval: 0.01)
  }
}

/// The error of a body that must fail with one of a type.
func thrown<Failure: Error>(_ type: Failure.Type, _ body: () throws -> Void) throws -> Failure {
  do {
    try body()
  } catch let error as Failure {
    return error
  }
  throw Unexpected("no error was thrown")
}
