import Foundation
import GRDB
package import Values

/// The alerts' part of the state: one transaction a call.
extension StateDatabase {
  /// Changes what alerts remember, all of it or nothing.
  package func changeAlerts<Value>(
    _ body: (AlertTransaction) throws -> Value
  ) throws(StateError) -> Value {
    try write { try body(AlertTransaction(database: $0)) }
  }

  /// Looks at what alerts remember, at one moment.
  package func readAlerts<Value>(
    _ body: (AlertTransaction) throws -> Value
  ) throws(StateError) -> Value {
    try read { try body(AlertTransaction(database: $0)) }
  }

  /// The events of a service that may be sent now, each the first of its lane that waits.
  ///
  /// What is of one lane must arrive in order, so that a later one waits until the first is
  /// delivered or given up.
  package func dueEvents(
    of endpoint: String, at now: Instant, limit: Int
  ) throws(StateError) -> [QueuedEvent] {
    try read { database in
      let statement = try database.cachedStatement(
        sql: """
          SELECT * FROM alert_outbox AS event
          WHERE endpoint = ? AND status = 'pending' AND next_attempt_at <= ?
            AND NOT EXISTS (
              SELECT 1 FROM alert_outbox AS earlier
              WHERE earlier.endpoint = event.endpoint AND earlier.lane = event.lane
                AND earlier.status = 'pending' AND earlier.sequence < event.sequence)
          ORDER BY next_attempt_at, sequence LIMIT ?
          """)
      return try Row.fetchAll(statement, arguments: [endpoint, now, limit])
        .map(QueuedEvent.init)
    }
  }

  /// When the next event of a service may be sent, in its turn; nil when none waits.
  package func nextAttempt(of endpoint: String) throws(StateError) -> Instant? {
    try read { database in
      try Instant.fetchOne(
        database,
        sql: """
          SELECT min(next_attempt_at) FROM alert_outbox AS event
          WHERE endpoint = ? AND status = 'pending'
            AND NOT EXISTS (
              SELECT 1 FROM alert_outbox AS earlier
              WHERE earlier.endpoint = event.endpoint AND earlier.lane = event.lane
                AND earlier.status = 'pending' AND earlier.sequence < event.sequence)
          """, arguments: [endpoint])
    }
  }

  /// Notes what became of attempts, and how the service is.
  package func record(
    _ attempts: [DeliveryRecord], of endpoint: EndpointRecord
  ) throws(StateError) {
    try changeAlerts { alerts in
      try alerts.record(attempts)
      try alerts.database.execute(
        sql: """
          INSERT OR REPLACE INTO alert_endpoints
            (name, stopped_at, paused_until, last_success_at, last_error_at, last_error)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          endpoint.name, endpoint.stoppedAt, endpoint.pausedUntil,
          endpoint.lastSuccessAt, endpoint.lastErrorAt,
          endpoint.lastError,
        ])
    }
  }

  /// How deliveries to a service go.
  package func endpoint(_ name: String) throws(StateError) -> EndpointRecord {
    try read { database in
      var record = EndpointRecord(name: name)
      if let row = try Row.fetchOne(
        database, sql: "SELECT * FROM alert_endpoints WHERE name = ?", arguments: [name])
      {
        record.stoppedAt = row["stopped_at"]
        record.pausedUntil = row["paused_until"]
        record.lastSuccessAt = row["last_success_at"]
        record.lastErrorAt = row["last_error_at"]
        record.lastError = row["last_error"]
      }
      let counts = try Row.fetchOne(
        database,
        sql: """
          SELECT count(*) FILTER (WHERE status = 'pending') AS pending,
                 count(*) FILTER (WHERE status = 'dead') AS dead,
                 min(created_at) FILTER (WHERE status = 'pending') AS oldest
          FROM alert_outbox WHERE endpoint = ? AND status <> 'delivered'
          """, arguments: [name])
      record.pending = counts?["pending"] ?? 0
      record.dead = counts?["dead"] ?? 0
      record.oldestPendingAt = counts.flatMap { $0["oldest"] }
      return record
    }
  }

  /// The services that events were ever written for.
  package func endpointNames() throws(StateError) -> [String] {
    try read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT name FROM alert_endpoints UNION SELECT endpoint FROM alert_outbox
          """)
    }
  }

  /// What was given up, oldest first.
  package func deadEvents(limit: Int) throws(StateError) -> [QueuedEvent] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: "SELECT * FROM alert_outbox WHERE status = 'dead' ORDER BY sequence LIMIT ?",
        arguments: [limit]
      ).map(QueuedEvent.init)
    }
  }

  /// Lets what was given up wait again, as it is; gives how many it were.
  package func replay(_ ids: [UUIDBytes]?, at now: Instant) throws(StateError) -> Int {
    try write { database in
      let sql = """
        UPDATE alert_outbox
        SET status = 'pending', attempts = 0, first_attempt_at = NULL, settled_at = NULL,
            next_attempt_at = ?
        WHERE status = 'dead'
        """
      guard let ids else {
        try database.execute(sql: sql, arguments: [now])
        return database.changesCount
      }
      var count = 0
      for id in ids {
        try database.execute(
          sql: "\(sql) AND event_id = ?", arguments: [now, id])
        count += database.changesCount
      }
      return count
    }
  }

  /// How many products are remembered in each state.
  package func stateCounts() throws(StateError) -> [StockState: Int] {
    try read { database in
      let rows = try Row.fetchAll(
        database, sql: "SELECT state, count(*) AS n FROM alert_states GROUP BY state")
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          StockState(rawValue: row["state"]).map { ($0, row["n"]) }
        })
    }
  }

  /// When the last round of decisions was done, and how many pairs it watched; nil before the first.
  package func lastRound() throws(StateError) -> (at: Instant, watched: Int)? {
    try read { database in
      try Row.fetchOne(database, sql: "SELECT * FROM alert_rounds").map { row in
        (row["finished_at"], row["watched"])
      }
    }
  }
}
