import Columns

extension ValuationExceptions {
  var costAbovePrice: Kind {
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
  func duplicates(_ name: String, of field: @escaping (Product) -> TextReference) -> Kind {
    let texts = book.catalogue.texts
    let sorted = products.indices.filter { !field(products[$0]).isNone }
      .sorted { texts.precedes(field(products[$0]), field(products[$1])) }
    var findings = SpillableColumn<Finding>(memory: book.memory)
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

  var inactiveWithStock: Kind {
    Kind("inactive_with_stock", self) {
      !$0.product.isActive && $0.quantity.isNonZero
    } detail: {
      "on hand is \(text($0.quantity)), but the product is no longer active"
    }
  }

  var ledgerGap: Kind {
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

  var lowStockFlagMismatch: Kind {
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

  var maxBelowReorderLevel: Kind {
    Kind("max_below_reorder_level", self) { view in
      guard let most = view.level.maxStock.value, let level = view.level.reorderLevel.value
      else { return false }
      return most > 0 && most < level
    } detail: {
      "max stock \(text($0.level.maxStock)) is below the reorder level"
        + " \(text($0.level.reorderLevel))"
    }
  }

  var missingCost: Kind {
    Kind("missing_cost", self, where: \.isCostMissing) {
      "on hand is \(text($0.quantity)) at a cost of 0.00"
    }
  }

  var negativeStock: Kind {
    Kind("negative_stock", self) {
      ($0.quantity.value ?? 0) < 0
    } detail: {
      "on hand is \(text($0.quantity))"
    }
  }

  var notANumber: Kind {
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

  var undatedMovement: Kind {
    Kind("undated_movement") {
      column(book.undated.keys.lazy.map(finding))
    } detail: { found in
      let count = found.pair.flatMap { book.undated[$0] } ?? 0
      return "ledger has \(count == 1 ? "1 movement" : "\(count) movements") without a usable date,"
        + " in no period"
    }
  }

  var unexplainedQuantity: Kind {
    Kind("unexplained_quantity", self) {
      ($0.unexplained?.value ?? 0) != 0
    } detail: {
      "ledger does not explain \(text($0.unexplained ?? .zero)) of \(text($0.quantity)) on hand"
    }
  }

  var unreadableText: Kind {
    Kind("unreadable_text") {
      column(book.catalogue.unreadable.map { Finding(product: $0, pair: nil) })
    } detail: { _ in
      "a text of the product is not UTF-8: each byte that cannot be read is shown as \\xe9"
    }
  }
}
