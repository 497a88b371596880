import Testing
import Values

@testable import Inventory

/// What a snapshot adds to the price history, and what was known at an instant.
@Suite struct PriceTests {
  private static let times = TestTimes.bangkok
  private static let night = times.at("2026-11-22", hours: 2)
  private static let nightBefore = times.at("2026-11-21", hours: 2)

  private let item = TestStock.Item(1)
  private var today: UnitPrices { UnitPrices(cost: item.cost, sell: item.price) }
  private let former = UnitPrices(cost: StoredDecimal(90), sell: StoredDecimal(150))

  private func catalogue(_ items: [TestStock.Item]) throws -> Catalogue {
    var stock = TestStock()
    stock.items = items
    return try TestBook(stock, BookPlan(calendar: Self.times.calendar)).book.catalogue
  }

  private func prices(
    _ observations: [(Instant, UnitPrices)], updated: Instant? = nil,
    former: Instant? = nightBefore,
    isNew: Bool = true
  ) -> TestPrices {
    var prices = TestPrices(
      sighting: PriceSighting(snapshot: Self.night, former: former, isNew: isNew))
    prices.observations = observations.map {
      TestPrices.Observation(product: item.id, start: $0.0, prices: $0.1)
    }
    prices.updated[item.id] = updated
    return prices
  }

  /// From when on today's price counts; nil when it is no news.
  private func start(_ prices: TestPrices) throws -> Instant? {
    let changes = prices.fold(try catalogue([item]), at: []).changes
    #expect(changes.products.count == changes.starts.count && changes.starts.count < 2)
    return changes.starts.first
  }

  @Test func `a change counts from the product's last update between two sightings`() throws {
    let seen = [(Self.times.at("2026-11-01"), former)]
    let afternoon = Self.times.at("2026-11-21", hours: 15)
    #expect(try start(prices(seen, updated: afternoon)) == afternoon)
    #expect(try start(prices(seen, updated: Self.night)) == Self.night)
  }

  @Test func `a change without a usable update counts from the snapshot`() throws {
    let seen = [(Self.times.at("2026-11-01"), former)]
    for updated in [
      nil, Self.times.at("2026-11-21", hours: 0), Self.times.at("2026-11-20"),
      Self.times.at("2026-11-23"),
      Instant.distantPast, .distantFuture,
    ] {
      #expect(try start(prices(seen, updated: updated)) == Self.night)
    }
    // What was never seen before says nothing of the time before the first snapshot.
    let morning = Self.times.at("2026-11-21", hours: 9)
    #expect(try start(prices([], updated: morning, former: nil)) == Self.night)
    // A product that is new since the last sighting does.
    #expect(try start(prices([], updated: morning)) == morning)
  }

  @Test func `a change under way at the former sighting counts from right after it`() throws {
    let seen = [(Self.times.at("2026-11-01"), former)]
    // An import began at 01:55, and was not over when the prices were looked at, at 02:00.
    let begun = Instant(microseconds: Self.nightBefore.microseconds - 300_000_000)
    let next = Instant(microseconds: Self.nightBefore.microseconds + 1)
    for updated in [begun, Self.nightBefore] {
      #expect(try start(prices(seen, updated: updated)) == next)
    }
    // What was seen at the former sighting itself is replaced all the same.
    #expect(
      try start(prices([(Self.nightBefore, former)], updated: begun)) == next)
  }

  @Test func `a change comes after what it replaces, whatever the clocks`() throws {
    let later = Self.times.at("2026-11-22", hours: 3)
    #expect(
      try start(prices([(later, former)])) == Instant(microseconds: later.microseconds + 1))
  }

  @Test func `an unchanged price and an older snapshot are no news`() throws {
    let seen = Self.times.at("2026-11-01")
    #expect(try start(prices([(seen, today)])) == nil)
    #expect(try start(prices([(seen, former)], isNew: false)) == nil)
    #expect(try start(prices([], isNew: false)) == nil)
    // Back to what it was once is a change.
    #expect(
      try start(prices([(seen, today), (Self.nightBefore, former)])) == Self.night)
    let unknown = UnitPrices(cost: .notANumber, sell: item.price)
    #expect(try start(prices([(seen, unknown)])) == Self.night)
  }

  @Test func `an observation at the instant itself counts`() throws {
    let end = Self.times.at("2026-11-21")
    let (known, _) = prices([(end, former)]).fold(try self.catalogue([item]), at: [end])
    let moment = known.moment(at: end)
    #expect(moment.isRecorded(0))
    let catalogue = try catalogue([item])
    #expect(moment.differing(in: catalogue).map(\.prices) == [former])
    let before = Instant(microseconds: end.microseconds - 1)
    let earlier = prices([(end, former)]).fold(catalogue, at: [before]).prices
    // Not recorded, and yet the earliest that is known.
    #expect(!earlier.moment(at: before).isRecorded(0))
    #expect(earlier.moment(at: before).differing(in: catalogue).count == 1)
  }

  @Test func `products that are gone, or were never seen, disturb nothing`() throws {
    var history = prices([(Self.times.at("2026-11-01"), former)])
    for gone in [UUIDBytes(high: 0, low: 0), .product(9)] {
      history.observations.append(
        TestPrices.Observation(product: gone, start: Self.times.at("2026-11-02"), prices: former))
    }
    let items = [TestStock.Item(3), item, TestStock.Item(2)]
    let end = Self.times.at("2026-11-22")
    let catalogue = try self.catalogue(items)
    let (known, changes) = history.fold(catalogue, at: [end])
    #expect(changes.products == [1, 2, 0])
    #expect(known.moment(at: end).recordedCount == 1)
    #expect(known.moment(at: end).differing(in: catalogue).map(\.product) == [item.id])
  }

  @Test func `what is known at an instant is what the observations say one by one`() throws {
    for seed in 0..<400 {
      var ledger = RandomLedger(seed: UInt64(40_000 + seed))
      let history = TestPrices.random(for: &ledger)
      let instants =
        ledger.days.map { ledger.times.calendar.start(of: $0) } + [
          history.sighting.snapshot, .distantFuture,
        ]
      let catalogue = try self.catalogue(ledger.stock.items)
      let (known, changes) = history.fold(catalogue, at: instants)
      for instant in instants {
        let moment = known.moment(at: instant)
        for (number, item) in ledger.stock.items.enumerated() {
          let (prices, isRecorded) = history.known(of: item, at: instant)
          #expect(moment.prices(of: catalogue.products[number], number: number) == prices)
          #expect(moment.isRecorded(number) == isRecorded)
        }
      }
      let fresh = ledger.stock.items.filter { item in
        history.history(of: item).count > history.observations.count { $0.product == item.id }
      }
      #expect(
        changes.products.map { catalogue.products[Int($0)].id } == fresh.map(\.id).sorted())
    }
  }
}
