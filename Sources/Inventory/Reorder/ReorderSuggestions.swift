public import Reports

/// What to buy, how much and why, at the end of a period.
public struct ReorderSuggestions: ReportComputation {
  let desk: ReorderDesk
  let day: Day
  let order: RowOrder
  let suppliers: LabelGroups
  let chosenSuppliers: Set<UUIDBytes>
  /// The pairs to order for, in order.
  ///
  /// Only their numbers are kept; the figures are computed again as each row is written.
  private(set) var suggested: [Line] = []

  /// The suggestions of a window that was in the book's plan, for some suppliers, or for all when
  /// none is named.
  public init(
    book: StockBook, window: BookPlan.Window, policy: ResolvedPolicy, suppliers: [UUIDBytes]
  ) {
    desk = ReorderDesk(book: book, window: window, policy: policy)
    day = window.lastDay
    order = RowOrder(book)
    chosenSuppliers = Set(suppliers)
    self.suppliers = LabelGroups(book.catalogue.suppliers)
    suggested = findSuggested()
  }

  /// The tables it gives.
  public static let tables = [
    ComputedTable(
      "reorder-suggestions.suggestions",
      [
        "supplier_id": .uuid, "supplier_name": .text, "store_id": .uuid, "store_name": .text,
        "product_id": .uuid, "sku": .code, "barcode": .code, "product_name": .text,
        "category_name": .text, "unit": .text, "quantity": .quantity, "on_order": .quantity,
        "reorder_level": .quantity, "max_stock": .quantity, "sold_in_window": .quantity,
        "in_stock_days": .decimal(scale: 6), "average_daily_demand": .decimal(scale: 6),
        "demand_std": .decimal(scale: 6), "days_of_cover": .decimal(scale: 1),
        "stockout_date": .date, "lead_time_days": .integer, "safety_stock": .quantity,
        "reorder_point": .quantity, "rule": .text, "suggested_quantity": .quantity,
        "cost_price": .price, "order_cost": .money, "urgency": .text, "reason": .text,
      ]),
    ComputedTable(
      "reorder-suggestions.by_supplier",
      [
        "supplier_id": .uuid, "supplier_name": .text, "lines": .integer, "order_cost": .money,
        "earliest_stockout_date": .date,
      ]),
    ComputedTable(
      "reorder-suggestions.not_suggested",
      [
        "store_id": .uuid, "store_name": .text, "product_id": .uuid, "sku": .code,
        "product_name": .text, "quantity": .quantity, "reorder_level": .quantity, "reason": .text,
      ]),
  ]

  /// The names of the checks that it makes.
  public static let checkNames = ["one-per-pair", "no-not-a-number"]

  /// Gives the rows of a table, by its name, in order.
  public func emit(_ table: String, to sink: (RowBuffer) throws -> Void) throws {
    switch table {
    case "reorder-suggestions.suggestions": try emitSuggestions(to: sink)
    case "reorder-suggestions.by_supplier": try emitBySupplier(to: sink)
    case "reorder-suggestions.not_suggested": try emitNotSuggested(to: sink)
    default: preconditionFailure("no computation named \(table)")
    }
  }

  /// What it found out about its own figures.
  public func checks() -> [ComputedCheck] {
    let repeated = suggested.count - Set(suggested.map(\.pair)).count
    return [
      ComputedCheck(
        "one-per-pair", holds: repeated == 0,
        detail: repeated == 0
          ? "no product is suggested twice for a store" : "\(repeated) lines repeat a product"),
      desk.book.notANumberCheck(at: []),
    ]
  }

  /// A pair to order for, with what its place in the list depends on.
  struct Line {
    var pair: Int32
    var urgency: Urgency
  }

  enum Urgency: UInt8 {
    case outOfStock, critical, due

    var text: String {
      switch self {
      case .outOfStock: "out_of_stock"
      case .critical: "critical"
      case .due: "due"
      }
    }
  }

  func urgency(of decision: ReorderDecision) -> Urgency {
    if let quantity = decision.quantity, quantity <= 0 { return .outOfStock }
    guard let cover = decision.daysOfCover else { return .due }
    return cover <= Int64(decision.terms.leadTimeDays) * 10 ? .critical : .due
  }

  func isChosen(_ pair: Int) -> Bool {
    desk.view(pair).isSupplied(by: chosenSuppliers)
  }

  private func findSuggested() -> [Line] {
    var lines: [Line] = []
    for pair in 0..<desk.book.pairs.count where desk.isCandidate(pair) && isChosen(pair) {
      let decision = desk.decide(pair).decision
      guard case .order = decision.outcome else { continue }
      lines.append(Line(pair: Int32(pair), urgency: urgency(of: decision)))
    }
    return lines.sorted(by: precedes)
  }

  /// By supplier name and id, store name, urgency, SKU, then store and product id.
  private func precedes(_ left: Line, _ right: Line) -> Bool {
    let book = desk.book
    let (a, b) = (desk.view(Int(left.pair)), desk.view(Int(right.pair)))
    let (productA, productB) = (a.product, b.product)
    if productA.supplier != productB.supplier {
      return book.catalogue.suppliers[Int(productA.supplier)].precedes(
        book.catalogue.suppliers[Int(productB.supplier)])
    }
    let (nameA, nameB) = (order.nameRank[Int(a.store)], order.nameRank[Int(b.store)])
    if nameA != nameB { return nameA < nameB }
    if left.urgency != right.urgency { return left.urgency.rawValue < right.urgency.rawValue }
    let sku = book.catalogue.texts.compare(productA.sku, productB.sku)
    if sku != 0 { return sku < 0 }
    let (storeA, storeB) = (book.stores.id(a.store), book.stores.id(b.store))
    return storeA == storeB ? productA.id < productB.id : storeA < storeB
  }
}

extension GroupLabel {
  /// By name, then id, what is missing first.
  func precedes(_ other: GroupLabel) -> Bool {
    if !name.utf8.elementsEqual(other.name.utf8) {
      return name.utf8.lexicographicallyPrecedes(other.name.utf8)
    }
    guard let otherID = other.id else { return false }
    return id.map { $0 < otherID } ?? true
  }
}
