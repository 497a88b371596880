import Reports
import Values

/// Why the value moved between two instants: each movement type's effect, prices and rounding.
struct ValueChange {
  let valuation: InventoryValuation

  init(_ valuation: InventoryValuation) {
    self.valuation = valuation
  }

  /// One store, or all: money, scale 2, effects signed.
  struct Row: TableLine {
    /// The store's id; nil for all.
    var storeID: UUIDBytes?
    var storeName = "(all stores)"
    var opening: Int128 = 0
    var purchases: Int128 = 0
    var sales: Int128 = 0
    var adjustments: Int128 = 0
    var transfers: Int128 = 0
    var other: Int128 = 0
    var costChanges: Int128 = 0
    var closing: Int128 = 0

    /// How many pairs moved or have a value.
    var pairs: Int128 = 0
    /// How many pairs have a figure that is not a number, and so miss an opening or an effect.
    var unknown = 0

    /// What the rounding of the lines leaves.
    var rounding: Int128 {
      closing - opening - purchases - sales - adjustments - transfers - other - costChanges
    }

    /// Whether `rounding` is no more than rounding: eight figures of a pair, each at most half a
    /// cent off.
    var closes: Bool { unknown > 0 || rounding.magnitude <= UInt128(pairs * 4) }

    static func declare(_ columns: inout some ColumnSink<Self>) {
      columns.column("store_id", .uuid) { $0.storeID }
      columns.column("store_name", .text) { $0.storeName }
      columns.column("opening_value", .money) { $0.opening }
      columns.column("purchases", .money) { $0.purchases }
      columns.column("sales", .money) { $0.sales }
      columns.column("adjustments", .money) { $0.adjustments }
      columns.column("transfers", .money) { $0.transfers }
      columns.column("other", .money) { $0.other }
      columns.column("cost_changes", .money) { $0.costChanges }
      columns.column("rounding", .money) { $0.rounding }
      columns.column("closing_value", .money) { $0.closing }
    }
  }

  /// A row for each store by name, and last one for all.
  func rows() -> [Row] {
    let book = valuation.book
    var rows = (0..<Int32(book.stores.count)).map {
      Row(storeID: book.stores.id($0), storeName: book.stores.name($0))
    }
    var all = Row()
    for pair in 0..<book.pairs.count {
      let view = valuation.moment.view(pair)
      let flows = valuation.flow.flows[pair]
      let cost = view.prices.cost
      let openingCost = valuation.opening.prices(of: view.product, number: view.productNumber).cost
      let opening = view.quantity - flows.net
      func value(_ quantity: StoredDecimal, at price: StoredDecimal? = nil) -> Int128 {
        view.value(at: price ?? cost, of: quantity) ?? 0
      }
      var row = Row()
      row.closing = value(view.quantity)
      row.opening = view.value(at: openingCost, of: opening) ?? 0
      row.costChanges = value(opening, at: cost - openingCost)
      row.purchases = value(flows.purchased)
      row.sales = value(flows.sold)
      row.adjustments = value(flows.adjusted)
      row.transfers = value(flows.transferred)
      row.other = value(flows.other)
      row.pairs = view.isValued || flows.movements > 0 ? 1 : 0
      row.unknown =
        cost.isNotANumber || openingCost.isNotANumber || opening.isNotANumber
          || view.quantity.isNotANumber ? 1 : 0
      Self.add(row, to: &rows[Int(view.store)])
      Self.add(row, to: &all)
    }
    return book.stores.byName.map { rows[Int($0)] } + [all]
  }

  private static func add(_ part: Row, to row: inout Row) {
    row.opening += part.opening
    row.purchases += part.purchases
    row.sales += part.sales
    row.adjustments += part.adjustments
    row.transfers += part.transfers
    row.other += part.other
    row.costChanges += part.costChanges
    row.closing += part.closing
    row.pairs += part.pairs
    row.unknown += part.unknown
  }
}
