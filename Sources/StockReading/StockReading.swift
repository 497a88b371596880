public import Columns
public import Inventory
import LedgerSummary
public import Postgres
public import Values

/// Reads the three tables into a stock book: plain scans, joined and folded here.
///
/// The server sends bare rows and does nothing else: no join, no aggregate, and an order only for
/// the stretch of the ledger whose order matters. So a standby is held for as short as can be.
public struct StockReading {
  /// The stores to read; all when empty.
  public var stores: [UUIDBytes]
  /// Called after some thousand rows each time.
  public var progress: ReadingProgress
  /// What is kept for each pair shares it.
  public var columns = MemoryBudget.unlimited

  /// A reading of some stores, or of all.
  public init(stores: [UUIDBytes], progress: @escaping ReadingProgress = { _, _ in }) {
    self.stores = stores
    self.progress = progress
  }

  /// The products of a snapshot.
  public struct Products {
    /// What is sold.
    public internal(set) var catalogue = Catalogue()
    /// When each product was last updated, by its number; `distantPast` when that is not known.
    public internal(set) var updated: [Instant] = []
  }

  /// Reads the levels and the ledger in the connection's open snapshot, as far as the plan needs them;
  /// the products are those of the same snapshot, `prices` what they cost at the plan's instants.
  ///
  /// With a `memory` the closed days of the ledger come from the summary that an earlier reading
  /// kept, as far as it is trusted, and a new one is kept; the book is the same without. Throws
  /// `PostgresError` when the server fails or a value does not fit its column, `InventoryError` when
  /// the tables contradict their keys, and what `gaps` throws.
  public func book(
    _ plan: BookPlan, of products: Products, prices: KnownPrices = KnownPrices(),
    from connection: inout PostgresConnection, gaps: GapSpool, memory: LedgerMemory? = nil
  ) throws -> (book: StockBook, notes: LedgerNotes) {
    func read(mayUse: Bool, _ notes: inout LedgerNotes) throws -> StockBook {
      var book = StockBook(plan: plan, memory: columns, onGap: gaps.append)
      book.catalogue = products.catalogue
      book.prices = prices
      try readLevels(into: &book, from: &connection)
      let numbers = try LedgerNumbers(&connection)
      try readUndated(numbers, into: &book, from: &connection)
      if let memory {
        try readLedger(
          numbers, into: &book, from: &connection, memory: memory, mayUse: mayUse, notes: &notes)
      } else {
        try readLedger(numbers, into: &book, from: &connection, keptFrom: nil)
        try book.finish()
      }
      try gaps.finish()
      return book
    }
    var notes = LedgerNotes()
    do {
      var mayUse = true
      if case .madeAnew(let reason) = memory?.options.use {
        mayUse = false
        notes.rebuilt = reason
      }
      let book = try read(mayUse: mayUse, &notes)
      return (book, notes)
    } catch let doubt as SummaryDoubt {
      notes = LedgerNotes(rebuilt: doubt.description, late: notes.late)
      gaps.removeAll()
      let book = try read(mayUse: false, &notes)
      return (book, notes)
    }
  }

  private static let productColumns = [
    "product_id", "sku", "name", "barcode", "category_id", "category_name", "supplier_id",
    "supplier_name", "unit", "cost_price", "sell_price", "is_active", "last_updated",
  ]
  private static let levelColumns = [
    "product_id", "store_id", "store_name", "quantity_on_hand", "reorder_level", "max_stock",
    "last_updated",
  ]

  /// The tables and the columns of each that are read.
  public static let columns: [(table: String, columns: [String])] = [
    ("products_inventory", productColumns), ("stock_levels", levelColumns),
    ("stock_movements", movementColumns + ["reference"]),
  ]

  /// What keeps the tables from being read, a sentence for each; nothing is run.
  ///
  /// Throws `PostgresError` when the server cannot be asked.
  public static func problems(in connection: inout PostgresConnection) throws -> [String] {
    try columns.compactMap { table, columns in
      do {
        _ = try connection.describe(
          "SELECT \(columns.joined(separator: ", ")) FROM \(table)", name: table)
        return nil
      } catch let error as PostgresError where error.kind == .query {
        return "\(table): \(error.message)"
      }
    }
  }

