import Columns
public import Reports

/// What is at or below its reorder level now, since when, and what to order of it.
public struct LowStock: ReportComputation {
  let desk: ReorderDesk
  let chosenSuppliers: Set<UUIDBytes>

  /// The stock at the end of a window that was in the book's plan and that ends now, of some
  /// suppliers, or of all when none is named.
  public init(
    book: StockBook, window: BookPlan.Window, policy: ResolvedPolicy, suppliers: [UUIDBytes]
  ) {
    desk = ReorderDesk(book: book, window: window, policy: policy)
    chosenSuppliers = Set(suppliers)
  }

  /// The tables it gives.
  public static let tables = [
    ComputedTable(
      "low-stock.low_stock",
      [
        "store_id": .uuid, "store_name": .text, "product_id": .uuid, "sku": .code,
        "product_name": .text, "supplier_name": .text, "unit": .text,
        "quantity_on_hand": .quantity, "reorder_level": .quantity, "max_stock": .quantity,
        "shortfall": .quantity, "average_daily_demand": .decimal(scale: 6),
        "days_of_cover": .decimal(scale: 1), "suggested_quantity": .quantity, "status": .text,
        "low_since": .date,
      ])
  ]

  /// The names of the checks that it makes.
  public static let checkNames = ["no-not-a-number"]

  /// Gives the rows of a table, by its name, in order.
  public func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    precondition(table == "low-stock.low_stock", "no computation named \(table)")
    var row = RowBuffer()
    for line in lines {
      row.removeAll()
      append(Int(line.pair), to: &row)
      try sink(row)
    }
  }

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] { [desk.book.notANumberCheck(at: [])] }

  /// A pair that is low, with what its place in the list depends on.
  private struct Line {
    var pair: Int32
    /// Scale 1; below 0 when there is none.
    var daysOfCover: Int64
  }

  /// By store name, what is out of stock first, days of cover with empty last, SKU, store and product
  /// id; the last first, since each sort keeps the order of the one before.
  private var lines: LongColumn<Line> {
    let book = desk.book
    let order = RowOrder(book)
    var lines = LongColumn<Line>(memory: book.memory)
    for pair in lowPairs(order.ids) {
      lines.append(Line(pair: pair, daysOfCover: desk.decide(Int(pair)).decision.daysOfCover ?? -1))
    }
    lines.sort(ranks: order.productBySKU.count) {
      order.productBySKU[Int(book.pairs.products[Int($0.pair)])]
    }
    lines.sort { UInt64(max($0.daysOfCover, 0)) }
    lines.sort(ranks: 2) { $0.daysOfCover < 0 ? 1 : 0 }
    lines.sort(ranks: 2) { isOutOfStock(book.levels[Int($0.pair)]) ? 0 : 1 }
    lines.sort(ranks: order.storeByName.count) {
      order.storeByName[Int(book.pairs.stores[Int($0.pair)])]
    }
    return lines
  }

  /// By store and product id, which is the order of the alerts.
  func lowPairs(_ ids: IDOrder) -> LongColumn<Int32> {
    ids.pairs(of: desk.book) {
      desk.isCandidate($0) && isLow(desk.book.levels[$0])
        && desk.view($0).isSupplied(by: chosenSuppliers)
    }
  }

  func isLow(_ level: StockLevel) -> Bool {
    StockRule.isLow(level.onHand, at: level.reorderLevel)
  }

  private func isOutOfStock(_ level: StockLevel) -> Bool { (level.onHand.value ?? 0) <= 0 }

  private func append(_ pair: Int, to row: inout RowBuffer) {
    let book = desk.book
    let view = desk.view(pair)
    let product = view.product
    let level = view.level
    let item = desk.decide(pair)
    row.append(store: view.store, of: book)
    row.append(.uuid(product.id))
    row.append(product.sku, in: book.catalogue.texts)
    row.append(product.name, in: book.catalogue.texts)
    row.append(name: book.catalogue.suppliers[Int(product.supplier)].name)
    row.append(text: book.catalogue.units[Int(product.unit)].name)
    row.append(level.onHand)
    row.append(level.reorderLevel)
    row.append(level.maxStock)
    row.append(level.reorderLevel - level.onHand)
    row.append(number: item.decision.demand.average)
    row.append(number: item.decision.daysOfCover)
    row.append(number: desk.suggestedQuantity(pair, decision: item.decision))
    row.append(text: isOutOfStock(level) ? "out_of_stock" : "low")
    row.append(desk.lowSince(pair))
  }
}
