import Foundation
import GRDB
package import Values

extension AlertTransaction {
  /// Writes an event; gives false when one of its id was written before, delivered or not.
  package func enqueue(_ event: OutboxEvent, at now: Instant) throws -> Bool {
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR IGNORE INTO alert_outbox
          (event_id, endpoint, event_type, lane, content_type, body, created_at, next_attempt_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      event.id, event.endpoint, event.type, Data(event.lane), event.contentType,
      Data(event.body), now, now,
    ])
    return database.changesCount == 1
  }

  /// The place of the newest event.
  package func lastSequence() throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT max(sequence) FROM alert_outbox") ?? 0
  }

  /// Removes the events written after a place, in this same transaction.
  package func withdraw(after sequence: Int64) throws {
    try database.execute(
      sql: "DELETE FROM alert_outbox WHERE sequence > ?", arguments: [sequence])
  }

  /// Forgets what was delivered before an instant.
  package func forgetDelivered(before instant: Instant) throws {
    try database.execute(
      sql: "DELETE FROM alert_outbox WHERE status = 'delivered' AND settled_at < ?",
      arguments: [instant])
  }

  /// Forgets what was given up before an instant; gives how many events.
  package func forgetDead(before instant: Instant) throws -> Int {
    try database.execute(
      sql: "DELETE FROM alert_outbox WHERE status = 'dead' AND settled_at < ?",
      arguments: [instant])
    return database.changesCount
  }

  /// Notes what became of attempts.
  func record(_ attempts: [DeliveryRecord]) throws {
    let statement = try database.cachedStatement(
      sql: """
        UPDATE alert_outbox
        SET status = ?, attempts = attempts + 1, next_attempt_at = coalesce(?, next_attempt_at),
            first_attempt_at = coalesce(first_attempt_at, ?), settled_at = ?, last_error = ?
        WHERE sequence = ? AND status = 'pending'
        """)
    for attempt in attempts {
      var status = "pending"
      var next: Instant?
      switch attempt.ending {
      case .delivered: status = "delivered"
      case .dead: status = "dead"
      case .again(let instant): next = instant
      }
      try statement.execute(arguments: [
        status, next, attempt.at, next == nil ? attempt.at : nil,
        attempt.error, attempt.sequence,
      ])
    }
  }
}

extension QueuedEvent {
  init(_ row: Row) {
    self.init(
      sequence: row["sequence"],
      event: OutboxEvent(
        id: row["event_id"], endpoint: row["endpoint"], type: row["event_type"],
        lane: Array(row["lane"] as Data), contentType: row["content_type"],
        body: Array(row["body"] as Data)),
      createdAt: row["created_at"], attempts: row["attempts"],
      firstAttemptAt: row["first_attempt_at"], lastError: row["last_error"])
  }
}
