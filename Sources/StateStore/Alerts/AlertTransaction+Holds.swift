import Foundation
import GRDB
package import Values

extension AlertTransaction {
  /// The mutes in effect at an instant, by number.
  package func mutes(at now: Instant) throws -> [AlertMute] {
    try Row.fetchAll(
      database, sql: "SELECT * FROM alert_mutes WHERE until IS NULL OR until > ? ORDER BY id",
      arguments: [now]
    ).map { row in
      var mute = AlertMute(
        product: row["product"], store: row["store"], supplier: row["supplier"],
        category: row["category"], until: row["until"], note: row["note"])
      mute.id = row["id"]
      return mute
    }
  }

  /// Begins a mute and gives its number.
  package func add(_ mute: AlertMute, at now: Instant) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO alert_mutes (product, store, supplier, category, until, note, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        mute.product, mute.store, mute.supplier, mute.category, mute.until,
        mute.note, now,
      ])
    return database.lastInsertedRowID
  }

  /// Ends a mute; gives false when there is none of this number.
  package func removeMute(_ id: Int64) throws -> Bool {
    try database.execute(sql: "DELETE FROM alert_mutes WHERE id = ?", arguments: [id])
    return database.changesCount == 1
  }

  /// Forgets the mutes that ended before an instant.
  package func forgetEndedMutes(before instant: Instant) throws {
    try database.execute(
      sql: "DELETE FROM alert_mutes WHERE until < ?", arguments: [instant])
  }

  /// Everything that holds, oldest first.
  package func holds() throws -> [AlertHold] {
    try Row.fetchAll(database, sql: "SELECT * FROM alert_holds ORDER BY since, kind, subject")
      .compactMap { row in
        guard let kind = AlertHold.Kind(rawValue: row["kind"]) else { return nil }
        var hold = AlertHold(
          kind: kind, subject: row["subject"], since: row["since"],
          detail: row["detail"])
        hold.reportedAt = row["told_at"]
        hold.reminder = row["reminder"]
        hold.confirmedAt = row["confirmed_at"]
        return hold
      }
  }

  package func save(_ hold: AlertHold) throws {
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO alert_holds
          (kind, subject, since, told_at, reminder, confirmed_at, detail)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        hold.kind.rawValue, hold.subject, hold.since, hold.reportedAt,
        hold.reminder, hold.confirmedAt, hold.detail,
      ])
  }

  package func remove(_ hold: AlertHold) throws {
    try database.execute(
      sql: "DELETE FROM alert_holds WHERE kind = ? AND subject = ?",
      arguments: [hold.kind.rawValue, hold.subject])
  }
}
