import Columns
import Values

/// What one window of business days says about demand, for each pair.
struct DemandFold: Sendable {
  let end: Instant
  private var days: DayCursor
  private var slots: SparseColumn<Slot>

  /// What was sold and for how long there was stock.
  struct Facts: Sendable {
    /// Minus the net SALE quantity, scale 3.
    var sold = StoredDecimal.zero
    /// The sum over the days of the squared net sale, scale 6; nil when it leaves 128 bits.
    var sumOfSquares: Int128? = 0
    /// On how many days more was sold than returned.
    var saleDays = 0
    /// How long the balance was above 0, in microseconds; nil when a balance is not a number.
    var inStock: Int64? = 0
    /// The first day of the unbroken run of low day-ends up to the end; nil when the run has no
    /// day-end, or reaches back to the first day of the window.
    var lowSince: Day?
    /// When the ledger's balance came to the reorder level, and when to 0, and has not come up since;
    /// nil when it is above, or was there before the window.
    var runs = LowRuns()
  }

  fileprivate struct Slot: Sendable {
    var facts = Facts()
    var isStarted = false
    /// Up to where the stock time is counted.
    var countedTo: Int64 = 0
    /// How many of the window's day-ends have passed.
    var dayEnds: Int32 = 0
    /// The first day-end of the present run of low ones, or -1.
    var lowFrom: Int32 = -1
    var runs = LowRuns()
    /// The day whose sales are being added, or -1.
    var day: Int32 = -1
    /// How many movements are sales.
    var sales: Int32 = 0
    var soldThatDay = StoredDecimal.zero
  }

  /// The latest sale of each store in the window, by the store's number; `Int64.min` for none.
  private var lastSales: [Int64] = []
  private let rearmMargin: Int

  /// The window of `days`, of which the last ends at `end` when it is not over.
  ///
  /// A low run ends only above the reorder level by `rearmMargin` percent.
  init(days: DayCursor, end: Instant, rearmMargin: Int = 0, memory: MemoryBudget) {
    slots = SparseColumn(Slot(), memory: memory)
    self.days = days
    self.end = end
    self.rearmMargin = rearmMargin
  }

  var start: Instant { days.edges[0] }
  var first: Day { days.first }

  /// Counts a movement of the window; `balance` is the pair's balance before it, nil when it is the
  /// pair's first ever.
  mutating func count(
    _ movement: PlacedMovement, at instant: Instant, store: Int32, from balance: StoredDecimal?,
    lowAt reorderLevel: StoredDecimal
  ) {
    let day = Int32(days.index(of: instant))
    let windowStart = start.microseconds
    slots[Int(movement.pair)].count(
      movement, at: instant.microseconds, day: day, from: balance, windowStart: windowStart,
      lowAt: reorderLevel, rearmMargin: rearmMargin)
    guard movement.kind == .sale else { return }
    while lastSales.count <= Int(store) { lastSales.append(.min) }
    lastSales[Int(store)] = instant.microseconds
  }

  /// When a store sold last in the window; nil when it sold nothing.
  func lastSale(store: Int32) -> Instant? {
    guard Int(store) < lastSales.count, lastSales[Int(store)] != .min else { return nil }
    return Instant(microseconds: lastSales[Int(store)])
  }

  /// How many sales, and returns, of a pair are in the window.
  func sales(_ pair: Int) -> Int { Int(slots[pair].sales) }

  /// What the window says of a pair whose latest movement before the end left `balance`, and of
  /// which there is `quantity` at the end.
  func facts(
    _ pair: Int, balance: StoredDecimal?, quantity: StoredDecimal, lowAt reorderLevel: StoredDecimal
  ) -> Facts {
    var slot = slots[pair]
    guard let balance else { return slot.facts }
    if !slot.isStarted { slot.countedTo = start.microseconds }
    slot.closeDay()
    let last = Int32(days.count - 1)
    slot.stand(
      at: balance, until: end.microseconds, dayEnds: last, lowAt: reorderLevel,
      rearmMargin: rearmMargin)
    // What began with the window may have begun before it.
    slot.facts.runs = slot.runs.since(start.microseconds)
    // The last day ends with what is on hand, whether the ledger explains it or not.
    slot.stand(
      at: quantity, until: end.microseconds, dayEnds: last + 1, lowAt: reorderLevel,
      rearmMargin: rearmMargin)
    if slot.lowFrom > 0 { slot.facts.lowSince = days.first.advanced(by: Int(slot.lowFrom)) }
    return slot.facts
  }
}

extension DemandFold.Slot {
  fileprivate mutating func count(
    _ movement: PlacedMovement, at instant: Int64, day: Int32, from balance: StoredDecimal?,
    windowStart: Int64, lowAt reorderLevel: StoredDecimal, rearmMargin: Int
  ) {
    if !isStarted {
      isStarted = true
      countedTo = balance == nil ? instant : windowStart
      dayEnds = balance == nil ? day : 0
    }
    if let balance {
      stand(
        at: balance, until: instant, dayEnds: day, lowAt: reorderLevel, rearmMargin: rearmMargin)
    }
    guard movement.kind == .sale else { return }
    if self.day != day { closeDay() }
    self.day = day
    sales += 1
    soldThatDay += -movement.quantity
  }

  /// Lets the time pass with the stock at one balance.
  fileprivate mutating func stand(
    at balance: StoredDecimal, until instant: Int64, dayEnds passed: Int32,
    lowAt reorderLevel: StoredDecimal, rearmMargin: Int
  ) {
    runs.stand(at: balance, from: countedTo, lowAt: reorderLevel, rearmMargin: rearmMargin)
    if let value = balance.value {
      if value > 0 { facts.inStock? += instant - countedTo }
    } else if instant > countedTo {
      facts.inStock = nil
    }
    countedTo = instant
    guard passed > dayEnds else { return }
    if let value = balance.value, let level = reorderLevel.value, value <= level {
      if lowFrom < 0 { lowFrom = dayEnds }
    } else {
      lowFrom = -1
    }
    dayEnds = passed
  }

  /// Adds the day's net sale to the window's sums.
  fileprivate mutating func closeDay() {
    facts.sold += soldThatDay
    if let sold = soldThatDay.value {
      facts.sumOfSquares = facts.sumOfSquares.flatMap { sum in
        let (next, overflow) = sum.addingReportingOverflow(Int128(sold) * Int128(sold))
        return overflow ? nil : next
      }
      if sold > 0 { facts.saleDays += 1 }
    }
    soldThatDay = .zero
  }
}
