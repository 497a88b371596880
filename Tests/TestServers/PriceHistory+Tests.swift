package import Foundation
import Postgres
package import Reports
package import StateStore
import StockReading
package import Values

/// Prices that were seen before a run.
package struct SeenPrices {
  package var seenTo: Instant
  package var observations: [PriceObservation]

  package init(_ prices: ReportExample.Prices) {
    seenTo = prices.seenTo
    observations = prices.observations.map {
      PriceObservation(product: $0.product, start: $0.start, cost: $0.cost, sell: $0.sell)
    }
  }

  /// What the reference reads: an object of `seen_to` and a list of `observations`.
  package init(file: String) throws {
    struct Document: Decodable {
      var seen_to: String
      var observations: [[String: String]]
    }
    func instant(_ text: String?) throws -> Instant {
      try Instant(iso: (text ?? "").replacing(" ", with: "T"))
    }
    let document = try JSONDecoder().decode(
      Document.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    seenTo = try instant(document.seen_to)
    observations = try document.observations.map { row in
      guard let product = row["product_id"].flatMap({ UUIDBytes($0) }) else {
        throw CannotGoOn("\(file): a product without an id")
      }
      func cents(_ key: String) -> Int64? {
        row[key].flatMap { ExactDecimal.parse($0, scale: 2) }.map { Int64($0) }
      }
      return PriceObservation(
        product: product, start: try instant(row["from"]), cost: cents("cost_price"),
        sell: cents("sell_price"))
    }
  }

  /// A history that leads up to what a database has now, of up to four prices for a product; some
  /// products have none, and some were updated since the last look, a day and six hours ago.
  package init(before now: Instant, in database: TestDatabase) throws {
    let hour: Int64 = 3_600_000_000
    seenTo = Instant(microseconds: now.microseconds - 30 * hour)
    observations = []
    try database.execute(
      """
      UPDATE products_inventory
      SET last_updated = '\(now)'::timestamptz - get_byte(uuid_send(product_id), 7) * interval '20 min'
      """)
    var connection = try database.connect()
    let rows = try connection.rows(
      "SELECT product_id, cost_price, sell_price FROM products_inventory", name: "products")
    for row in rows {
      guard let id = row[0].flatMap({ UUIDBytes($0) }) else { continue }
      func cents(_ text: String?) -> Int64? {
        text.flatMap { ExactDecimal.parse($0, scale: 2) }.map { Int64($0) }
      }
      let today = (cost: cents(row[1]), sell: cents(row[2]))
      var bits = id.low ^ id.high >> 32
      func next(_ limit: UInt64) -> Int64 {
        bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64((bits >> 33) % limit)
      }
      let starts = Set((0..<next(5)).map { _ in seenTo.microseconds - next(700) * hour })
      for start in starts.sorted() {
        let isTodays = next(4) == 0
        observations.append(
          PriceObservation(
            product: id, start: Instant(microseconds: start),
            cost: isTodays ? today.cost : next(40) == 0 ? nil : next(90_000),
            sell: isTodays ? today.sell : next(40) == 0 ? nil : next(120_000)))
      }
    }
  }

  /// The same as the reference reads it.
  package func json() throws -> Data {
    func text(_ cents: Int64?) -> String {
      cents.map { ExactDecimal.text(Int128($0), scale: 2) } ?? "NaN"
    }
    let list = observations.map {
      [
        "product_id": "\($0.product)", "from": "\($0.start)", "cost_price": text($0.cost),
        "sell_price": text($0.sell),
      ]
    }
    return try JSONSerialization.data(
      withJSONObject: ["seen_to": "\(seenTo)", "observations": list])
  }
}

extension TestDatabase {
  /// A state in a new folder in which prices of this database were seen.
  package func state(in folder: String, seen prices: SeenPrices) throws -> StateDatabase {
    let state = try StateDatabase(folder: folder)
    let starts = prices.observations.map(\.start)
    let extent = PriceHistory.Extent(since: starts.min() ?? prices.seenTo, seenTo: prices.seenTo)
    let isAdded = try priceHistory(in: state)
      .add(prices.observations, extent: extent, former: nil)
    guard isAdded else { throw CannotGoOn("there is a price history already") }
    return state
  }

  /// What a state remembers of this database's prices.
  package func priceHistory(in state: StateDatabase) throws -> PriceHistory {
    var connection = try connect()
    guard let server = try LedgerServer(&connection) else {
      throw CannotGoOn("the server does not tell who it is")
    }
    return PriceHistory(state, system: server.system, database: server.database)
  }
}
