import Reports
import Values

/// A layer of a pair's stock: what proves its age and its value.
struct LayerLine: PairLine {
  let view: PairView
  let product: Product
  let received: Day?
  let age: Int?
  let basis: String
  let quantity: Int64
  /// Nil when the ledger does not tell it.
  let cost: StoredDecimal?
  let isRecorded: Bool

  private init(
    _ line: AgeingLine, _ stock: AgedStock, on day: Int32?, age: Int?, basis: String,
    quantity: Int64
  ) {
    view = line.view
    product = line.product
    let day = day == noDay ? nil : day
    received = day.map { Day(daysSinceEpoch: $0) }
    self.age = age
    self.basis = basis
    self.quantity = quantity
    let known = stock.prices.known(stock.product, on: day ?? stock.date)
    cost = stock.isKnown ? known.prices.cost : nil
    isRecorded = known.isRecorded
  }

  /// Calls for each layer of a line: what came without a date first, then the oldest.
  static func forEach(
    of line: AgeingLine, _ body: (LayerLine) throws -> Void
  ) rethrows {
    guard let stock = line.stock else { return }
    if stock.quantity < 0 {
      // A debt has a date, at which it is valued, but nothing of it has an age.
      try body(
        LayerLine(
          line, stock, on: stock.debtSince, age: nil, basis: "negative", quantity: stock.quantity))
    }
    if stock.undated > 0 {
      try body(
        LayerLine(line, stock, on: nil, age: nil, basis: "unknown", quantity: stock.undated))
    }
    for layer in stock.layers {
      try body(
        LayerLine(
          line, stock, on: layer.day, age: Int(stock.date) - Int(layer.day),
          basis: layer.marks.basis, quantity: layer.quantity))
    }
  }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("store_id", .uuid) { $0.book.stores.id($0.store) }
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("unit", .text) { $0.unit }
    columns.column("received_on", .date) { $0.received }
    columns.column("age_days", .integer) { $0.age }
    columns.column("basis", .text) { $0.basis }
    columns.column("quantity", .quantity) { $0.quantity }
    columns.column("unit_cost", .price) { $0.cost }
    columns.column("cost_basis", .text) { line in
      line.cost.map { $0 == .zero ? "missing" : line.isRecorded ? "recorded" : "current" }
    }
    columns.column("value", .decimal(scale: 5)) { line in
      line.cost.flatMap { $0.exactValue(of: line.quantity).value }
    }
  }
}

/// Goods that left a store and came in nowhere yet.
struct TransitLine: ProductLine {
  let moment: StockMoment
  let product: Product
  let slice: GoodsInTransit.Slice
  let reference: ArraySlice<UInt8>?
  let cost: StoredDecimal

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("left_on", .date) { Day(daysSinceEpoch: $0.slice.leftOn) }
    columns.column("from_store_id", .uuid) { $0.book.stores.id($0.slice.store) }
    columns.column("from_store_name", .text) { $0.book.stores.name($0.slice.store) }
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("unit", .text) { $0.unit }
    columns.column("reference", .text) { $0.reference }
    columns.column("quantity", .quantity) { $0.slice.layer.quantity }
    columns.column("unit_cost", .price) { $0.cost }
    columns.column("value", .money) {
      StoredDecimal($0.slice.layer.quantity).value(at: $0.cost)
    }
  }
}

extension StockAgeing {
  func forEachLayer(_ body: (LayerLine) throws -> Void) rethrows {
    try forEachLine { try LayerLine.forEach(of: $0, body) }
  }

  /// Gives what left a chosen store in the last 14 days, by date, product id, store id, reference and
  /// date of the layer.
  func forEachInTransit(_ body: (TransitLine) throws -> Void) rethrows {
    let date = ageing.date.daysSinceEpoch
    let slices = fold.transit.slices.filter {
      $0.layer.quantity > 0 && date - $0.leftOn <= GoodsInTransit.days && isChosen[Int($0.store)]
    }
    let ids = rowOrder.ids
    let sorted = slices.sorted { a, b in
      if a.leftOn != b.leftOn { return a.leftOn < b.leftOn }
      if a.product != b.product {
        return ids.products[Int(a.product)] < ids.products[Int(b.product)]
      }
      if a.store != b.store { return ids.stores[Int(a.store)] < ids.stores[Int(b.store)] }
      if a.reference != b.reference { return book.references.precedes(a.reference, b.reference) }
      return a.layer.day < b.layer.day
    }
    for slice in sorted {
      try body(
        TransitLine(
          moment: moment, product: book.catalogue.products[Int(slice.product)], slice: slice,
          reference: slice.reference == TransferReferences.none
            ? nil : book.references.text(slice.reference),
          cost: prices.cost(Int(slice.product), on: slice.layer.day)))
    }
  }
}
