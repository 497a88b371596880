import Inventory
import Reports
import TestSupport
import Values

/// The three tables as plain lists, and how they are fed to a book.
struct TestStock {
  struct Item {
    var id: UUIDBytes
    var sku: String
    var barcode: String?
    var categoryID: UUIDBytes?
    var category = ""
    var supplierID: UUIDBytes?
    var supplier = ""
    var unit = "pcs"
    var cost = StoredDecimal(100)
    var price = StoredDecimal(150)
    var isActive = true

    init(_ number: Int) {
      id = .product(number)
      sku = "SKU-\(number)"
    }
  }

  struct Level {
    var product: UUIDBytes
    var store: UUIDBytes
    var storeName = "Store"
    var onHand = StoredDecimal(0)
    var reorderLevel = StoredDecimal(0)
    var maxStock = StoredDecimal(0)
    var flag: Bool?
    var updated = Instant(microseconds: 0)
  }

  struct Movement {
    var id: UUIDBytes
    var product: UUIDBytes
    var store: UUIDBytes
    var type: String
    var quantity: StoredDecimal
    var before: StoredDecimal
    var after: StoredDecimal
    /// Nil when undated.
    var at: Instant?
    var reference: String?
  }

  var items: [Item] = []
  var levels: [Level] = []
  var movements: [Movement] = []
  var checksFlag = false

  /// Only what lies in one store.
  func only(_ store: UUIDBytes) -> TestStock {
    var stock = self
    stock.levels.removeAll { $0.store != store }
    stock.movements.removeAll { $0.store != store }
    return stock
  }

  /// The same rows in another order.
  func shuffled(using random: inout SeededRandom) -> TestStock {
    var stock = self
    stock.items.shuffle(using: &random)
    stock.levels.shuffle(using: &random)
    stock.movements.shuffle(using: &random)
    return stock
  }
}

/// What a book was made of, and the gaps that it found.
final class TestBook {
  private(set) var book: StockBook
  private let gapList: GapList

  private final class GapList {
    var gaps: [LedgerGap] = []
  }

  /// Feeds the rows as a reading does: the movements in the order of the list, those that must be
  /// in order sorted by time alone.
  ///
  /// With a `waitingLimit` they are sorted by pair within an instant as well, as the query does.
  init(
    _ stock: TestStock, _ plan: BookPlan, waitingLimit: Int? = nil, prices: TestPrices? = nil
  ) throws {
    let gapList = GapList()
    self.gapList = gapList
    book = StockBook(plan: plan, waitingLimit: waitingLimit ?? 1 << 16) {
      gapList.gaps.append($0)
    }
    book.checksLowStockFlag = stock.checksFlag
    try addItems(stock.items)
    if let prices {
      let history = DailyPrices(
        book.catalogue, calendar: plan.calendar, snapshot: prices.sighting.snapshot)
      book.prices = prices.fold(book.catalogue, at: plan.priced, history: history).prices
    }
    for level in stock.levels {
      try book.addLevel(
        product: level.product, store: level.store, storeName: Array(level.storeName.utf8).span,
        onHand: level.onHand, reorderLevel: level.reorderLevel, maxStock: level.maxStock,
        flag: level.flag, updated: level.updated)
    }
    for movement in stock.movements where movement.at == nil {
      try book.addUndated(
        product: movement.product, store: movement.store, hasNaN: movement.hasNaN)
    }
    var dated = stock.movements.enumerated()
      .sorted { ($0.element.instant, $0.offset) < ($1.element.instant, $1.offset) }
      .map(\.element).filter { $0.at != nil }
    if waitingLimit != nil {
      dated.sort { ($0.instant, $0.product, $0.store) < ($1.instant, $1.product, $1.store) }
    }
    let start = plan.foldsAges ? Instant.distantPast : plan.orderedFrom
    let ordered = dated.filter { $0.instant >= start }
    for movement in stock.movements where movement.at != nil {
      guard movement.instant < start else { continue }
      try book.addEarlier(
        product: movement.product, store: movement.store, createdAt: movement.instant,
        after: movement.after, hasNaN: movement.hasNaN)
    }
    if !book.pairsWithTies.isEmpty {
      book.beginTies()
      for movement in dated where movement.instant < start {
        try book.addTied(row(movement))
      }
      try book.endTies()
    }
    for movement in ordered { try book.add(row(movement)) }
    try book.finish()
  }

  private func addItems(_ items: [TestStock.Item]) throws {
    for item in items {
      let category = book.catalogue.category(id: item.categoryID, name: item.category)
      let supplier = book.catalogue.supplier(id: item.supplierID, name: item.supplier)
      let unit = book.catalogue.unit(item.unit)
      let name = book.catalogue.texts.add("Name of \(item.sku)")
      let sku = book.catalogue.texts.add(item.sku)
      let barcode = item.barcode.map { book.catalogue.texts.add($0) } ?? .none
      try book.catalogue.add(
        Product(
          id: item.id, name: name, sku: sku, barcode: barcode, category: category,
          supplier: supplier, unit: unit, costPrice: item.cost, sellPrice: item.price,
          isActive: item.isActive))
    }
  }

  private func row(_ movement: TestStock.Movement) -> LedgerMovement {
    LedgerMovement(
      id: movement.id, product: movement.product, store: movement.store,
      type: book.movementType(Array(movement.type.utf8).span), quantity: movement.quantity,
      before: movement.before, after: movement.after, createdAt: movement.instant,
      reference: book.reference(Array((movement.reference ?? "").utf8).span))
  }

  func valuation(_ flow: BookPlan.Flow) -> InventoryValuation {
    InventoryValuation(book: book, flow: flow)
  }

  func summary(_ flow: BookPlan.Flow) -> MovementSummary {
    MovementSummary(book: book, flow: flow) { [gapList] give in try gapList.gaps.forEach(give) }
  }

  func suggestions(
    _ window: BookPlan.Window, _ policy: ReorderPolicy = ReorderPolicy(),
    suppliers: [UUIDBytes] = [], isFiltered: Bool = false
  ) -> ReorderSuggestions {
    ReorderSuggestions(
      book: book, window: window,
      policy: ResolvedPolicy(policy, book: book, isFiltered: isFiltered), suppliers: suppliers)
  }

  func lowStock(_ window: BookPlan.Window) -> LowStock {
    LowStock(
      book: book, window: window,
      policy: ResolvedPolicy(ReorderPolicy(), book: book, isFiltered: false), suppliers: [])
  }
}

extension TestStock.Movement {
  var instant: Instant { at ?? .distantPast }
  var hasNaN: Bool { quantity.isNotANumber || before.isNotANumber || after.isNotANumber }
}

extension UUIDBytes {
  static func product(_ number: Int) -> UUIDBytes { UUIDBytes(high: 1, low: UInt64(number)) }
  static func store(_ number: Int) -> UUIDBytes { UUIDBytes(high: 2, low: UInt64(number)) }
  static func movement(_ number: Int) -> UUIDBytes { UUIDBytes(high: 3, low: UInt64(number)) }
}
