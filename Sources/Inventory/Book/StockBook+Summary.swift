import Columns
public import Values

/// What a summary of the ledger's closed days gives to a book and takes from it.
extension StockBook {
  /// How many pairs there are.
  public var pairCount: Int { pairs.count }
  /// The stores by their numbers.
  public var storeIDs: [UUIDBytes] { (0..<Int32(stores.count)).map { stores.id($0) } }
  /// The types of movements by their numbers.
  public var typeNames: [String] { movementTypes.map(\.name) }

  /// What to say of texts that are not UTF-8; nil when there are none.
  public var unreadableTexts: String? {
    guard !catalogue.unreadable.isEmpty || hasUnreadableStore else { return nil }
    let products = catalogue.unreadable.count
    let owners =
      (products == 0 ? [] : [products == 1 ? "1 product" : "\(products) products"])
      + (hasUnreadableStore ? ["stores"] : [])
    return "texts of \(owners.joined(separator: " and of ")) are not UTF-8: each byte that"
      + " cannot be read is shown as \\xe9; correct them, or the encoding of the database"
  }

  /// The product of a pair.
  public func product(_ pair: Int) -> UUIDBytes { catalogue.products[Int(pairs.products[pair])].id }
  /// The number of a pair's store.
  public func store(_ pair: Int) -> Int32 { pairs.stores[pair] }
  /// The number of a store, or nil when there is none of this id.
  public func storeNumber(of id: UUIDBytes) -> Int32? { stores.number(of: id) }
  /// What is on hand of a pair now.
  public func onHand(_ pair: Int) -> StoredDecimal { levels[pair].onHand }
  /// What was on hand of a pair at the end of what is observed.
  public func quantityAtObserved(_ pair: Int) -> StoredDecimal {
    onHand(pair) - movedSinceObserved[pair]
  }

  /// The latest movement of a pair as far as the ledger is read.
  public func latest(_ pair: Int) -> (at: Instant, after: StoredDecimal)? {
    running.balance(pair).map { (Instant(microseconds: running.at[pair]), $0) }
  }

  /// Whether a dated movement of a pair, as far as the ledger is read, has a NaN.
  public func hasNaNMovement(_ pair: Int) -> Bool { ledgerNaN.contains(Int32(pair)) }

  /// The number of a pair, or nil when it has none.
  public func find(product: UUIDBytes, store: UUIDBytes) -> Int? {
    guard let product = catalogue.number(of: product), let store = stores.number(of: store) else {
      return nil
    }
    return pairs.find(store: store, product: product)
  }

  /// The number of a pair that has a movement, given now when it has none.
  public mutating func pair(
    product: UUIDBytes, store: UUIDBytes
  ) throws(InventoryError) -> Int {
    try place(product: product, store: store, table: "stock_movements")
  }

  /// Hands out what is read from now on.
  ///
  /// `balancesUntil` is how far balances are kept up beyond what the plan needs: as far as
  /// `addPlain` is used, or anything is kept.
  public mutating func hand(to observer: LedgerObserver?, balancesUntil: Instant) {
    self.observer = observer
    movedSinceObserved = SparseColumn(.zero, memory: memory)
    self.balancesUntil = balancesUntil
  }

  /// A plain movement's id is of no interest any more.
  private static let noID = UUIDBytes(high: 0, low: 0)

  /// Takes a plain movement that has its place in its pair's chain, in order of `createdAt`.
  ///
  /// Gives false when the pair has no balance that it could start from.
  public mutating func addPlain(
    pair: Int32, type: Int32, quantity: StoredDecimal, createdAt: Instant, reference: Int32 = 0
  ) throws -> Bool {
    try begin(createdAt, id: Self.noID)
    guard let balance = running.balance(Int(pair)), !balance.isNotANumber else { return false }
    count(
      PlacedMovement(
        id: Self.noID, pair: pair, type: type, kind: movementTypes[Int(type)].kind,
        quantity: quantity, before: balance, after: balance + quantity, reference: reference))
    return true
  }

  /// Takes a movement that has its place in its pair's chain, in order of `createdAt`.
  public mutating func addSettled(
    _ id: UUIDBytes, pair: Int32, type: Int32, quantity: StoredDecimal, before: StoredDecimal,
    after: StoredDecimal, createdAt: Instant, reference: Int32 = 0
  ) throws {
    try begin(createdAt, id: id)
    if quantity.isNotANumber || before.isNotANumber || after.isNotANumber {
      markNotANumber(Int(pair), inLedger: true)
    }
    count(
      PlacedMovement(
        id: id, pair: pair, type: type, kind: movementTypes[Int(type)].kind, quantity: quantity,
        before: before, after: after, reference: reference))
  }

  /// Hands a movement out that is about to be counted; `balance` is the one before it.
  mutating func handOut(_ movement: PlacedMovement, balance: StoredDecimal?) {
    guard let observer, instant >= observer.from else { return }
    if instant >= observer.to { movedSinceObserved[Int(movement.pair)] += movement.quantity }
    let isPlain =
      balance == movement.before && !movement.before.isNotANumber
      && !movement.after.isNotANumber && movement.after == movement.before + movement.quantity
    observer.onMovement(
      SettledMovement(
        id: movement.id, pair: movement.pair, type: movement.type, quantity: movement.quantity,
        before: movement.before, after: movement.after, createdAt: instant,
        isTransfer: movement.kind == .transfer,
        reference: movement.reference == TransferReferences.none
          ? [] : references.text(movement.reference), isPlain: isPlain))
  }
}
