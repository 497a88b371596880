import Foundation
import GRDB
public import Reports

/// The alerts' part of the state inside one transaction; lent for the call.
public struct AlertTransaction {
  let database: Database

  /// Does something that is undone, without an error, when it gives false.
  public func attempt(_ body: () throws -> Bool) throws {
    try database.inSavepoint { try body() ? .commit : .rollback }
  }

  /// What is remembered of the pairs after one, by store and product id.
  public func records(
    after: (store: UUIDBytes, product: UUIDBytes)?, limit: Int
  ) throws -> [AlertRecord] {
    let statement = try database.cachedStatement(
      sql: """
        SELECT * FROM alert_states WHERE (store_id, product_id) > (?, ?)
        ORDER BY store_id, product_id LIMIT ?
        """)
    return try Row.fetchAll(
      statement,
      arguments: [after?.store.data ?? Data(), after?.product.data ?? Data(), limit]
    ).map(AlertRecord.init)
  }

  /// What is low, by the names of store and product.
  public func lowRecords() throws -> [AlertRecord] {
    try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM alert_states WHERE state <> 'ok'
        ORDER BY store_name, store_id, sku, product_id
        """
    ).map(AlertRecord.init)
  }

  /// Remembers how a pair stands.
  public func save(_ record: AlertRecord) throws {
    let statement = try database.cachedStatement(
      sql: """
        INSERT OR REPLACE INTO alert_states (
          store_id, product_id, state, told, low_start, low_ordinal, out_start, out_ordinal,
          changed_at, told_at, reminder, store_name, product_name, sku)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try statement.execute(arguments: [
      record.store.data, record.product.data, record.state.rawValue, record.reported.rawValue,
      record.low?.start?.microseconds, record.low?.ordinal, record.out?.start?.microseconds,
      record.out?.ordinal, record.changedAt.microseconds, record.reportedAt?.microseconds,
      record.reminder, record.storeName, record.productName, record.sku,
    ])
  }

  /// Forgets the pairs that have been well since before an instant.
  public func forgetRecovered(before instant: Instant) throws {
    try database.execute(
      sql: "DELETE FROM alert_states WHERE state = 'ok' AND told = 'ok' AND changed_at < ?",
      arguments: [instant.microseconds])
  }

  /// Notes that a round of decisions is done.
  public func finishRound(at instant: Instant, watched: Int) throws {
    try database.execute(
      sql: "INSERT OR REPLACE INTO alert_rounds (id, finished_at, watched) VALUES (1, ?, ?)",
      arguments: [instant.microseconds, watched])
  }
}

extension AlertRecord {
  init(_ row: Row) {
    self.init(
      store: UUIDBytes(row["store_id"] as Data), product: UUIDBytes(row["product_id"] as Data),
      at: Instant(microseconds: row["changed_at"]), storeName: row["store_name"],
      productName: row["product_name"], sku: row["sku"])
    state = StockState(rawValue: row["state"]) ?? .ok
    reported = StockState(rawValue: row["told"]) ?? .ok
    if let ordinal = row["low_ordinal"] as Int? {
      low = Episode(start: Instant(row["low_start"]), ordinal: ordinal)
    }
    if let ordinal = row["out_ordinal"] as Int? {
      out = Episode(start: Instant(row["out_start"]), ordinal: ordinal)
    }
    reportedAt = Instant(row["told_at"])
    reminder = row["reminder"]
  }
}

extension Instant {
  init?(_ microseconds: Int64?) {
    guard let microseconds else { return nil }
    self.init(microseconds: microseconds)
  }
}

extension UUIDBytes {
  /// The 16 bytes, which sort as the id does.
  var data: Data {
    var data = Data(capacity: 16)
    for half in [high, low] {
      for shift in stride(from: 56, through: 0, by: -8) {
        data.append(UInt8(truncatingIfNeeded: half >> UInt64(shift)))
      }
    }
    return data
  }

  init(_ data: Data) {
    var halves: (UInt64, UInt64) = (0, 0)
    for (place, byte) in data.prefix(16).enumerated() {
      if place < 8 {
        halves.0 = halves.0 << 8 | UInt64(byte)
      } else {
        halves.1 = halves.1 << 8 | UInt64(byte)
      }
    }
    self.init(high: halves.0, low: halves.1)
  }
}
