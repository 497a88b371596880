import Columns
public import Reports

extension LowStock {
  /// Gives each pair that is low, by store and product id.
  public func forEachLow(_ body: (StockItem) throws -> Void) throws {
    for pair in lowPairs(IDOrder(desk.book)) { try body(item(Int(pair))) }
  }

  /// How a product stands in a store, low or not; nil when it is not watched there: no active
  /// product with a level row.
  public func item(product: UUIDBytes, store: UUIDBytes) -> StockItem? {
    let book = desk.book
    guard let productNumber = book.catalogue.number(of: product),
      let storeNumber = book.stores.number(of: store),
      let pair = book.pairs.find(store: storeNumber, product: productNumber),
      desk.isCandidate(pair)
    else { return nil }
    return item(pair)
  }

  /// How many pairs are watched: those that have a reorder level, and those that are low without.
  public var watchedCount: Int {
    (0..<desk.book.pairs.count).count { pair in
      let level = desk.book.levels[pair]
      return desk.isCandidate(pair) && (level.reorderLevel.value ?? 0 > 0 || isLow(level))
    }
  }

  /// A store and when it sold last.
  public struct StoreActivity: Sendable {
    /// The store's id.
    public var id: UUIDBytes
    /// The store's name.
    public var name: String
    /// Its latest sale in the demand window; nil when it sold nothing.
    public var lastSale: Instant?

    /// A store.
    public init(id: UUIDBytes, name: String, lastSale: Instant?) {
      self.id = id
      self.name = name
      self.lastSale = lastSale
    }
  }

  /// Every store with its latest sale, by id.
  public var stores: [StoreActivity] {
    let book = desk.book
    return book.stores.byID.map { store in
      StoreActivity(
        id: book.stores.id(store), name: book.stores.name(store),
        lastSale: desk.window.lastSale(store: store))
    }
  }

  private func item(_ pair: Int) -> StockItem {
    let catalogue = desk.book.catalogue
    let view = desk.view(pair)
    let product = view.product
    let level = view.level
    let decided = desk.decide(pair)
    // By the ledger; where it does not explain what is on hand, its latest movement is the nearest
    // that stays the same from one reading to the next.
    let latest = desk.moment.mark.latest(pair)
    let isExplained = latest.map { StockRule.isLow($0.after, at: level.reorderLevel) } ?? false
    let isOutExplained = isExplained && (latest?.after.value ?? 1) <= 0
    return StockItem(
      store: desk.book.stores.id(view.store), storeName: desk.book.stores.name(view.store),
      product: product.id, productName: catalogue.texts.string(product.name),
      sku: catalogue.texts.string(product.sku),
      supplier: catalogue.suppliers[Int(product.supplier)],
      category: catalogue.categories[Int(product.category)],
      onHand: level.onHand, reorderLevel: level.reorderLevel,
      suggestedQuantity: desk.suggestedQuantity(pair, decision: decided.decision),
      daysOfCover: decided.decision.daysOfCover, lowSince: desk.lowSince(pair),
      lowStart: isExplained ? decided.facts.runs.low : latest?.at,
      outStart: isOutExplained ? decided.facts.runs.out : latest?.at)
  }
}
