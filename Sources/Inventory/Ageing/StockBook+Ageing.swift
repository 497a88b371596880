import Columns
import Reports
public import Values

/// What the age of the stock takes from the reading.
extension StockBook {
  /// The number of a transfer's reference, matched byte by byte; 0 when there is none, or nobody asks
  /// for it.
  public func reference(_ text: Span<UInt8>) -> Int32 {
    ageings.isEmpty ? TransferReferences.none : references.number(of: text)
  }

  /// Whether the age of the stock is folded.
  public var foldsAges: Bool { !ageings.isEmpty }

  /// Lets the book carry on the age of the stock at the end of a date; before any movement.
  public mutating func carryAges(to day: Day) {
    var fold = AgeingFold(
      BookPlan.Ageing(date: day, end: plan.calendar.start(of: day.advanced(by: 1))),
      calendar: plan.calendar, references: references, memory: memory, countsEffects: false)
    fold.prices = dailyPrices
    ageings.append(fold)
    carriesFold = true
  }

  /// Waits for what an earlier reading carried on to the end of a date: until then, only the
  /// movements of some other products count, but for the pairs of which it is all that is left; before
  /// any movement.
  public mutating func awaitAges(
    to day: Day, but reread: Set<UUIDBytes>, keeping kept: some Sequence<Int>
  ) {
    let carry = AgeingFold.Carry(
      end: plan.calendar.start(of: day.advanced(by: 1)),
      reread: Set(reread.compactMap { catalogue.number(of: $0) }), kept: Set(kept.map { Int32($0) })
    )
    for index in ageings.indices { ageings[index].wait(for: carry) }
  }

  /// Puts in what was carried on to the end of a date, when every earlier movement has come.
  ///
  /// `states` gives the state of each pair that is not read again. Throws what it throws.
  public mutating func restoreAges(
    to day: Day, _ states: ((_ pair: Int, AgeingState) -> Void) throws -> Void
  ) throws {
    try begin(plan.calendar.start(of: day.advanced(by: 1)), id: UUIDBytes(high: 0, low: 0))
    for index in ageings.indices { ageings[index].endBeforeCarry() }
    var restorings = ageings.map { _ in AgeingRestoring() }
    var folds = ageings
    ageings = []
    try states { pair, state in
      let (product, store) = (pairs.products[pair], pairs.stores[pair])
      for index in folds.indices {
        restorings[index].put(
          state, as: pair, product: product, store: store, storeID: stores.id(store),
          into: &folds[index])
      }
    }
    for index in folds.indices {
      restorings[index].finish(&folds[index], day: day, pairs: pairs)
    }
    ageings = folds
  }

  /// Gives a digest of what each product cost at the end of every date up to one: what carries the ages
  /// on rests on it.
  public func forEachCostDigest(
    upTo day: Day, _ body: (_ product: UUIDBytes, UInt64) throws -> Void
  ) rethrows {
    let prices = dailyPrices
    for number in catalogue.products.indices {
      try body(
        catalogue.products[number].id, prices.costDigest(number, upTo: day.daysSinceEpoch))
    }
  }

  /// What the products cost on each date, as far as that is known.
  var dailyPrices: DailyPrices {
    prices.history ?? DailyPrices(catalogue, calendar: plan.calendar, memory: memory)
  }

  /// Counts a movement for each date at which the stock is aged.
  mutating func countAgeings(_ movement: PlacedMovement, balance: StoredDecimal?) {
    let store = pairs.stores[Int(movement.pair)]
    let product = pairs.products[Int(movement.pair)]
    for index in ageings.indices {
      if ageings[index].prices == nil { ageings[index].prices = dailyPrices }
      ageings[index].count(
        movement, at: instant, product: product,
        category: catalogue.products[Int(product)].category, store: store,
        storeID: stores.id(store), from: balance)
    }
    if movement.kind == .transfer, references.isFull { clearReferences() }
  }

  /// Lets go of the references that no fold names any more.
  private func clearReferences() {
    let used = ageings.map(\.usedReferences)
    references.keep { number in used.contains { $0.contains(number) } }
  }

  func ageing(_ ageing: BookPlan.Ageing) -> AgeingFold? {
    ageings.first { $0.date == ageing.date && $0.end == ageing.end }
  }
}
