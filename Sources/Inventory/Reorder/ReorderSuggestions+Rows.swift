import Columns
import Reports

extension ReorderSuggestions {
  func emitSuggestions(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    for line in suggested {
      row.removeAll()
      append(desk.decide(Int(line.pair)), urgency: line.urgency, to: &row)
      try sink(row)
    }
  }

  private func append(_ item: ReorderDesk.Case, urgency: Urgency, to row: inout RowBuffer) {
    let book = desk.book
    let view = desk.view(item.pair)
    let product = view.product
    let decision = item.decision
    let suggested = desk.suggestedQuantity(item.pair, decision: decision)
    let supplier = book.catalogue.suppliers[Int(product.supplier)]
    row.append(supplier.id)
    row.append(name: supplier.name)
    row.append(store: view.store, of: book)
    row.append(.uuid(product.id))
    row.append(product.sku, in: book.catalogue.texts)
    row.append(product.barcode, in: book.catalogue.texts)
    row.append(product.name, in: book.catalogue.texts)
    row.append(name: book.catalogue.categories[Int(product.category)].name)
    row.append(text: book.catalogue.units[Int(product.unit)].name)
    row.append(view.quantity)
    row.append(number: item.onOrder)
    row.append(view.level.reorderLevel)
    row.append(view.level.maxStock)
    row.append(number: decision.demand.sold)
    row.append(number: decision.demand.inStockDays)
    row.append(number: decision.demand.average)
    row.append(number: decision.demand.standardDeviation)
    row.append(number: decision.daysOfCover)
    row.append(decision.daysToStockout.map { day.advanced(by: $0) })
    row.append(number: Int64(decision.terms.leadTimeDays))
    row.append(number: decision.safetyStock)
    row.append(number: decision.reorderPoint)
    row.append(text: decision.rule.rawValue)
    row.append(number: suggested)
    row.append(product.costPrice)
    row.append(number: view.value(at: product.costPrice, of: StoredDecimal(suggested)))
    row.append(text: urgency.text)
    row.append(text: ReorderReason.order(decision, quantity: suggested))
  }

  /// By supplier name, then id, one without an id first, as in the suggestions.
  func emitBySupplier(to sink: (RowBuffer) throws -> Void) throws {
    var groups = suppliers
    var sums = [(lines: Int, cost: Int128, stockout: Day?)](
      repeating: (0, 0, nil), count: groups.groups.count)
    for line in suggested {
      let view = desk.view(Int(line.pair))
      let product = view.product
      let decision = desk.decide(Int(line.pair)).decision
      let quantity = desk.suggestedQuantity(Int(line.pair), decision: decision)
      let group = groups.number(of: product.supplier)
      groups.offer(
        desk.book.catalogue.suppliers[Int(product.supplier)], number: group, product: product.id)
      sums[group].lines += 1
      sums[group].cost += view.value(at: product.costPrice, of: StoredDecimal(quantity)) ?? 0
      if let days = decision.daysToStockout {
        let stockout = day.advanced(by: days)
        sums[group].stockout = sums[group].stockout.map { min($0, stockout) } ?? stockout
      }
    }
    var row = RowBuffer()
    let named = groups.groups
    let inOrder = named.indices.filter { sums[$0].lines > 0 }.sorted { left, right in
      GroupLabel(id: named[left].id, name: named[left].name)
        .precedes(GroupLabel(id: named[right].id, name: named[right].name))
    }
    for group in inOrder {
      row.removeAll()
      row.append(groups.groups[group].id)
      row.append(text: groups.groups[group].name)
      row.append(number: Int64(sums[group].lines))
      row.append(number: sums[group].cost)
      row.append(sums[group].stockout)
      try sink(row)
    }
  }

  /// What is at or below its reorder level and not ordered, by store name and SKU.
  func emitNotSuggested(to sink: (RowBuffer) throws -> Void) throws {
    let book = desk.book
    let listed = order.pairs(of: book) { pair in
      let view = desk.view(pair)
      guard isChosen(pair), let quantity = view.quantity.value,
        let level = view.level.reorderLevel.value
      else { return false }
      return quantity <= level
        && desk.suggestedQuantity(pair, decision: desk.decide(pair).decision) == 0
    }
    var row = RowBuffer()
    for pair in listed {
      let view = desk.view(Int(pair))
      row.removeAll()
      row.append(store: view.store, of: book)
      row.append(.uuid(view.product.id))
      row.append(view.product.sku, in: book.catalogue.texts)
      row.append(view.product.name, in: book.catalogue.texts)
      row.append(view.quantity)
      row.append(view.level.reorderLevel)
      row.append(
        text: ReorderReason.nothing(
          desk.decide(Int(pair)).decision, hasLevel: view.level.hasRow,
          isActive: view.product.isActive))
      try sink(row)
    }
  }
}
