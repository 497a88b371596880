import Inventory
import Reports
import TestSupport

/// A price history, and the snapshot that follows it.
struct TestPrices {
  struct Observation {
    var product: UUIDBytes
    var start: Instant
    var prices: UnitPrices
  }

  /// By product, those of one in order of time.
  var observations: [Observation] = []
  var updated: [UUIDBytes: Instant] = [:]
  var sighting: PriceSighting

  /// What is known after the snapshot, and what is new in it.
  func fold(
    _ catalogue: Catalogue, at instants: [Instant], history: DatedPrices? = nil
  ) -> (prices: KnownPrices, changes: PriceChanges) {
    var fold = PriceFold(
      catalogue, updated: catalogue.products.map { updated[$0.id] ?? .distantPast }, at: instants,
      sighting: sighting, history: history)
    for observation in observations {
      fold.take(observation.product, from: observation.start, observation.prices)
    }
    return fold.finish()
  }

  /// The same history by another way: every observation of a product, today's price among them.
  func history(of item: TestStock.Item) -> [(start: Instant, prices: UnitPrices)] {
    var history = observations.filter { $0.product == item.id }.map { ($0.start, $0.prices) }
    let today = UnitPrices(cost: item.cost, sell: item.price)
    guard sighting.isNew, history.last?.1 != today else { return history }
    var start = sighting.snapshot
    if let former = sighting.former, let updated = updated[item.id],
      updated <= sighting.snapshot,
      updated.microseconds >= former.microseconds - 3_600 * 1_000_000
    {
      start = max(updated, Instant(microseconds: former.microseconds + 1))
    }
    if let last = history.last?.0, last >= start {
      start = Instant(microseconds: last.microseconds + 1)
    }
    history.append((start, today))
    return history
  }

  /// What a product cost at an instant, and whether that was recorded by then.
  func known(of item: TestStock.Item, at instant: Instant) -> (UnitPrices, isRecorded: Bool) {
    let history = history(of: item)
    if let last = history.last(where: { $0.start <= instant }) { return (last.prices, true) }
    return (history.first?.prices ?? UnitPrices(cost: item.cost, sell: item.price), false)
  }

  /// A random history of a ledger's products, which ends before its last days or within them.
  static func random(for ledger: inout RandomLedger) -> TestPrices {
    let first = ledger.times.calendar.start(of: ledger.days[0]).microseconds
    let day: Int64 = 86_400_000_000
    func instant(_ range: ClosedRange<Int64>, _ random: inout SeededRandom) -> Instant {
      // Often exactly where a day begins.
      let whole = Int64.random(in: range, using: &random)
      return Instant(
        microseconds: first + whole * day
          + (random.once(in: 2) ? 0 : Int64.random(in: 0..<day, using: &random)))
    }
    let former = instant(0...10, &ledger.random)
    let snapshot = Instant(microseconds: max(former.microseconds + 1, first + 11 * day + 7))
    var prices = TestPrices(
      sighting: PriceSighting(
        snapshot: snapshot, former: ledger.random.once(in: 8) ? nil : former,
        isNew: !ledger.random.once(in: 8)))
    for item in ledger.stock.items {
      prices.updated[item.id] = instant(0...12, &ledger.random)
      guard prices.sighting.former != nil else { continue }
      let starts = Set(
        (0..<Int.random(in: 0...4, using: &ledger.random)).map { _ in
          instant(-3...10, &ledger.random)
        }
      ).filter { $0 <= former }.sorted()
      for start in starts {
        let isTodays = ledger.random.once(in: 4)
        prices.observations.append(
          Observation(
            product: item.id, start: start,
            prices: isTodays
              ? UnitPrices(cost: item.cost, sell: item.price)
              : UnitPrices(
                cost: StoredDecimal(Int64.random(in: 0...999, using: &ledger.random)),
                sell: StoredDecimal(Int64.random(in: 0...1_500, using: &ledger.random)))))
      }
    }
    return prices
  }
}
