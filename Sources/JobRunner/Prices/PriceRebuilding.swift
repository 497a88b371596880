import PublishedTables
import Publishing
package import StateStore
package import StockReading
package import Values

/// Fills the price history with what published valuations show of the time before it.
///
/// For when the state was lost. What is remembered stays as it is: a published price is only taken
/// for the time before the first that is remembered of its product.
package struct PriceRebuilding {
  /// What came of it.
  package struct Outcome: Sendable {
    /// How many published runs were read.
    package var runs = 0
    /// How many prices were added.
    package var added = 0
    /// The first instant of which any price is known; nil when none is.
    package var since: Instant?
    /// Why other runs were not read.
    package var problems: [String] = []
  }

  /// The columns by which a table is known for a valuation, in the order in which they are used.
  fileprivate static let columns = ["product_id", "cost_price", "sell_price", "cost_basis"]

  private let output: String
  private let history: PriceHistory

  /// A rebuilding of the history of a server's database, from all runs below an output folder.
  package init(output: String, of server: LedgerServer, in state: StateDatabase) {
    self.output = output
    history = PriceHistory(state, system: server.system, database: server.database)
  }

  /// Reads the runs, the oldest first and of one moment the latest, and adds what they show; all of it or nothing.
  ///
  /// It holds a few words for each product and each price that is added. Throws `PublishingError`
  /// when the output folder cannot be read, and `StateError`.
  package func perform() throws -> Outcome {
    while true {
      var outcome = Outcome()
      if try pass(&outcome) { return outcome }
      // A run has added something meanwhile.
    }
  }

  /// What a run's table says of an instant.
  fileprivate struct Testimony {
    var table: PublishedTable
    var instant: Instant
    /// The values of `cost_basis` that say it.
    var bases: Set<String>
  }

  private func pass(_ outcome: inout Outcome) throws -> Bool {
    var first: [UUIDBytes: Instant] = [:]
    let former = try history.read { extent, observations in
      try observations { if first[$0.product] == nil { first[$0.product] = $0.start } }
      return extent
    }
    var latest: [UUIDBytes: PriceObservation] = [:]
    var added: [PriceObservation] = []
    var seen: [Instant] = []
    for testimony in try testimonies(&outcome) {
      do {
        var isSilent = true
        try testimony.forEachPrice { price in
          isSilent = false
          if let first = first[price.product], first <= price.start { return }
          let former = latest[price.product]
          let isSame = former.map { $0.cost == price.cost && $0.sell == price.sell } ?? false
          if isSame || former?.start == price.start { return }
          latest[price.product] = price
          added.append(price)
        }
        if !isSilent { seen.append(testimony.instant) }
      } catch {
        outcome.problems.append("\(testimony.table.run.folder): \(error)")
      }
    }
    guard let oldest = seen.min(), let newest = seen.max() else {
      outcome.since = former?.since
      return true
    }
    let extent = PriceHistory.Extent(
      since: min(former?.since ?? oldest, oldest), seenTo: former?.seenTo ?? newest)
    outcome.added = added.count
    outcome.since = extent.since
    return try history.add(added, extent: extent, former: former)
  }

  /// What the published valuations say, the oldest first.
  private func testimonies(_ outcome: inout Outcome) throws -> [Testimony] {
    var testimonies: [Testimony] = []
    let published = PublishedReports(output: output)
    for report in try published.reports() {
      for id in try published.runs(of: report) {
        do {
          let run = try published.run(id, of: report)
          let tables = PublishedTable.tables(of: run)
          guard let table = tables.first(where: Self.isValuation) else { continue }
          try run.verify(table.resource)
          outcome.runs += 1
          testimonies += Self.testimonies(of: table)
        } catch {
          outcome.problems.append("\(error)")
        }
      }
    }
    // What was issued again counts before what it replaced.
    return testimonies.sorted {
      ($0.instant, $1.table.run.id) < ($1.instant, $0.table.run.id)
    }
  }

  private static func isValuation(_ table: PublishedTable) -> Bool {
    columns.allSatisfy { table.index(of: $0) != nil }
  }

  /// What was recorded counts for the end of the period.
  ///
  /// A price that was not is that of the run's own snapshot, if nothing had been remembered before
  /// it; else it is the earliest that was known then, and nobody knows when that was seen.
  private static func testimonies(of table: PublishedTable) -> [Testimony] {
    let facts = table.run.facts
    let (end, asOf) = (facts.period.end.instant, facts.asOf.instant)
    guard let since = facts.prices?.since.instant else {
      return [Testimony(table: table, instant: asOf, bases: ["current", "missing"])]
    }
    let recorded: Set<String> = since <= end ? ["recorded", "missing"] : ["recorded"]
    var testimonies = [Testimony(table: table, instant: end, bases: recorded)]
    if since >= asOf {
      let others: Set<String> = since <= end ? ["current"] : ["current", "missing"]
      testimonies.append(Testimony(table: table, instant: asOf, bases: others))
    }
    return testimonies
  }
}

extension PriceRebuilding.Testimony {
  /// Gives each row's price from the instant on.
  func forEachPrice(_ body: (PriceObservation) throws -> Void) throws {
    let places = PriceRebuilding.columns.compactMap { table.index(of: $0) }
    func cents(_ text: String) throws -> Int64? {
      if text.isEmpty { return nil }
      guard let value = ExactDecimal.parse(text, scale: 2), let cents = Int64(exactly: value) else {
        throw PriceProblem(text: text, expected: "a price")
      }
      return cents
    }
    try table.forEachRow { row in
      let cells = places.map { row[$0] }
      guard bases.contains(cells[3]) else { return }
      guard let product = UUIDBytes(cells[0]) else {
        throw PriceProblem(text: cells[0], expected: "a product's id")
      }
      try body(
        PriceObservation(
          product: product, start: instant, cost: cents(cells[1]), sell: cents(cells[2])))
    }
  }
}

/// A cell of a published valuation that is not what its column says.
private struct PriceProblem: Error, CustomStringConvertible {
  var text: String
  var expected: String

  var description: String { "'\(text)' is not \(expected)" }
}
