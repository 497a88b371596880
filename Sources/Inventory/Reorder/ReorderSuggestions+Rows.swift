import Columns
import Values

extension ReorderSuggestions {
  func forEachSuggestion(_ body: (SuggestionLine) throws -> Void) rethrows {
    for line in suggested {
      try body(SuggestionLine(self, pair: Int(line.pair), urgency: line.urgency))
    }
  }

  /// By supplier name, then id, one without an id first, as in the suggestions.
  func forEachSupplier(_ body: (SupplierLine) throws -> Void) rethrows {
    var groups = suppliers
    var sums = [(lines: Int, cost: Int128, stockout: Day?)](
      repeating: (0, 0, nil), count: groups.groups.count)
    for line in suggested {
      let view = calculator.view(Int(line.pair))
      let product = view.product
      let decision = calculator.decide(Int(line.pair)).decision
      let quantity = calculator.suggestedQuantity(Int(line.pair), decision: decision)
      let group = groups.number(of: product.supplier)
      groups.offer(
        calculator.book.catalogue.suppliers[Int(product.supplier)], number: group,
        product: product.id)
      sums[group].lines += 1
      sums[group].cost += view.value(at: product.costPrice, of: StoredDecimal(quantity)) ?? 0
      if let days = decision.daysToStockout {
        let stockout = day.advanced(by: days)
        sums[group].stockout = sums[group].stockout.map { min($0, stockout) } ?? stockout
      }
    }
    let named = groups.groups
    let inOrder = named.indices.filter { sums[$0].lines > 0 }.sorted { left, right in
      GroupLabel(id: named[left].id, name: named[left].name)
        .precedes(GroupLabel(id: named[right].id, name: named[right].name))
    }
    for group in inOrder {
      let sums = sums[group]
      try body(
        SupplierLine(
          supplier: GroupLabel(id: named[group].id, name: named[group].name), lines: sums.lines,
          cost: sums.cost, stockout: sums.stockout))
    }
  }

  /// What is at or below its reorder level and not ordered, by store name and SKU.
  func forEachNotSuggested(_ body: (NotSuggestedLine) throws -> Void) rethrows {
    let book = calculator.book
    let listed = order.pairs(of: book) { pair in
      let view = calculator.view(pair)
      guard isChosen(pair), let quantity = view.quantity.value,
        let level = view.level.reorderLevel.value
      else { return false }
      return quantity <= level
        && calculator.suggestedQuantity(pair, decision: calculator.decide(pair).decision) == 0
    }
    for pair in listed {
      let view = calculator.view(Int(pair))
      try body(
        NotSuggestedLine(
          view: view, product: view.product, decision: calculator.decide(Int(pair)).decision))
    }
  }
}
