import Columns
import Reports
import Values

/// What finance should look at before it trusts the figures, with the money at stake.
struct ValuationExceptions {
  let valuation: InventoryValuation
  let book: StockBook
  let products: [Product]
  /// What each product's lines are worth in all stores; nil when its cost is not a number.
  private let productValues: [Int128?]

  init(_ valuation: InventoryValuation) {
    self.valuation = valuation
    let book = valuation.book
    self.book = book
    products = book.catalogue.products
    let prices = valuation.moment.prices
    var values = products.indices.map { number in
      prices.prices(of: book.catalogue.products[number], number: number).cost.isNotANumber
        ? nil : Int128(0)
    }
    for pair in 0..<book.pairs.count {
      let view = valuation.moment.view(pair)
      guard view.isValued, let cost = view.costValue else { continue }
      values[view.productNumber]? += cost
    }
    productValues = values
  }

  func forEachLine(_ body: (ExceptionLine) throws -> Void) rethrows {
    for kind in kinds {
      var findings = kind.findings()
      sort(&findings)
      for finding in findings {
        try body(
          ExceptionLine(
            moment: valuation.moment, product: products[Int(finding.product)],
            store: finding.pair.map { book.pairs.stores[Int($0)] }, kind: kind.name,
            detail: kind.detail(finding),
            cost: finding.pair.map { view(Int($0)).costValue }
              ?? productValues[Int(finding.product)]))
      }
    }
  }

  /// Each kind, in the order of the names.
  private var kinds: [Kind] {
    [
      costAbovePrice,
      duplicates("barcode") { $0.barcode.isBlank ? .none : $0.barcode },
      duplicates("SKU") { $0.sku },
      inactiveWithStock, ledgerGap, lowStockFlagMismatch, maxBelowReorderLevel, missingCost,
      negativeStock, notANumber, undatedMovement, unexplainedQuantity, unreadableText,
    ]
  }

  /// By store name, SKU, store id and product id; the product level, which has no store, is first,
  /// together with a store that has no name.
  private func sort(_ findings: inout SpillableColumn<Finding>) {
    let order = valuation.rowOrder
    func rank(_ finding: Finding, among places: [Int32]) -> Int32 {
      finding.pair.map { places[Int(book.pairs.stores[Int($0)])] } ?? 0
    }
    let stores = order.ids.stores.map { $0 + 1 }
    let names = order.storeByName.indices.map {
      book.stores.name(Int32($0)).isEmpty ? 0 : order.storeByName[$0] + 1
    }
    findings.sort(ranks: products.count) { order.ids.products[Int($0.product)] }
    findings.sort(ranks: stores.count + 1) { rank($0, among: stores) }
    findings.sort(ranks: products.count) { order.productBySKU[Int($0.product)] }
    findings.sort(ranks: names.count + 1) { rank($0, among: names) }
  }

  func view(_ pair: Int) -> PairView {
    valuation.moment.view(pair)
  }

  /// What a unit of a product cost and sold for at the end.
  func prices(_ product: Int32) -> UnitPrices {
    valuation.moment.prices.prices(of: products[Int(product)], number: Int(product))
  }

  func pairs(where holds: (PairView) -> Bool) -> SpillableColumn<Finding> {
    var found = SpillableColumn<Finding>(memory: book.memory)
    for pair in 0..<book.pairs.count where holds(view(pair)) {
      found.append(finding(pair: Int32(pair)))
    }
    return found
  }

  /// The findings of kinds that keep a list of their own.
  func column(_ findings: some Sequence<Finding>) -> SpillableColumn<Finding> {
    var column = SpillableColumn<Finding>(memory: book.memory)
    for finding in findings { column.append(finding) }
    return column
  }

  func finding(pair: Int32) -> Finding {
    Finding(product: book.pairs.products[Int(pair)], pair: pair)
  }

  func text(_ value: StoredDecimal, scale: Int = 3) -> String {
    value.value.map { ExactDecimal.text(Int128($0), scale: scale) } ?? "NaN"
  }
}

/// Something that finance should look at, and the money at stake.
struct ExceptionLine: ProductLine {
  let moment: StockMoment
  let product: Product
  /// The store; nil for what is wrong with the product in all of them.
  let store: Int32?
  let kind: String
  let detail: String
  let cost: Int128?

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("store_id", .uuid) { line in line.store.map { line.book.stores.id($0) } }
    columns.column("store_name", .text) { line in line.store.map { line.book.stores.name($0) } }
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("kind", .text) { $0.kind }
    columns.column("detail", .text) { $0.detail }
    columns.column("cost_value", .money) { $0.cost }
  }
}
