import Foundation
import GRDB
package import Values

/// The alerts' part of the state inside one transaction; lent for the call.
package struct AlertTransaction {
  let database: Database

  /// Does something that is undone, without an error, when it gives false.
  package func attempt(_ body: () throws -> Bool) throws {
    try database.inSavepoint { try body() ? .commit : .rollback }
  }

  /// What is remembered of the pairs after one, by store and product id.
  package func records(
    after: (store: UUIDBytes, product: UUIDBytes)?, limit: Int
  ) throws -> [AlertRecord] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT * FROM alert_states WHERE (store_id, product_id) > (?, ?)
        ORDER BY store_id, product_id LIMIT ?
        """)
    return try Row.fetchAll(
      statement,
      arguments: [
        after?.store.databaseValue ?? Data().databaseValue,
        after?.product.databaseValue ?? Data().databaseValue, limit,
      ]
    ).map(AlertRecord.init)
  }

  /// What is low, by the names of store and product.
  package func lowRecords() throws -> [AlertRecord] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM alert_states WHERE state <> 'ok'
        ORDER BY store_name, store_id, sku, product_id
        """
    ).map(AlertRecord.init)
  }

  /// Remembers how a pair stands.
  package func save(_ record: AlertRecord) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO alert_states (
          store_id, product_id, state, told, low_start, low_ordinal, out_start, out_ordinal,
          changed_at, told_at, reminder, store_name, product_name, sku)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      record.store, record.product, record.state.rawValue, record.reported.rawValue,
      record.low?.start, record.low?.ordinal, record.out?.start,
      record.out?.ordinal, record.changedAt, record.reportedAt,
      record.reminder, record.storeName, record.productName, record.sku,
    ])
  }

  /// Forgets the pairs that have been well since before an instant.
  package func forgetRecovered(before instant: Instant) throws {
    try database.execute(
      sql: "DELETE FROM alert_states WHERE state = 'ok' AND told = 'ok' AND changed_at < ?",
      arguments: [instant])
  }

  /// Notes that a round of decisions is done.
  package func finishRound(at instant: Instant, watched: Int) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO alert_rounds (id, finished_at, watched) VALUES (1, ?, ?)",
      arguments: [instant, watched])
  }
}

extension AlertRecord {
  init(_ row: Row) {
    self.init(
      store: row["store_id"], product: row["product_id"],
      at: row["changed_at"], storeName: row["store_name"],
      productName: row["product_name"], sku: row["sku"])
    state = StockState(rawValue: row["state"]) ?? .ok
    reported = StockState(rawValue: row["told"]) ?? .ok
    if let ordinal = row["low_ordinal"] as Int? {
      low = Episode(start: row["low_start"], ordinal: ordinal)
    }
    if let ordinal = row["out_ordinal"] as Int? {
      out = Episode(start: row["out_start"], ordinal: ordinal)
    }
    reportedAt = row["told_at"]
    reminder = row["reminder"]
  }
}
