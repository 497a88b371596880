import Inventory
import Values

/// The definitions for one pair, taken at their word: slow, and obviously right.
struct Oracle {
  let level: TestStock.Level?
  /// All dated movements, in chain order.
  let chain: [TestStock.Movement]

  init(_ stock: TestStock, product: UUIDBytes, store: UUIDBytes) {
    level = stock.levels.first { $0.product == product && $0.store == store }
    chain = Self.inOrder(
      stock.movements.filter { $0.product == product && $0.store == store && $0.at != nil })
  }

  /// By time; of one instant next comes what continues the balance, else the lowest id.
  static func inOrder(
    _ movements: [TestStock.Movement], from balance: StoredDecimal? = nil
  ) -> [TestStock.Movement] {
    var rest = movements.sorted { ($0.instant, $0.id) < ($1.instant, $1.id) }
    var chain: [TestStock.Movement] = []
    while let first = rest.first {
      let balance = chain.last?.after ?? balance
      let place =
        rest.firstIndex {
          $0.instant == first.instant && !$0.before.isNotANumber && $0.before == balance
        } ?? 0
      chain.append(rest.remove(at: place))
    }
    return chain
  }

  func latest(before end: Instant) -> TestStock.Movement? {
    chain.last { $0.instant < end }
  }

  /// What the figures are in a world of small numbers without NaN.
  private func number(_ value: StoredDecimal) -> Int64 { value.value ?? 0 }

  func quantity(at end: Instant) -> Int64 {
    number(level?.onHand ?? StoredDecimal(0))
      - chain.filter { $0.instant >= end }.reduce(0) { $0 + number($1.quantity) }
  }

  /// Microseconds with stock from the first movement or the start on.
  func inStock(from start: Instant, to end: Instant) -> Int64 {
    var total: Int64 = 0
    for (place, movement) in chain.enumerated() where number(movement.after) > 0 {
      let next = place + 1 < chain.count ? chain[place + 1].instant : end
      let (from, to) = (max(movement.instant, start), min(next, end))
      if from < to { total += to.microseconds - from.microseconds }
    }
    return total
  }

  /// Minus the net sales of each day.
  func soldByDay(_ days: [Day], _ calendar: BusinessCalendar, until end: Instant) -> [Int64] {
    days.map { day in
      chain.filter {
        $0.type == "SALE" && calendar.day(of: $0.instant) == day && $0.instant < end
      }.reduce(0) { $0 - number($1.quantity) }
    }
  }

  /// The first day of the low day-ends up to the end; nil when none, or when it is the first day.
  func lowSince(_ days: [Day], _ calendar: BusinessCalendar, end: Instant) -> Day? {
    guard latest(before: end) != nil, let level else { return nil }
    var since: Day?
    for day in days.reversed() {
      let dayEnd = calendar.start(of: day.advanced(by: 1))
      let balance =
        day == days.last ? quantity(at: end) : latest(before: dayEnd).map { number($0.after) }
      guard let balance, balance <= number(level.reorderLevel) else { return since }
      since = day
    }
    return nil
  }
}
