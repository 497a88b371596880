import Columns
public import Values

extension LowStock {
  /// Gives each pair that is low, by store and product id.
  public func forEachLow(_ body: (StockItem) throws -> Void) throws {
    for pair in lowPairs(IDOrder(calculator.book)) { try body(item(Int(pair))) }
  }

  /// How a product stands in a store, low or not; nil when it is not watched there: no active
  /// product with a level row.
  public func item(product: UUIDBytes, store: UUIDBytes) -> StockItem? {
    let book = calculator.book
    guard let productNumber = book.catalogue.number(of: product),
      let storeNumber = book.stores.number(of: store),
      let pair = book.pairs.find(store: storeNumber, product: productNumber),
      calculator.isCandidate(pair)
    else { return nil }
    return item(pair)
  }

  /// How many pairs are watched: those that have a reorder level, and those that are low without.
  public var watchedCount: Int {
    (0..<calculator.book.pairs.count).count { pair in
      let level = calculator.book.levels[pair]
      return calculator.isCandidate(pair) && (level.reorderLevel.value ?? 0 > 0 || isLow(level))
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
    let book = calculator.book
    return book.stores.byID.map { store in
      StoreActivity(
        id: book.stores.id(store), name: book.stores.name(store),
        lastSale: calculator.window.lastSale(store: store))
    }
  }

  private func item(_ pair: Int) -> StockItem {
    let catalogue = calculator.book.catalogue
    let view = calculator.view(pair)
    let product = view.product
    let level = view.level
    let decided = calculator.decide(pair)
    // By the ledger; where it does not explain what is on hand, its latest movement is the nearest
    // that stays the same from one reading to the next.
    let latest = calculator.moment.mark.latest(pair)
    let isExplained = latest.map { StockRule.isLow($0.after, at: level.reorderLevel) } ?? false
    let isOutExplained = isExplained && (latest?.after.value ?? 1) <= 0
    return StockItem(
      store: calculator.book.stores.id(view.store),
      storeName: calculator.book.stores.name(view.store),
      product: product.id, productName: catalogue.texts.string(product.name),
      sku: catalogue.texts.string(product.sku),
      supplier: catalogue.suppliers[Int(product.supplier)],
      category: catalogue.categories[Int(product.category)],
      onHand: level.onHand, reorderLevel: level.reorderLevel,
      suggestedQuantity: calculator.suggestedQuantity(pair, decision: decided.decision),
      daysOfCover: decided.decision.daysOfCover, lowSince: calculator.lowSince(pair),
      lowStart: isExplained ? decided.facts.runs.low : latest?.at,
      outStart: isOutExplained ? decided.facts.runs.out : latest?.at)
  }
}
