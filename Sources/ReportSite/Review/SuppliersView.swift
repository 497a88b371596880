import ReorderReview
import StateStore
import Values

/// The first page of the review: the suppliers.
struct SuppliersView {
  /// One supplier, or all of them.
  struct Row {
    var name: String
    var path: String
    var lines: Int
    var open: Int
    var approved: Int
    var dismissed: Int
    var snoozed: Int
    var ordered: Int
    var decided: Int
    var value: String
    var approvedValue: String
    var stockout: String
    /// The day on which the first stock runs out, where one is known.
    var firstStockout: String?
    var outOfStock: Int
    var isOutOfStock: Bool
    var marks: [String]

    init(_ supplier: SupplierReview, store: UUIDBytes?) {
      name = LineView.name(ofSupplier: supplier.supplier, supplier.name)
      path = ReviewAddress(supplier: supplier.supplier, store: store).path
      func count(_ state: ReviewDecision.State) -> Int { supplier.counts[state] ?? 0 }
      open = count(.open)
      approved = count(.approved)
      dismissed = count(.dismissed)
      snoozed = count(.snoozed)
      ordered = count(.ordered)
      decided = approved + dismissed + snoozed + ordered
      lines = decided + open
      value = ReviewText.money(supplier.value)
      approvedValue = ReviewText.money(supplier.approvedValue)
      firstStockout = supplier.stockout?.description
      stockout = firstStockout ?? "–"
      outOfStock = supplier.outOfStock
      isOutOfStock = supplier.outOfStock > 0
      marks = []
      if supplier.changed > 0 { marks.append("\(supplier.changed) changed since decided") }
      if supplier.noLongerSuggested > 0 {
        marks.append("\(supplier.noLongerSuggested) approved, no longer suggested")
      }
      if supplier.withoutCost > 0 { marks.append("\(supplier.withoutCost) without a unit cost") }
    }
  }

  /// A store to choose.
  struct Store {
    var id: String
    var name: String
    var isChosen: Bool
  }

  var hasRun: Bool
  var day: String
  var asOf: String
  var currency: String
  var notes: [String]
  var stores: [Store]
  var hasStores: Bool
  var rows: [Row]
  var hasRows: Bool
  var open: Int
  var lines: Int
  var decided: Int
  var value: String
  var approvedValue: String

  init(
    _ moment: ReviewAccess.Moment, suppliers: [SupplierReview],
    stores: [(id: UUIDBytes, name: String)], store: UUIDBytes?
  ) {
    hasRun = moment.book != nil
    day = moment.book?.day.description ?? ""
    asOf = moment.book.map { FigureText.time($0.asOf, in: moment.service.calendar) } ?? ""
    currency = moment.book?.currency ?? ""
    notes = moment.notes
    self.stores = stores.map {
      Store(id: $0.id.description, name: $0.name, isChosen: $0.id == store)
    }
    hasStores = stores.count > 1
    rows = suppliers.map { Row($0, store: store) }
    hasRows = !rows.isEmpty
    open = rows.reduce(0) { $0 + $1.open }
    lines = rows.reduce(0) { $0 + $1.lines }
    decided = lines - open
    value = ReviewText.money(suppliers.reduce(0) { $0 + $1.value })
    approvedValue = ReviewText.money(suppliers.reduce(0) { $0 + $1.approvedValue })
  }
}