  /// Reads the products in the connection's open snapshot.
  ///
  /// Throws as `book` does.
  public func products(from connection: inout PostgresConnection) throws -> Products {
    let columns = Self.productColumns
    var products = Products()
    var rows = RowCount(step: .products, report: progress)
    try connection.copyOut(
      "SELECT \(columns.joined(separator: ", ")) FROM products_inventory",
      name: "products", columns: columns
    ) { row in
      var isReadable = true
      let sku = try row.text(1, in: &products.catalogue.texts, &isReadable)
      let name = try row.text(2, in: &products.catalogue.texts, &isReadable)
      let barcode = try row.text(3, in: &products.catalogue.texts, &isReadable)
      let category = products.catalogue.category(
        id: try row.optionalUUID(4), name: try row.optionalString(5, &isReadable))
      let supplier = products.catalogue.supplier(
        id: try row.optionalUUID(6), name: try row.optionalString(7, &isReadable))
      let unit = products.catalogue.unit(try row.string(8, &isReadable))
      try products.catalogue.add(
        Product(
          id: try row.uuid(0), name: name, sku: sku, barcode: barcode,
          category: category, supplier: supplier, unit: unit,
          costPrice: try row.stored(9, scale: 2), sellPrice: try row.stored(10, scale: 2),
          isActive: try row.bool(11)))
      if !isReadable { products.catalogue.markUnreadable() }
      products.updated.append(try row.updated(12))
      rows.add()
    }
    rows.finish()
    return products
  }

  private func readLevels(
    into book: inout StockBook, from connection: inout PostgresConnection
  ) throws {
    // Where the service generates the column from the other two, it cannot be wrong.
    let flag = try connection.rows(
      """
      SELECT 1 FROM pg_catalog.pg_attribute
      WHERE attrelid = 'stock_levels'::regclass AND attname = 'is_low_stock'
        AND attgenerated = '' AND NOT attisdropped
      """, name: "low stock flag")
    book.checksLowStockFlag = !flag.isEmpty
    var columns = Self.levelColumns
    if book.checksLowStockFlag { columns.append("is_low_stock") }
    let checksFlag = book.checksLowStockFlag
    var rows = RowCount(step: .levels, report: progress)
    try connection.copyOut(
      "SELECT \(columns.joined(separator: ", ")) FROM stock_levels \(storeFilter("WHERE"))",
      name: "stock levels", columns: columns
    ) { row in
      let onHand = try row.stored(3, scale: 3)
      let reorderLevel = try row.stored(4, scale: 3)
      let maxStock = try row.stored(5, scale: 3)
      let updated = try row.updated(6)
      // A flag that is not known says nothing wrong.
      let isFlagNull = checksFlag ? try row.isNull(7) : true
      let flag: Bool? = isFlagNull ? nil : try row.bool(7)
      let product = try row.uuid(0)
      let store = try row.uuid(1)
      var isReadable = true
      try row.withText(2, &isReadable) { name in
        try book.addLevel(
          product: product, store: store, storeName: name, onHand: onHand,
          reorderLevel: reorderLevel, maxStock: maxStock, flag: flag, updated: updated)
      }
      if !isReadable { book.hasUnreadableStore = true }
      rows.add()
    }
    rows.finish()
  }

  /// ` WHERE store_id = ANY (...)`, or nothing for all stores.
  func storeFilter(_ keyword: String) -> String {
    guard !stores.isEmpty else { return "" }
    let ids = stores.map(\.description).joined(separator: ",")
    return "\(keyword) store_id = ANY ('{\(ids)}'::uuid[])"
  }
}

/// What a reading is doing, for those who watch.
public enum ReadingStep: String, Sendable {
  /// The table of products.
  case products
  /// The stock levels.
  case levels
  /// The ledger.
  case movements
}

/// Told now and then how many rows of a step have come.
public typealias ReadingProgress = (ReadingStep, _ rows: Int) -> Void

/// Counts the rows of a step and reports now and then.
struct RowCount {
  private let step: ReadingStep
  private let report: ReadingProgress
  private var rows = 0

  init(step: ReadingStep, report: @escaping ReadingProgress) {
    self.step = step
    self.report = report
    report(step, 0)
  }

  mutating func add() {
    rows += 1
    if rows & 0x3FFF == 0 { report(step, rows) }
  }

  func finish() {
    report(step, rows)
  }
}
