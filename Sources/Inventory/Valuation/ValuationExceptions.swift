import Columns
import Reports

/// What finance should look at before it trusts the figures, with the money at stake.
struct ValuationExceptions {
  let valuation: InventoryValuation
  private let book: StockBook
  private let products: [Product]
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

  func emit(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    for kind in kinds {
      var findings = kind.findings()
      sort(&findings)
      for finding in findings {
        row.removeAll()
        append(finding, kind: kind, to: &row)
        try sink(row)
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
  private func sort(_ findings: inout LongColumn<Finding>) {
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

  private func append(_ finding: Finding, kind: Kind, to row: inout RowBuffer) {
    let product = products[Int(finding.product)]
    if let pair = finding.pair {
      row.append(store: book.pairs.stores[Int(pair)], of: book)
    } else {
      row.append(.null)
      row.append(.null)
    }
    row.append(.uuid(product.id))
    row.append(product.sku, in: book.catalogue.texts)
    row.append(product.name, in: book.catalogue.texts)
    row.append(text: kind.name)
    row.append(text: kind.detail(finding))
    row.append(
      number: finding.pair.map { view(Int($0)).costValue } ?? productValues[Int(finding.product)])
  }

  func view(_ pair: Int) -> PairView {
    valuation.moment.view(pair)
  }

  /// What a unit of a product cost and sold for at the end.
  private func prices(_ product: Int32) -> UnitPrices {
    valuation.moment.prices.prices(of: products[Int(product)], number: Int(product))
  }

  func pairs(where holds: (PairView) -> Bool) -> LongColumn<Finding> {
    var found = LongColumn<Finding>(memory: book.memory)
    for pair in 0..<book.pairs.count where holds(view(pair)) {
      found.append(finding(pair: Int32(pair)))
    }
    return found
  }

  /// The findings of kinds that keep a list of their own.
  private func column(_ findings: some Sequence<Finding>) -> LongColumn<Finding> {
    var column = LongColumn<Finding>(memory: book.memory)
    for finding in findings { column.append(finding) }
    return column
  }

  private func finding(pair: Int32) -> Finding {
    Finding(product: book.pairs.products[Int(pair)], pair: pair)
  }

  private func text(_ value: StoredDecimal, scale: Int = 3) -> String {
    value.value.map { ExactDecimal.text(Int128($0), scale: scale) } ?? "NaN"
  }
}

extension ValuationExceptions {
  private var costAbovePrice: Kind {
    Kind("cost_above_price") {
      let found = products.indices.filter {
        let prices = prices(Int32($0))
        guard let cost = prices.cost.value, let price = prices.sell.value else { return false }
        return price > 0 && cost > price
      }
      return column(found.map { Finding(product: Int32($0), pair: nil) })
    } detail: {
      let prices = prices($0.product)
      return "cost \(text(prices.cost, scale: 2)) is above the price"
        + " \(text(prices.sell, scale: 2))"
    }
  }

  /// Products of which another has the same text in a field.
  private func duplicates(_ name: String, of field: @escaping (Product) -> TextReference) -> Kind {
    let texts = book.catalogue.texts
    let sorted = products.indices.filter { !field(products[$0]).isNone }
      .sorted { texts.precedes(field(products[$0]), field(products[$1])) }
    var findings = LongColumn<Finding>(memory: book.memory)
    var sharers: [Int32: Int] = [:]
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count,
        texts.compare(field(products[sorted[start]]), field(products[sorted[end]])) == 0
      {
        end += 1
      }
      if end - start > 1 {
        for product in sorted[start..<end] {
          findings.append(Finding(product: Int32(product), pair: nil))
          sharers[Int32(product)] = end - start
        }
      }
      start = end
    }
    return Kind("duplicate_\(name.lowercased())") {
      findings
    } detail: {
      "\(name) \(texts.string(field(products[Int($0.product)]))) is shared by"
        + " \(sharers[$0.product] ?? 0) products"
    }
  }

  private var inactiveWithStock: Kind {
    Kind("inactive_with_stock", self) {
      !$0.product.isActive && $0.quantity.isNonZero
    } detail: {
      "on hand is \(text($0.quantity)), but the product is no longer active"
    }
  }

  private var ledgerGap: Kind {
    let gaps = valuation.flow.gaps
    return Kind("ledger_gap") {
      column(gaps.keys.lazy.map(finding))
    } detail: { found in
      guard let gaps = found.pair.flatMap({ gaps[$0] }) else { return "" }
      return gaps.count == 1
        ? "ledger has 1 gap, at movement \(gaps.first)"
        : "ledger has \(gaps.count) gaps, the first at movement \(gaps.first)"
    }
  }

  private var lowStockFlagMismatch: Kind {
    Kind("low_stock_flag_mismatch", self) { view in
      guard book.checksLowStockFlag, view.level.hasRow, let onHand = view.level.onHand.value,
        let level = view.level.reorderLevel.value, let flag = view.level.lowStockFlag
      else { return false }
      return flag != (onHand <= level)
    } detail: {
      "is_low_stock is \($0.level.lowStockFlag ?? false), but \(text($0.level.onHand)) on hand"
        + " against a reorder level of \(text($0.level.reorderLevel)) says otherwise"
    }
  }

  private var maxBelowReorderLevel: Kind {
    Kind("max_below_reorder_level", self) { view in
      guard let most = view.level.maxStock.value, let level = view.level.reorderLevel.value
      else { return false }
      return most > 0 && most < level
    } detail: {
      "max stock \(text($0.level.maxStock)) is below the reorder level"
        + " \(text($0.level.reorderLevel))"
    }
  }

  private var missingCost: Kind {
    Kind("missing_cost", self, where: \.isCostMissing) {
      "on hand is \(text($0.quantity)) at a cost of 0.00"
    }
  }

  private var negativeStock: Kind {
    Kind("negative_stock", self) {
      ($0.quantity.value ?? 0) < 0
    } detail: {
      "on hand is \(text($0.quantity))"
    }
  }

  private var notANumber: Kind {
    Kind("not_a_number") {
      let products = book.notANumberProducts(at: [valuation.moment.prices, valuation.opening])
      return column(
        products.map { Finding(product: Int32($0), pair: nil) } + book.notANumber.map(finding))
    } detail: {
      $0.pair == nil
        ? "the cost or the price is no usable number"
        : "a quantity of a stock level or a movement is no usable number"
    }
  }

  private var undatedMovement: Kind {
    Kind("undated_movement") {
      column(book.undated.keys.lazy.map(finding))
    } detail: { found in
      let count = found.pair.flatMap { book.undated[$0] } ?? 0
      return "ledger has \(count == 1 ? "1 movement" : "\(count) movements") without a usable date,"
        + " in no period"
    }
  }

  private var unexplainedQuantity: Kind {
    Kind("unexplained_quantity", self) {
      ($0.unexplained?.value ?? 0) != 0
    } detail: {
      "ledger does not explain \(text($0.unexplained ?? .zero)) of \(text($0.quantity)) on hand"
    }
  }

  private var unreadableText: Kind {
    Kind("unreadable_text") {
      column(book.catalogue.unreadable.map { Finding(product: $0, pair: nil) })
    } detail: { _ in
      "a text of the product is not UTF-8: each byte that cannot be read is shown as \\xe9"
    }
  }
}
