import Columns
import Reports
import TestSupport
import Testing
import Values

@testable import Inventory

/// A pair's state taken out at a date and put in again.
@Suite struct AgeingCarryTests {
  /// A ledger fed to folds directly, in order of time, each pair in chain order.
  struct Feed {
    var movements: [(placed: PlacedMovement, at: Instant, balance: StoredDecimal?)] = []
    var pairs = PairIndex()
    let references = TransferReferences()
    let ledger: RandomAgeingLedger
    let catalogue: Catalogue
    let prices: DailyPrices

    init(_ ledger: RandomAgeingLedger) throws {
      self.ledger = ledger
      let book = try TestBook(ledger.stock, ledger.times.plan(), prices: ledger.prices).book
      catalogue = book.catalogue
      prices = try #require(book.prices.history)
      for product in 0..<RandomAgeingLedger.products {
        for store in 0..<RandomAgeingLedger.stores {
          let number = try #require(catalogue.number(of: .product(product)))
          let pair = pairs.insert(store: Int32(store), product: number).number
          let chain = Oracle(ledger.stock, product: .product(product), store: .store(store)).chain
          for (place, movement) in chain.enumerated() {
            movements.append(
              (
                PlacedMovement(
                  id: movement.id, pair: Int32(pair), type: 0,
                  kind: MovementKind(type: movement.type), quantity: movement.quantity,
                  before: movement.before, after: movement.after,
                  reference: references.number(of: Array((movement.reference ?? "").utf8).span)),
                movement.instant, place == 0 ? nil : chain[place - 1].after
              ))
          }
        }
      }
      movements = movements.enumerated().sorted {
        ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
      }
      .map(\.element)
    }

    func fold() -> AgeingFold {
      var fold = AgeingFold(
        ledger.ageingPlan, calendar: ledger.times.calendar, references: references)
      fold.prices = prices
      return fold
    }

    func feed(_ fold: inout AgeingFold, _ isWanted: (Instant) -> Bool) {
      for movement in movements where isWanted(movement.at) {
        let pair = Int(movement.placed.pair)
        fold.count(
          movement.placed, at: movement.at, product: pairs.products[pair], category: 0,
          store: pairs.stores[pair], storeID: .store(Int(pairs.stores[pair])),
          from: movement.balance)
      }
    }

    func states(_ fold: AgeingFold, _ day: Day) -> [AgeingState] {
      let carry = AgeingCarry(fold, pairs: pairs, day: day)
      return (0..<pairs.count).map { carry.state(of: $0) }
    }
  }

  @Test func `a fold from a carry ends as one of the whole ledger`() throws {
    var random = SeededRandom(of: "CARRY_SEED")
    for place in 0..<200 {
      let ledger = RandomAgeingLedger(seed: random.next(), hasNaN: place % 3 == 0)
      let feed = try Feed(ledger)
      var whole = feed.fold()
      feed.feed(&whole) { _ in true }
      whole.finish()

      let span = ledger.first.distance(to: ledger.date)
      let last = ledger.first.advanced(by: Int.random(in: -1...span, using: &random))
      let cut = ledger.times.calendar.start(of: last.advanced(by: 1))
      var first = feed.fold()
      feed.feed(&first) { $0 < cut }
      first.finish()
      var bytes: [UInt8] = []
      for state in feed.states(first, last) { state.append(to: &bytes) }

      var second = feed.fold()
      var restoring = AgeingRestoring()
      var position = 0
      for pair in (0..<feed.pairs.count) {
        let state = try AgeingState(reading: bytes, at: &position)
        let store = feed.pairs.stores[pair]
        restoring.put(
          state, as: pair, product: feed.pairs.products[pair], store: store,
          storeID: .store(Int(store)), into: &second)
      }
      #expect(position == bytes.count)
      restoring.finish(&second, day: last, pairs: feed.pairs)
      feed.feed(&second) { $0 >= cut }
      second.finish()
      #expect(feed.states(whole, ledger.date) == feed.states(second, ledger.date), "place \(place)")
      if last < ledger.date.firstOfMonth {
        #expect(whole.flows.keys.count == second.flows.keys.count)
        for number in 0..<whole.flows.keys.count {
          #expect(whole.flows[number].transfers.fifo == second.flows[number].transfers.fifo)
          #expect(whole.flows[number].sales.average == second.flows[number].sales.average)
        }
      }
    }
  }

  private var examples: [[UInt8]] {
    get throws {
      var examples: [[UInt8]] = []
      for seed in 0..<20 {
        let ledger = RandomAgeingLedger(seed: UInt64(seed), hasNaN: true)
        let feed = try Feed(ledger)
        var fold = feed.fold()
        feed.feed(&fold) { _ in true }
        fold.finish()
        for state in feed.states(fold, ledger.date) {
          var bytes: [UInt8] = []
          state.append(to: &bytes)
          examples.append(bytes)
        }
      }
      return examples
    }
  }

  @Test func `what breaks off is refused`() throws {
    for bytes in try examples {
      for count in bytes.indices {
        var place = 0
        #expect(throws: AgeingStateError.self) {
          try AgeingState(reading: Array(bytes[..<count]), at: &place)
        }
      }
    }
  }

  @Test func `nonsense is refused or reads as a state that is written the same`() throws {
    for bytes in Mutations(of: try examples, count: 20_000, named: "AgeingState") {
      var place = 0
      guard let state = try? AgeingState(reading: bytes, at: &place) else { continue }
      var written: [UInt8] = []
      state.append(to: &written)
      var again = 0
      #expect(try AgeingState(reading: written, at: &again) == state)
      // A fold goes on from whatever is taken.
      var fold = AgeingFold(
        BookPlan.Ageing(date: Day(daysSinceEpoch: 30_000), end: .distantFuture),
        calendar: .utc, references: TransferReferences())
      var restoring = AgeingRestoring()
      restoring.put(state, as: 0, product: 0, store: 0, storeID: .store(0), into: &fold)
      restoring.finish(&fold, day: Day(daysSinceEpoch: 20_000), pairs: PairIndex())
      fold.finish()
    }
  }

  @Test func `a usual state is small`() throws {
    var state = AgeingState()
    state.pair.firstDay = 20_000
    state.pair.lastSale = 20_400
    state.pair.average.put(12_000, at: WideDecimal(1_234_000_000))
    state.layers = [
      StockLayer(day: 20_300, quantity: 5_000), StockLayer(day: 20_390, quantity: 7_000),
    ]
    var bytes: [UInt8] = []
    state.append(to: &bytes)
    #expect(bytes.count < 40)
  }
}
