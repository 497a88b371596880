import Foundation
import GRDB
package import Values

/// The remembered prices of one database: only changes are kept, each from an instant on.
package struct PriceHistory: Sendable {
  /// How much of the past is known.
  package struct Extent: Hashable, Sendable {
    /// The first instant at which a price was seen.
    package var since: Instant
    /// Up to when every change was seen.
    package var seenTo: Instant
    /// How often anything was added; what was read tells by it whether it still holds.
    package internal(set) var revision: Int64 = 0

    package init(since: Instant, seenTo: Instant) {
      self.since = since
      self.seenTo = seenTo
    }
  }

  /// Gives each observation to a body, product after product, those of one in order of time.
  package typealias Observations = ((PriceObservation) throws -> Void) throws -> Void

  private let state: StateDatabase
  private let system: Int64
  private let database: Int64

  /// The history of a database of a cluster, by the server's system identifier and the oid.
  ///
  /// Two databases never share one. After a move to another cluster it begins anew.
  package init(_ state: StateDatabase, system: UInt64, database: UInt64) {
    self.state = state
    self.system = Int64(bitPattern: system)
    self.database = Int64(bitPattern: database)
  }

  /// Reads at one moment, all observations or only the latest of each product; the extent is nil when
  /// nothing is remembered yet.
  package func read<Result>(
    latestOnly: Bool = false, _ body: (Extent?, Observations) throws -> Result
  ) throws(StateError) -> Result {
    try state.read { database in
      guard let (id, extent) = try catalogue(in: database) else { return try body(nil) { _ in } }
      return try body(extent) { give in
        let rows = try Row.fetchCursor(
          database,
          // With max(), SQLite takes the other columns from the row that has it.
          sql: latestOnly
            ? "SELECT product, max(start), cost, sell FROM price WHERE catalogue = ?"
              + " GROUP BY product ORDER BY product"
            : "SELECT product, start, cost, sell FROM price WHERE catalogue = ?"
              + " ORDER BY product, start", arguments: [id])
        while let row = try rows.next() {
          try give(
            PriceObservation(
              product: row[0], start: row[1],
              cost: row[2], sell: row[3]))
        }
      }
    }
  }

  /// Adds observations and says how much of the past is known now, all or nothing.
  ///
  /// Nothing is done, and the result is false, when the extent is not `former` any more: somebody
  /// else added something meanwhile.
  package func add(
    _ observations: some Sequence<PriceObservation>, extent: Extent, former: Extent?
  ) throws(StateError) -> Bool {
    try state.write { database in
      let known = try catalogue(in: database)
      guard known?.extent == former else { return false }
      try database.execute(
        sql: """
          INSERT INTO price_catalogue (system, database, since, seen_to) VALUES (?, ?, ?, ?)
          ON CONFLICT (system, database)
          DO UPDATE SET since = excluded.since, seen_to = excluded.seen_to,
            revision = revision + 1
          """,
        arguments: [
          system, self.database, extent.since, extent.seenTo,
        ])
      let id = known?.id ?? database.lastInsertedRowID
      let statement = try database.makeStatement(
        sql: "INSERT INTO price (catalogue, product, start, cost, sell) VALUES (?, ?, ?, ?, ?)")
      for price in observations {
        try statement.execute(arguments: [
          id, price.product, price.start, price.cost, price.sell,
        ])
      }
      return true
    }
  }

  private func catalogue(in database: Database) throws -> (id: Int64, extent: Extent)? {
    try Row.fetchOne(
      database,
      sql: "SELECT * FROM price_catalogue WHERE system = ? AND database = ?",
      arguments: [system, self.database]
    ).map { row in
      var extent = Extent(
        since: row["since"], seenTo: row["seen_to"])
      extent.revision = row["revision"]
      return (row["id"], extent)
    }
  }
}

/// What a product cost and sold for from an instant on.
package struct PriceObservation: Hashable, Sendable {
  package var product: UUIDBytes
  package var start: Instant
  /// The cost of one unit in cents; nil when it is not a number.
  package var cost: Int64?
  /// The price of one unit in cents; nil when it is not a number.
  package var sell: Int64?

  package init(product: UUIDBytes, start: Instant, cost: Int64?, sell: Int64?) {
    self.product = product
    self.start = start
    self.cost = cost
    self.sell = sell
  }
}
