import Columns
public import Values

extension StockBook {
  /// The number of a movement type, matched byte by byte.
  public mutating func movementType(_ name: Span<UInt8>) -> Int32 {
    // A handful of types: looking along the list beats hashing the bytes of every row.
    for number in movementTypes.indices where name.equals(movementTypes[number].name) {
      return Int32(number)
    }
    let text = name.string
    movementTypes.append((text, MovementKind(type: text)))
    return Int32(movementTypes.count - 1)
  }

  /// Adds a row of `stock_levels`.
  ///
  /// `flag` is the service's own `is_low_stock`, nil when it is not kept or NULL; `updated` is `distantPast` when it is NULL.
  public mutating func addLevel(
    product: UUIDBytes, store: UUIDBytes, storeName: Span<UInt8>, onHand: StoredDecimal,
    reorderLevel: StoredDecimal, maxStock: StoredDecimal, flag: Bool?, updated: Instant
  ) throws(InventoryError) {
    let pair = try place(product: product, store: store, table: "stock_levels")
    guard !levels[pair].hasRow else {
      throw .duplicateLevel(product: product, store: store)
    }
    stores.offer(name: storeName, of: pairs.stores[pair], updated: updated, product: product)
    levels[pair] = StockLevel(
      hasRow: true, lowStockFlag: flag, onHand: onHand, reorderLevel: reorderLevel,
      maxStock: maxStock)
    if onHand.isNotANumber || reorderLevel.isNotANumber || maxStock.isNotANumber {
      markNotANumber(pair, inLedger: false)
    }
  }

  /// Adds a store by itself, with a name that the newest row gives.
  public mutating func addStore(_ id: UUIDBytes, name: Span<UInt8>, updated: Instant) {
    stores.offer(
      name: name, of: stores.insert(id), updated: updated, product: UUIDBytes(high: 0, low: 0))
  }

  /// Counts a movement without a usable `created_at`; `hasNaN` as for `addEarlier`.
  public mutating func addUndated(
    product: UUIDBytes, store: UUIDBytes, hasNaN: Bool = false
  ) throws(InventoryError) {
    let pair = try place(product: product, store: store, table: "stock_movements")
    undated[Int32(pair), default: 0] += 1
    if hasNaN { markNotANumber(pair, inLedger: false) }
  }

  /// Takes a movement from before `plan.orderedFrom`, in any order.
  ///
  /// `hasNaN` says whether its quantity or a balance of it is NaN: that is listed wherever the
  /// ordered stretch begins, so that a report says the same whatever it is run together with.
  ///
  /// Gives the pair's number.
  @discardableResult
  public mutating func addEarlier(
    product: UUIDBytes, store: UUIDBytes, createdAt: Instant, after: StoredDecimal,
    hasNaN: Bool = false
  ) throws(InventoryError) -> Int {
    let pair = try place(product: product, store: store, table: "stock_movements")
    addEarlier(pair: pair, createdAt: createdAt, after: after, hasNaN: hasNaN)
    return pair
  }

  /// Takes a movement of a pair from before `plan.orderedFrom`, in any order; `hasNaN` as above.
  public mutating func addEarlier(
    pair: Int, createdAt: Instant, after: StoredDecimal, hasNaN: Bool
  ) {
    if hasNaN || after.isNotANumber { markNotANumber(pair, inLedger: true) }
    let latest = running.at[pair]
    if createdAt.microseconds > latest {
      running.move(pair, at: createdAt, to: after)
      if !running.tied.isEmpty { running.tied.remove(Int32(pair)) }
    } else if createdAt.microseconds == latest {
      running.tied.insert(Int32(pair))
    }
  }

  /// The pairs with several earlier movements of their latest instant: only their whole history
  /// says which was last.
  public var pairsWithTies: [(product: UUIDBytes, store: UUIDBytes)] {
    running.tied.sorted().map { pair in
      (
        catalogue.products[Int(pairs.products[Int(pair)])].id,
        stores.id(pairs.stores[Int(pair)])
      )
    }
  }

