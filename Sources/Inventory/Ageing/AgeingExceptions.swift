import Columns
import Reports
import Values

/// What finance should look at before it trusts the ages, with the money at stake.
struct AgeingExceptions {
  let ageing: StockAgeing
  let book: StockBook

  /// A product, or one of its pairs.
  struct Finding: BitwiseCopyable, Sendable {
    var kind: Kind
    var product: Int32
    /// The pair's number, or -1 at product level.
    var pair: Int32 = -1
    /// The place of the pair's transfers, or -1.
    var transfer: Int32 = -1
  }

  /// The kinds, in the order of their names.
  enum Kind: UInt8, CaseIterable {
    case mergedLayers, missingCost, negativeStock, noSellPrice, notANumber, transferNotReceived
    case unknownAge, unmatchedTransfer

    var name: String {
      switch self {
      case .mergedLayers: "merged_layers"
      case .missingCost: "missing_cost"
      case .negativeStock: "negative_stock"
      case .noSellPrice: "no_sell_price"
      case .notANumber: "not_a_number"
      case .transferNotReceived: "transfer_not_received"
      case .unknownAge: "unknown_age"
      case .unmatchedTransfer: "unmatched_transfer"
      }
    }
  }

  init(_ ageing: StockAgeing) {
    self.ageing = ageing
    book = ageing.book
  }

  func forEachLine(_ body: (AgeingExceptionLine) throws -> Void) rethrows {
    var findings = SpillableColumn<Finding>(memory: book.memory)
    addPairs(to: &findings)
    let numbers = notNumbers()
    for product in numbers.products.keys {
      findings.append(Finding(kind: .notANumber, product: product))
    }
    for pair in numbers.pairs {
      let product = book.pairs.products[Int(pair)]
      findings.append(Finding(kind: .notANumber, product: product, pair: pair))
    }
    let transfers = unmatched() + notReceived()
    for (place, transfer) in transfers.enumerated() {
      findings.append(
        Finding(
          kind: transfer.kind, product: book.pairs.products[Int(transfer.pair)],
          pair: transfer.pair, transfer: Int32(place)))
    }
    sort(&findings)
    for finding in findings {
      try body(line(finding, transfers, carried: numbers.products[finding.product] ?? nil))
    }
  }

  private func isChosen(_ pair: Int32) -> Bool {
    ageing.isChosen[Int(book.pairs.stores[Int(pair)])]
  }

  /// What is found of the lines of the detail.
  private func addPairs(to findings: inout SpillableColumn<Finding>) {
    ageing.forEachLine { line in
      func add(_ kind: Kind, if holds: Bool) {
        guard holds else { return }
        findings.append(
          Finding(
            kind: kind, product: Int32(line.view.productNumber), pair: Int32(line.view.pair)))
      }
      add(.mergedLayers, if: line.stock?.layers.contains { $0.marks.contains(.merged) } ?? false)
      add(.missingCost, if: line.unitPrices.cost == .zero)
      add(.negativeStock, if: (line.quantity.value ?? 0) < 0)
      add(.noSellPrice, if: line.unitPrices.sell == .zero)
      add(.unknownAge, if: (line.stock?.undated ?? 0) > 0)
    }
  }

  /// What is not a number.
  struct NotNumbers {
    /// The pairs whose quantity or ledger is none, or a cost that their layers or average need, though
    /// that of the date is one.
    var pairs: Set<Int32> = []
    /// The products with a line whose cost or price of the date is none, and what these are carried at;
    /// nil when that is not known.
    var products: [Int32: Int128?] = [:]

    var count: Int { pairs.count + products.count }
  }

  func notNumbers() -> NotNumbers {
    var found = NotNumbers()
    for pair in 0..<Int32(ageing.fold.pairs.count)
    where ageing.fold.state(Int(pair)).isVoid && isChosen(pair) {
      found.pairs.insert(pair)
    }
    ageing.forEachLine { line in
      let prices = line.unitPrices
      if prices.cost.isNotANumber || prices.sell.isNotANumber {
        let product = Int32(line.view.productNumber)
        let sum = found.products[product] ?? nil
        found.products[product] = .some(line.carrying.map { (sum ?? 0) + $0 } ?? sum)
      }
      let isCostless = !prices.cost.isNotANumber && (line.fifo == nil || line.average == nil)
      if line.quantity.isNotANumber || isCostless { found.pairs.insert(Int32(line.view.pair)) }
    }
    return found
  }

  /// The transfers of a pair of which one end is missing: the first of them, and all together.
  struct Transfers {
    let kind: Kind
    let pair: Int32
    let reference: Int32
    /// When the first left, or came in.
    let on: Int32
    var quantity: Int128 = 0
    /// Of what is a number; nil when nothing is.
    var value: Int128?

    fileprivate mutating func add(_ quantity: Int64, at cost: StoredDecimal) {
      self.quantity += Int128(quantity)
      guard let part = StoredDecimal(quantity).value(at: cost) else { return }
      value = (value ?? 0) + part
    }
  }

  /// What came in during the last 31 days and was sent by nobody.
  private func unmatched() -> [Transfers] {
    let date = ageing.ageing.date.daysSinceEpoch
    var found: [Int32: Transfers] = [:]
    for transfer in ageing.fold.unmatched
    where !transfer.isForgotten(on: date) && isChosen(transfer.pair) {
      let product = book.pairs.products[Int(transfer.pair)]
      let first = Transfers(
        kind: .unmatchedTransfer, pair: transfer.pair, reference: transfer.reference,
        on: transfer.on)
      found[transfer.pair, default: first].add(
        transfer.quantity, at: ageing.prices.cost(Int(product), on: transfer.on))
    }
    return Array(found.values)
  }

  /// What was sent 15 to 45 days ago and is received by nobody.
  private func notReceived() -> [Transfers] {
    let date = ageing.ageing.date.daysSinceEpoch
    var found: [Int32: Transfers] = [:]
    for slice in ageing.fold.transit.slices where slice.isRemembered(on: date) {
      guard date - slice.leftOn > GoodsInTransit.days, ageing.isChosen[Int(slice.store)],
        let pair = book.pairs.find(store: slice.store, product: slice.product)
      else { continue }
      let first = Transfers(
        kind: .transferNotReceived, pair: Int32(pair), reference: slice.reference, on: slice.leftOn)
      found[Int32(pair), default: first].add(
        slice.layer.quantity, at: ageing.prices.cost(Int(slice.product), on: slice.layer.day))
    }
    return Array(found.values)
  }

  /// By kind, store name, SKU, store id and product id; the product level is first, together with a store
  /// that has no name.
  private func sort(_ findings: inout SpillableColumn<Finding>) {
    let order = ageing.rowOrder
    func rank(_ finding: Finding, among places: [Int32]) -> Int32 {
      finding.pair < 0 ? 0 : places[Int(book.pairs.stores[Int(finding.pair)])]
    }
    let stores = order.ids.stores.map { $0 + 1 }
    let names = order.storeByName.indices.map {
      book.stores.name(Int32($0)).isEmpty ? 0 : order.storeByName[$0] + 1
    }
    let products = book.catalogue.products.count
    findings.sort(ranks: products) { order.ids.products[Int($0.product)] }
    findings.sort(ranks: stores.count + 1) { rank($0, among: stores) }
    findings.sort(ranks: products) { order.productBySKU[Int($0.product)] }
    findings.sort(ranks: names.count + 1) { rank($0, among: names) }
    findings.sort(ranks: Kind.allCases.count) { Int32($0.kind.rawValue) }
  }
}
