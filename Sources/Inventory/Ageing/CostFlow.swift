import Columns
import Reports
import Values

/// Why the value of the stock moved from the first of the month to T, by layers and by average.
///
/// Opening and closing values are sums over pairs, rounded as in the detail; effects are exact sums
/// for a store and category, rounded once; `corrections` is what is left.
struct CostFlow {
  let ageing: StockAgeing

  init(_ ageing: StockAgeing) {
    self.ageing = ageing
  }

  /// A store and category, or all, by one basis; cents.
  struct Row: TableLine {
    var basis = ""
    /// Nil for all.
    var store: UUIDBytes?
    var storeName = "(all stores)"
    var category: String?
    var categoryName: String?
    var opening: Int128 = 0
    var purchases: Int128 = 0
    var sales: Int128 = 0
    var adjustments: Int128 = 0
    var transfers: Int128 = 0
    var other: Int128 = 0
    var closing: Int128 = 0
    var corrections: Int128 = 0

    /// Whether it adds up to the closing value.
    var closes: Bool { closing == opening + effects + corrections }

    fileprivate var effects: Int128 { purchases + sales + adjustments + transfers + other }

    fileprivate mutating func add(_ row: Row) {
      opening += row.opening
      purchases += row.purchases
      sales += row.sales
      adjustments += row.adjustments
      transfers += row.transfers
      other += row.other
      closing += row.closing
      corrections += row.corrections
    }

    static func declare(_ columns: inout some ColumnSink<Self>) {
      columns.column("basis", .text) { $0.basis }
      columns.column("store_id", .uuid) { $0.store }
      columns.column("store_name", .text) { $0.storeName }
      columns.column("category_key", .code) { $0.category?.orNone }
      columns.column("category_name", .text) { $0.categoryName }
      columns.column("opening_value", .money) { $0.opening }
      columns.column("purchases", .money) { $0.purchases }
      columns.column("sales", .money) { $0.sales }
      columns.column("adjustments", .money) { $0.adjustments }
      columns.column("transfers", .money) { $0.transfers }
      columns.column("other", .money) { $0.other }
      columns.column("corrections", .money) { $0.corrections }
      columns.column("closing_value", .money) { $0.closing }
    }
  }

  /// What is known of a store and category.
  private struct Part {
    var opening: [Int128] = [0, 0]
    var closing: [Int128] = [0, 0]
    var effects = CostEffects()
  }

  /// A row for each store and category that has a pair, and last for all; first by layers, then by
  /// average.
  func rows() -> [Row] {
    let book = ageing.book
    var groups = LabelGroups(book.catalogue.categories)
    var parts: [Int: [Int32: Part]] = [:]
    collect(&parts, &groups)
    var rows: [Row] = []
    for (place, basis) in ["fifo", "average"].enumerated() {
      var all = Row(basis: basis)
      for store in book.stores.byName {
        for group in groups.byName {
          guard let part = parts[group]?[store] else { continue }
          var row = Self.row(part, place)
          row.basis = basis
          row.store = book.stores.id(store)
          row.storeName = book.stores.name(store)
          row.category = groups.groups[group].key
          row.categoryName = groups.groups[group].name
          all.add(row)
          rows.append(row)
        }
      }
      rows.append(all)
    }
    return rows
  }

  private static func row(_ part: Part, _ place: Int) -> Row {
    func cents(_ bases: CostEffects.Bases) -> Int128 {
      (place == 0
        ? bases.fifo.rounded(from: 5, to: 2) : bases.average.rounded(from: 8, to: 2)).value ?? 0
    }
    var row = Row()
    row.opening = part.opening[place]
    row.purchases = cents(part.effects.purchases)
    row.sales = cents(part.effects.sales)
    row.adjustments = cents(part.effects.adjustments)
    row.transfers = cents(part.effects.transfers)
    row.other = cents(part.effects.other)
    row.closing = part.closing[place]
    row.corrections = row.closing - row.opening - row.effects
    return row
  }

  /// Adds up all pairs, by category and store.
  private func collect(_ parts: inout [Int: [Int32: Part]], _ groups: inout LabelGroups) {
    let (book, fold) = (ageing.book, ageing.fold)
    let firstOfMonth = ageing.ageing.date.firstOfMonth
    let before = StockMoment(book, at: book.plan.calendar.start(of: firstOfMonth))
    let dayBefore = firstOfMonth.advanced(by: -1).daysSinceEpoch
    var aged = AgedPair()
    for pair in 0..<book.pairs.count where ageing.isChosen[Int(book.pairs.stores[pair])] {
      let (opening, closing) = (before.view(pair), ageing.moment.view(pair))
      let hasMoved = fold.openings[pair].hasMoved
      let product = closing.product
      let group = groups.number(of: product.category)
      groups.offer(
        book.catalogue.categories[Int(product.category)], number: group, product: product.id)
      guard hasMoved || opening.quantity.isNonZero || closing.quantity.isNonZero else {
        if parts[group]?[closing.store] == nil {
          parts[group, default: [:]][closing.store] = Part()
        }
        continue
      }
      var part = parts[group]?[closing.store] ?? Part()
      fold.load(pair, into: &aged)
      add(aged, closing, on: ageing.ageing.date.daysSinceEpoch, to: &part.closing)
      if hasMoved { fold.loadOpening(pair, into: &aged) }
      add(aged, opening, on: dayBefore, to: &part.opening)
      parts[group, default: [:]][closing.store] = part
    }
    for number in 0..<fold.flows.keys.count {
      let store = fold.flows.keys.stores[number]
      guard ageing.isChosen[Int(store)] else { continue }
      let group = groups.number(of: fold.flows.keys.products[number])
      parts[group, default: [:]][store, default: Part()].effects += fold.flows[number]
    }
  }

  /// Adds what a pair is worth at one end; what is not a number is in no total.
  private func add(_ aged: AgedPair, _ view: PairView, on date: Int32, to sums: inout [Int128]) {
    guard
      let stock = AgedStock(
        aged, product: view.productNumber, quantity: view.quantity, on: date, prices: ageing.prices)
    else { return }
    sums[0] += stock.fifoValue.rounded(from: 5, to: 2).value ?? 0
    sums[1] += stock.averageValue.rounded(from: 8, to: 2).value ?? 0
  }
}
