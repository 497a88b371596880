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
    var values = products.map { $0.costPrice.isNotANumber ? nil : Int128(0) }
    for pair in 0..<book.pairs.count {
      let view = PairView(book: book, mark: valuation.mark, pair: pair)
      guard view.isValued, let cost = view.costValue else { continue }
      values[view.productNumber]? += cost
    }
    productValues = values
  }

  /// A product, or a pair, with the sentence that says what is wrong with it.
  private struct Finding {
    var product: Int
    var pair: Int?
    var detail: String
  }

  func emit(to sink: (RowBuffer) throws -> Void) throws {
    var row = RowBuffer()
    for (kind, findings) in kinds {
      for finding in findings().sorted(by: precedes) {
        row.removeAll()
        append(finding, kind: kind, to: &row)
        try sink(row)
      }
    }
  }

  /// Each kind, in the order of the names, with what finds it.
  private var kinds: [(String, () -> [Finding])] {
    [
      ("cost_above_price", costAbovePrice),
      ("duplicate_barcode", { duplicates("barcode") { $0.barcode.isBlank ? .none : $0.barcode } }),
      ("duplicate_sku", { duplicates("SKU") { $0.sku } }),
      ("inactive_with_stock", inactiveWithStock),
      ("ledger_gap", ledgerGaps),
      ("low_stock_flag_mismatch", flagMismatches),
      ("max_below_reorder_level", maxBelowReorderLevel),
      ("missing_cost", missingCost),
      ("negative_stock", negativeStock),
      ("not_a_number", notANumber),
      ("undated_movement", undatedMovements),
      ("unexplained_quantity", unexplained),
    ]
  }

  /// By store, the product level first, then by product.
  private func precedes(_ left: Finding, _ right: Finding) -> Bool {
    let (a, b) = (storeID(left), storeID(right))
    if a == b { return products[left.product].id < products[right.product].id }
    guard let a else { return true }
    guard let b else { return false }
    return a < b
  }

  private func storeID(_ finding: Finding) -> UUIDBytes? {
    finding.pair.map { book.stores.id(book.pairs.stores[$0]) }
  }

  private func append(_ finding: Finding, kind: String, to row: inout RowBuffer) {
    let product = products[finding.product]
    if let pair = finding.pair {
      row.append(store: book.pairs.stores[pair], of: book)
    } else {
      row.append(.null)
      row.append(.null)
    }
    row.append(.uuid(product.id))
    row.append(product.sku, in: book.catalogue.texts)
    row.append(product.name, in: book.catalogue.texts)
    row.append(text: kind)
    row.append(text: finding.detail)
    row.append(number: finding.pair.map { view($0).costValue } ?? productValues[finding.product])
  }

  private func view(_ pair: Int) -> PairView {
    PairView(book: book, mark: valuation.mark, pair: pair)
  }

  private func pairs(where detail: (PairView) -> String?) -> [Finding] {
    (0..<book.pairs.count).compactMap { pair in
      let view = view(pair)
      return detail(view).map { Finding(product: view.productNumber, pair: pair, detail: $0) }
    }
  }

  private func text(_ value: StoredDecimal, scale: Int = 3) -> String {
    value.value.map { ExactDecimal.text(Int128($0), scale: scale) } ?? "NaN"
  }
}

extension ValuationExceptions {
  private func costAbovePrice() -> [Finding] {
    products.indices.compactMap { product in
      guard let cost = products[product].costPrice.value,
        let price = products[product].sellPrice.value, price > 0, cost > price
      else { return nil }
      return Finding(
        product: product, pair: nil,
        detail: "cost \(text(products[product].costPrice, scale: 2)) is above the price"
          + " \(text(products[product].sellPrice, scale: 2))")
    }
  }

  private func duplicates(_ name: String, of field: (Product) -> TextReference) -> [Finding] {
    let texts = book.catalogue.texts
    let sorted = products.indices.filter { !field(products[$0]).isNone }
      .sorted { texts.precedes(field(products[$0]), field(products[$1])) }
    var findings: [Finding] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count,
        texts.compare(field(products[sorted[start]]), field(products[sorted[end]])) == 0
      {
        end += 1
      }
      if end - start > 1 {
        findings += sorted[start..<end].map {
          Finding(
            product: $0, pair: nil,
            detail: "\(end - start) products have the \(name) \(texts.string(field(products[$0])))")
        }
      }
      start = end
    }
    return findings
  }

  private func inactiveWithStock() -> [Finding] {
    pairs { view in
      view.product.isActive || !view.quantity.isNonZero
        ? nil : "\(text(view.quantity)) on hand of a product that is no longer active"
    }
  }

  private func ledgerGaps() -> [Finding] {
    valuation.flow.gaps.map { pair, gaps in
      Finding(
        product: Int(book.pairs.products[Int(pair)]), pair: Int(pair),
        detail: gaps.count == 1
          ? "1 gap in the ledger, at movement \(gaps.first)"
          : "\(gaps.count) gaps in the ledger, the first at movement \(gaps.first)")
    }
  }

  private func flagMismatches() -> [Finding] {
    guard book.checksLowStockFlag else { return [] }
    return pairs { view in
      guard view.level.hasRow, let onHand = view.level.onHand.value,
        let level = view.level.reorderLevel.value,
        let flag = view.level.lowStockFlag, flag != (onHand <= level)
      else { return nil }
      return "is_low_stock is \(flag), but \(text(view.level.onHand)) on hand"
        + " against a reorder level of \(text(view.level.reorderLevel)) says otherwise"
    }
  }

  private func maxBelowReorderLevel() -> [Finding] {
    pairs { view in
      guard let most = view.level.maxStock.value, let level = view.level.reorderLevel.value,
        most > 0, most < level
      else { return nil }
      return "max stock \(text(view.level.maxStock)) is below the reorder level"
        + " \(text(view.level.reorderLevel))"
    }
  }

  private func missingCost() -> [Finding] {
    pairs { $0.isCostMissing ? "\(text($0.quantity)) on hand at a cost of 0.00" : nil }
  }

  private func negativeStock() -> [Finding] {
    pairs { view in
      (view.quantity.value ?? 0) < 0 ? "\(text(view.quantity)) on hand" : nil
    }
  }

  private func notANumber() -> [Finding] {
    book.notANumberProducts.map {
      Finding(product: $0, pair: nil, detail: "the cost or the price is NaN")
    }
      + book.notANumber.map {
        Finding(
          product: Int(book.pairs.products[Int($0)]), pair: Int($0),
          detail: "a stock level or a movement is NaN")
      }
  }

  private func undatedMovements() -> [Finding] {
    book.undated.map { pair, count in
      Finding(
        product: Int(book.pairs.products[Int(pair)]), pair: Int(pair),
        detail: "\(count) \(count == 1 ? "movement" : "movements") without a date, in no period")
    }
  }

  private func unexplained() -> [Finding] {
    pairs { view in
      guard let unexplained = view.unexplained, unexplained.isNonZero, !unexplained.isNotANumber
      else { return nil }
      return "\(text(unexplained)) of \(text(view.quantity)) on hand is not in the ledger"
    }
  }
}
