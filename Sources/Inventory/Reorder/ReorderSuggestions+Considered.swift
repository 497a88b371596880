public import Reports

extension ReorderSuggestions {
  /// What the suggestions go by, added up over the products that may be suggested: nobody could sum the
  /// lines themselves in SQL without computing them once more.
  private static let considered = TableDefinition(
    key: "considered", title: "Considered",
    source: .computation("reorder-suggestions.considered"),
    columns: [
      Column(key: "unit", type: .text, title: "Unit"),
      Column(key: "quantity", type: .quantity, title: "In stock", totalled: true),
      Column(key: "sold_in_window", type: .quantity, title: "Sold in window", totalled: true),
      Column(key: "sales_in_window", type: .integer, title: "Sales in window", totalled: true),
    ])

  /// How many pairs may be suggested, and the stock and the sales in the window of their products.
  ///
  /// A product with a quantity that is not a number is in no sum of it: so the server has to add up
  /// for each product and not for each pair, which costs it a fraction.
  public func basis() -> [TableSummary] {
    let catalogue = calculator.book.catalogue
    var (rows, sales) = (0, 0)
    var quantity = [Int128?](repeating: 0, count: catalogue.products.count)
    var sold = quantity
    for pair in 0..<calculator.book.pairs.count where isChosen(pair) {
      let view = calculator.view(pair)
      guard view.product.isActive else { continue }
      if view.level.hasRow { rows += 1 }
      sales += calculator.window.sales(pair)
      Self.add(view.quantity, to: &quantity[view.productNumber])
      Self.add(calculator.facts(pair).sold, to: &sold[view.productNumber])
    }
    func byUnit(_ sums: [Int128?]) -> TableSummary.Total {
      var totals = [Int128](repeating: 0, count: catalogue.units.count)
      for (product, sum) in zip(catalogue.products, sums) { totals[Int(product.unit)] += sum ?? 0 }
      return .byUnit(
        zip(catalogue.units, totals).map { TableSummary.UnitTotal(unit: $0.name, sum: $1) }
          .sorted { $0.unit.utf8.lexicographicallyPrecedes($1.unit.utf8) })
    }
    return [
      TableSummary(
        table: Self.considered, rows: rows,
        totals: [1: byUnit(quantity), 2: byUnit(sold), 3: .overall(Int128(sales))])
    ]
  }

  private static func add(_ value: StoredDecimal, to sum: inout Int128?) {
    sum = sum.flatMap { sum in value.value.map { sum + Int128($0) } }
  }
}