  /// Forgets the balances of the pairs with ties, which then come again in order.
  public mutating func beginTies() {
    for pair in running.tied { running.at[Int(pair)] = .min }
  }

  /// Takes a movement from before `plan.orderedFrom` of any pair, in order of `created_at`; all
  /// but those of pairs with ties are passed over.
  public mutating func addTied(_ movement: LedgerMovement) throws {
    let pair = try place(
      product: movement.product, store: movement.store, table: "stock_movements")
    guard running.tied.contains(Int32(pair)) else { return }
    try enqueue(movement, pair: pair)
  }

  /// Ends the movements of the pairs with ties.
  public mutating func endTies() throws {
    try settle()
    running.tied = []
    instant = .distantPast
  }

  /// Takes a movement from `plan.orderedFrom` on, in order of `created_at`; gives its pair's number.
  ///
  /// Earlier ones may come too, if they are the pair's first; they lead to a balance.
  @discardableResult
  public mutating func add(_ movement: LedgerMovement) throws -> Int {
    let pair = try place(
      product: movement.product, store: movement.store, table: "stock_movements")
    if movement.quantity.isNotANumber || movement.before.isNotANumber
      || movement.after.isNotANumber
    {
      markNotANumber(pair, inLedger: true)
    }
    try enqueue(movement, pair: pair)
    return pair
  }

  /// Ends the reading.
  public mutating func finish() throws {
    try settle()
    takeMarks(upTo: .distantFuture)
    for index in ageings.indices { ageings[index].finish() }
  }

  /// The number of a pair, given now when it has none.
  mutating func place(
    product: UUIDBytes, store: UUIDBytes, table: String
  ) throws(InventoryError) -> Int {
    guard let number = catalogue.number(of: product) else {
      throw .unknownProduct(product, table: table)
    }
    let (pair, isNew) = pairs.insert(store: stores.insert(store), product: number)
    if isNew {
      levels.append(StockLevel())
      if !isPastMarks { running.grow() }
    }
    return pair
  }

  /// Lets a movement wait until all of its pair and instant are there.
  private mutating func enqueue(_ movement: LedgerMovement, pair: Int) throws {
    try begin(movement.createdAt, id: movement.id)
    let id = PairID(product: movement.product, store: movement.store)
    if let settledUpTo, id < settledUpTo {
      throw InventoryError.outOfOrder(movement: movement.id)
    }
    waiting.append(
      PlacedMovement(
        id: movement.id, pair: Int32(pair), type: movement.type,
        kind: movementTypes[Int(movement.type)].kind, quantity: movement.quantity,
        before: movement.before, after: movement.after, reference: movement.reference))
    guard waiting.count >= waitingLimit else { return }
    // Read by pair within the instant, all but the last pair are complete.
    settle(keeping: Int32(pair))
    settledUpTo = id
    waitingLimit = waiting.count + waitingStep
  }

  /// Ends the present instant when a movement is of a later one.
  mutating func begin(_ createdAt: Instant, id: UUIDBytes) throws {
    guard createdAt != instant else { return }
    guard createdAt > instant else { throw InventoryError.outOfOrder(movement: id) }
    try settle()
    instant = createdAt
    takeMarks(upTo: instant)
  }

  /// Ends the present instant.
  private mutating func settle() throws {
    settle(keeping: nil)
    settledUpTo = nil
    waitingLimit = waitingStep
    guard !gapsOfInstant.isEmpty else { return }
    gapsOfInstant.sort { ($0.movement, $0.kind.rawValue) < ($1.movement, $1.kind.rawValue) }
    for gap in gapsOfInstant { try onGap(gap) }
    gapsOfInstant.removeAll(keepingCapacity: true)
  }

