import Reports
import Values

/// Why the value moved between two instants: each movement type's effect, prices and rounding.
struct ValueChange {
  let valuation: InventoryValuation

  init(_ valuation: InventoryValuation) {
    self.valuation = valuation
  }

  /// What the value of some pairs became, and why: money, scale 2, effects signed.
  struct Effects {
    var opening: Int128 = 0
    var purchases: Int128 = 0
    var sales: Int128 = 0
    var adjustments: Int128 = 0
    var transfers: Int128 = 0
    var other: Int128 = 0
    var costChanges: Int128 = 0
    var closing: Int128 = 0
    /// The parts of `adjustments` that add and that take away, each rounded by pair.
    var adjustedUp: Int128 = 0
    var adjustedDown: Int128 = 0

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

    static func declare<Line>(
      _ columns: inout some ColumnSink<Line>, of effects: (Line) -> Effects
    ) {
      columns.column("opening_value", .money) { effects($0).opening }
      columns.column("purchases", .money) { effects($0).purchases }
      columns.column("sales", .money) { effects($0).sales }
      columns.column("adjustments", .money) { effects($0).adjustments }
      columns.column("transfers", .money) { effects($0).transfers }
      columns.column("other", .money) { effects($0).other }
      columns.column("cost_changes", .money) { effects($0).costChanges }
      columns.column("rounding", .money) { effects($0).rounding }
      columns.column("closing_value", .money) { effects($0).closing }
      columns.column("adjusted_up", .money) { effects($0).adjustedUp }
      columns.column("adjusted_down", .money) { effects($0).adjustedDown }
    }
  }

  /// One store, or all.
  struct StoreLine: TableLine {
    /// The store's id; nil for all.
    var storeID: UUIDBytes?
    var storeName = "(all stores)"
    var effects = Effects()

    static func declare(_ columns: inout some ColumnSink<Self>) {
      columns.column("store_id", .uuid) { $0.storeID }
      columns.column("store_name", .text) { $0.storeName }
      Effects.declare(&columns) { $0.effects }
    }
  }

  /// One category, or all.
  struct CategoryLine: TableLine {
    /// The category's id, or its name when it has no id; empty for none, and for all.
    var key = ""
    var name = "(all categories)"
    var effects = Effects()

    static func declare(_ columns: inout some ColumnSink<Self>) {
      columns.column("category_key", .code) { $0.key.orNone }
      columns.column("category_name", .text) { $0.name }
      Effects.declare(&columns) { $0.effects }
    }
  }

  /// A line for each store by name, and last one for all.
  func storeLines() -> [StoreLine] {
    let book = valuation.book
    var lines = (0..<Int32(book.stores.count)).map {
      StoreLine(storeID: book.stores.id($0), storeName: book.stores.name($0))
    }
    var all = StoreLine()
    for pair in 0..<book.pairs.count {
      let view = valuation.moment.view(pair)
      let effects = effects(pair, view)
      lines[Int(view.store)].effects += effects
      all.effects += effects
    }
    return book.stores.byName.map { lines[Int($0)] } + [all]
  }

  /// A line for each category by name, and last one for all.
  func categoryLines() -> [CategoryLine] {
    let book = valuation.book
    var groups = LabelGroups(book.catalogue.categories)
    var sums = Array(repeating: Effects?.none, count: groups.groups.count)
    var all = CategoryLine()
    for pair in 0..<book.pairs.count {
      let view = valuation.moment.view(pair)
      let category = view.product.category
      let number = groups.number(of: category)
      let effects = effects(pair, view)
      var sum = sums[number] ?? Effects()
      sum += effects
      sums[number] = sum
      all.effects += effects
      groups.offer(
        book.catalogue.categories[Int(category)], number: number, product: view.product.id)
    }
    return groups.byName.compactMap { number in
      sums[number].map {
        CategoryLine(key: groups.groups[number].key, name: groups.groups[number].name, effects: $0)
      }
    } + [all]
  }

  private func effects(_ pair: Int, _ view: PairView) -> Effects {
    let flows = valuation.flow.flows[pair]
    let cost = view.prices.cost
    let openingCost = valuation.opening.prices(of: view.product, number: view.productNumber).cost
    let opening = view.quantity - flows.net
    func value(_ quantity: StoredDecimal, at price: StoredDecimal? = nil) -> Int128 {
      view.value(at: price ?? cost, of: quantity) ?? 0
    }
    var effects = Effects()
    effects.closing = value(view.quantity)
    effects.opening = view.value(at: openingCost, of: opening) ?? 0
    effects.costChanges = value(opening, at: cost - openingCost)
    effects.purchases = value(flows.purchased)
    effects.sales = value(flows.sold)
    effects.adjustments = value(flows.adjusted)
    effects.adjustedUp = value(flows.adjustedUp)
    effects.adjustedDown = -value(flows.adjustedDown)
    effects.transfers = value(flows.transferred)
    effects.other = value(flows.other)
    effects.pairs = view.isValued || flows.movements > 0 ? 1 : 0
    effects.unknown =
      cost.isNotANumber || openingCost.isNotANumber || opening.isNotANumber
        || view.quantity.isNotANumber ? 1 : 0
    return effects
  }
}

extension ValueChange.Effects {
  fileprivate static func += (sum: inout Self, part: Self) {
    sum.opening += part.opening
    sum.purchases += part.purchases
    sum.sales += part.sales
    sum.adjustments += part.adjustments
    sum.transfers += part.transfers
    sum.other += part.other
    sum.costChanges += part.costChanges
    sum.closing += part.closing
    sum.adjustedUp += part.adjustedUp
    sum.adjustedDown += part.adjustedDown
    sum.pairs += part.pairs
    sum.unknown += part.unknown
  }
}
