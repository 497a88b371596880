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
    for pair in lowPairs {
      row.removeAll()
      append(Int(pair), to: &row)
      try sink(row)
    }
  }

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] { [desk.book.notANumberCheck(at: [])] }

  /// By store and product id.
  var lowPairs: LongColumn<Int32> {
    IDOrder(desk.book).pairs(of: desk.book) {
      desk.isCandidate($0) && isLow(desk.book.levels[$0])
        && desk.view($0).isSupplied(by: chosenSuppliers)
    }
  }

  func isLow(_ level: StockLevel) -> Bool {
    StockRule.isLow(level.onHand, at: level.reorderLevel)
  }

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
    row.append(text: (level.onHand.value ?? 0) <= 0 ? "out_of_stock" : "low")
    row.append(desk.lowSince(pair))
  }
}
