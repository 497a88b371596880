/// Which pairs go wrong, how and when, decided before the first day.
struct DefectPlan {
  /// What is to happen, by day of the history; nothing on the last, incomplete one.
  private(set) var events: [[Event]]
  private(set) var defects: PlantedDefects
  /// Pairs whose deliveries stop, in the order in which the reorder policy lists them.
  private(set) var awaitingDelivery: [Int] = []

  private let catalog: Catalog
  private let lastCompleteDay: Int
  private var random: RandomSource
  /// Pair positions in random order; those handed out are gone.
  private var candidates: [Int]

  /// Decides for a chain, and marks its pairs.
  init(_ chain: RetailChain, _ catalog: Catalog, _ pairs: inout [Pair]) {
    self.catalog = catalog
    defects = catalog.defects
    events = [[Event]](repeating: [], count: chain.days)
    lastCompleteDay = chain.days - 2
    random = RandomSource(seed: chain.seed, stream: .defects)
    candidates = pairs.indices.filter { catalog.clean[pairs[$0].product] }
    random.shuffle(&candidates)
    defects[.renamedStore] = catalog.stores.count { $0.formerName != nil }
    planLedger()
    planStock(&pairs)
    planLevels(&pairs)
    planNotANumber(&pairs)
  }

  /// Faults of single movements; some on the last complete day, where the daily reports look.
  private mutating func planLedger() {
    for (count, day) in [(3, lastCompleteDay), (1, lastCompleteDay - 20), (1, 30)] {
      add(count, .brokenChain, of: .brokenChain, quantity: 5_000, on: day)
    }
    for (count, day) in [(2, lastCompleteDay), (1, lastCompleteDay - 12), (1, 45)] {
      add(count, .wrongSum, of: .wrongSum, quantity: 1_000, on: day)
    }
    for _ in 0..<4 {
      add(1, .undatedMovement, of: .echo(.missing), on: random.between(5, lastCompleteDay))
    }
    add(1, .undatedMovement, of: .echo(.infinity), on: lastCompleteDay - 3)
    add(1, .undatedMovement, of: .echo(.minusInfinity), on: lastCompleteDay - 7)
    add(2, .unknownMovementType, of: .writeOff, on: lastCompleteDay)
    for _ in 0..<22 {
      add(1, .unknownMovementType, of: .writeOff, on: random.between(3, lastCompleteDay - 1))
    }
    add(1, .unknownMovementType, of: .lowerCaseSale, on: lastCompleteDay)
    add(1, .unknownMovementType, of: .lowerCaseSale, on: lastCompleteDay - 15)
  }

  /// Stock below zero, pairs taken out of the books, and deliveries that do not come.
  private mutating func planStock(_ pairs: inout [Pair]) {
    for _ in 0..<12 {
      let day = random.between(lastCompleteDay - 20, lastCompleteDay)
      let shortage = random.between(1, 4) * Thousandths.unit
      for pair in add(1, .negativeStock, of: .oversale, quantity: shortage, on: day) {
        pairs[pair].quietFrom = day
      }
    }
    for (count, day) in [(2, lastCompleteDay), (2, lastCompleteDay - 10), (1, 60)] {
      for pair in add(count, .missingLevel, of: .closing, on: day) {
        pairs[pair].quietFrom = day
        pairs[pair].hasLevel = false
      }
    }
    let goods = catalog.products
    awaitingDelivery = take(3, for: .awaitingDelivery) {
      goods[pairs[$0].product].popularity > 100_000 && pairs[$0].reorderLevel > 0
        && goods[pairs[$0].product].supplier != nil
    }
    for pair in awaitingDelivery { pairs[pair].unsuppliedFrom = lastCompleteDay - 35 }
  }

  /// Level rows that contradict the movements, or themselves.
  private mutating func planLevels(_ pairs: inout [Pair]) {
    for (index, pair) in take(8, for: .unexplainedQuantity).enumerated() {
      pairs[pair].unexplained = (index + 1) * Thousandths.unit
    }
    for pair in take(9, for: .maxBelowReorderLevel, where: { pairs[$0].reorderLevel >= 2_000 }) {
      pairs[pair].maxStock = pairs[pair].reorderLevel / 2_000 * Thousandths.unit
    }
  }

  /// One pair of dead stock, where it disturbs no other number.
  private mutating func planNotANumber(_ pairs: inout [Pair]) {
    let day = lastCompleteDay - 40
    guard
      let pair = pairs.firstIndex(where: { catalog.products[$0.product].isDead(on: day) })
    else { return }
    defects[.notANumber] += 1
    pairs[pair].quietFrom = day
    events[day].append(event(pair, .notANumber, quantity: 0))
  }

  @discardableResult
  private mutating func add(
    _ count: Int, _ defect: PlantedDefect, of kind: Event.Kind, quantity: Int = 0, on day: Int
  ) -> [Int] {
    let pairs = take(count, for: defect)
    for pair in pairs { events[day].append(event(pair, kind, quantity: quantity)) }
    return pairs
  }

  private mutating func event(_ pair: Int, _ kind: Event.Kind, quantity: Int) -> Event {
    let time = 9 * Bangkok.hour + random.below(12 * 3_600) * Bangkok.second
    return Event(
      time: time + random.below(Bangkok.second), pair: pair, kind: kind, quantity: quantity,
      number: 9_000 + random.below(1_000))
  }

  /// Hands out pairs without a defect and counts them.
  private mutating func take(
    _ count: Int, for defect: PlantedDefect, where isFit: (Int) -> Bool = { _ in true }
  ) -> [Int] {
    var taken: [Int] = []
    var position = candidates.count - 1
    while taken.count < count && position >= 0 {
      if isFit(candidates[position]) { taken.append(candidates.remove(at: position)) }
      position -= 1
    }
    defects[defect] += taken.count
    return taken
  }
}

extension Product {
  /// Whether customers had stopped buying it long before a day, though it is still active.
  fileprivate func isDead(on day: Int) -> Bool {
    isActive && lastSaleDay < day - 14
  }
}