  /// Puts what waits into chain order, pair by pair, and counts it, all but one pair.
  private mutating func settle(keeping last: Int32?) {
    guard waiting.count > 1 || last != nil else {
      if let only = waiting.first { count(only) }
      waiting.removeAll(keepingCapacity: true)
      return
    }
    waiting.sort { ($0.pair, $0.id) < ($1.pair, $1.id) }
    var kept: [PlacedMovement] = []
    var start = 0
    while start < waiting.count {
      var end = start + 1
      while end < waiting.count, waiting[end].pair == waiting[start].pair { end += 1 }
      var chain = Array(waiting[start..<end])
      if chain[0].pair == last {
        kept = chain
      } else {
        ChainOrder.sort(&chain, from: running.balance(Int(chain[0].pair)))
        for movement in chain { count(movement) }
      }
      start = end
    }
    waiting.removeAll(keepingCapacity: true)
    waiting += kept
  }

  private mutating func takeMarks(upTo instant: Instant) {
    for index in marks.indices where !marks[index].isTaken && marks[index].instant <= instant {
      marks[index].take(latestAt: running.at, latestAfter: running.after)
    }
    isPastMarks = marks.allSatisfy(\.isTaken) && instant >= balancesUntil
    if let observer, !observer.isTaken, observer.from <= instant {
      self.observer?.isTaken = true
      observer.onBalances(self)
    }
  }

  /// Counts a movement whose place in the pair's chain is known.
  mutating func count(_ movement: PlacedMovement) {
    let pair = Int(movement.pair)
    let balance = running.balance(pair)
    if observer != nil { handOut(movement, balance: balance) }
    // The movements of pairs with ties only lead to a balance; they lie before every period.
    if instant >= plan.orderedFrom {
      for index in marks.indices where marks[index].instant <= instant {
        marks[index].count(movement.quantity, of: pair)
      }
      for index in windows.indices
      where windows[index].start <= instant && instant < windows[index].end {
        windows[index].count(
          movement, at: instant, store: pairs.stores[pair], from: balance,
          lowAt: levels[pair].reorderLevel)
      }
      countFlows(movement, balance: balance)
    }
    if !ageings.isEmpty { countAgeings(movement, balance: balance) }
    if !isPastMarks { running.move(pair, at: instant, to: movement.after) }
  }

  private mutating func countFlows(_ movement: PlacedMovement, balance: StoredDecimal?) {
    let number = Int(pairs.products[Int(movement.pair)])
    let product = catalogue.products[number]
    var found: [LedgerGap]?
    for index in flows.indices where flows[index].start <= instant && instant < flows[index].end {
      flows[index].count(
        movement, at: instant, store: pairs.stores[Int(movement.pair)], unit: product.unit,
        cost: flowPrices[index].prices(of: product, number: number).cost)
      let faults = found ?? self.faults(of: movement, balance: balance)
      found = faults
      for gap in faults { flows[index].count(gap) }
    }
    gapsOfInstant += found ?? []
  }

  private func faults(of movement: PlacedMovement, balance: StoredDecimal?) -> [LedgerGap] {
    var faults: [LedgerGap] = []
    func compare(_ kind: LedgerGap.Kind, expected: StoredDecimal, found: StoredDecimal) {
      // What is not a number contradicts nothing; it is an exception of its own.
      guard expected != found, !expected.isNotANumber, !found.isNotANumber else { return }
      faults.append(
        LedgerGap(
          movement: movement.id, pair: movement.pair, kind: kind, createdAt: instant,
          expected: expected, found: found))
    }
    if let balance { compare(.brokenChain, expected: balance, found: movement.before) }
    compare(.wrongSum, expected: movement.before + movement.quantity, found: movement.after)
    return faults
  }

  /// Lists a pair among those with a NaN; `inLedger` when a dated movement has it.
  mutating func markNotANumber(_ pair: Int, inLedger: Bool) {
    notANumber.insert(Int32(pair))
    if inLedger { ledgerNaN.insert(Int32(pair)) }
  }
}
