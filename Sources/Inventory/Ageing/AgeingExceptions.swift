import Columns
import Reports
import Values

/// What finance should look at before it trusts the ages, with the money at stake.
struct AgeingExceptions {
  let ageing: StockAgeing
  let book: StockBook

  /// A product, one of its pairs, or one of the pair's transfers.
  struct Finding: BitwiseCopyable, Sendable {
    var kind: Kind
    var product: Int32
    /// The pair's number, or -1 at product level.
    var pair: Int32 = -1
    /// The place of the transfer, or -1.
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
    for product in ageing.unusableProducts {
      findings.append(Finding(kind: .notANumber, product: Int32(product)))
    }
    for pair in book.notANumber where isChosen(pair) {
      let product = book.pairs.products[Int(pair)]
      findings.append(Finding(kind: .notANumber, product: product, pair: pair))
    }
    let sent = lateSlices()
    addTransfers(sent, to: &findings)
    sort(&findings)
    for finding in findings { try body(line(finding, sent)) }
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
      let quantity = line.quantity.value ?? 0
      add(.mergedLayers, if: line.stock?.layers.contains { $0.marks.contains(.merged) } ?? false)
      add(.missingCost, if: line.unitPrices.isCostMissing(of: line.quantity))
      add(.negativeStock, if: quantity < 0)
      add(.noSellPrice, if: quantity > 0 && line.unitPrices.sell == .zero)
      add(.unknownAge, if: (line.stock?.undated ?? 0) > 0)
    }
  }

  /// A transfer that was sent 15 to 45 days ago and not received: its first slice, and all of it.
  struct LateTransfer {
    var slice: GoodsInTransit.Slice
    var quantity: Int128 = 0
    var value: Int128? = 0
  }

  private func lateSlices() -> [LateTransfer] {
    var sent: [LateTransfer] = []
    let date = ageing.ageing.date.daysSinceEpoch
    for slice in ageing.fold.transit.slices where slice.isRemembered(on: date) {
      guard date - slice.leftOn > GoodsInTransit.days, ageing.isChosen[Int(slice.store)] else {
        continue
      }
      if sent.last.map({ !$0.slice.isOfTransfer(slice) }) ?? true {
        sent.append(LateTransfer(slice: slice))
      }
      let cost = ageing.prices.cost(Int(slice.product), on: slice.layer.day)
      let value = StoredDecimal(slice.layer.quantity).value(at: cost)
      sent[sent.count - 1].quantity += Int128(slice.layer.quantity)
      sent[sent.count - 1].value =
        if let sum = sent[sent.count - 1].value, let value { sum + value } else { nil }
    }
    return sent
  }

  private func addTransfers(_ sent: [LateTransfer], to findings: inout SpillableColumn<Finding>) {
    for (place, transfer) in sent.enumerated() {
      guard
        let pair = book.pairs.find(store: transfer.slice.store, product: transfer.slice.product)
      else { continue }
      findings.append(
        Finding(
          kind: .transferNotReceived, product: transfer.slice.product, pair: Int32(pair),
          transfer: Int32(place)))
    }
    let date = ageing.ageing.date.daysSinceEpoch
    for (place, transfer) in ageing.fold.unmatched.enumerated()
    where !transfer.isForgotten(on: date) && isChosen(transfer.pair) {
      findings.append(
        Finding(
          kind: .unmatchedTransfer, product: book.pairs.products[Int(transfer.pair)],
          pair: transfer.pair, transfer: Int32(place)))
    }
  }

  /// By kind, store name, SKU, store id and product id, then in the order of the transfers, which is
  /// that of their dates and references; the product level is first, together with a store that has no
  /// name.
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

extension GoodsInTransit.Slice {
  /// Whether it is a part of the transfer that another slice is of.
  fileprivate func isOfTransfer(_ other: Self) -> Bool {
    leftOn == other.leftOn && product == other.product && store == other.store
      && reference == other.reference
  }
}
