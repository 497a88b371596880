import Columns
import Reports
import Values

/// Something that finance should look at, and the money at stake.
struct AgeingExceptionLine: ProductLine {
  let moment: StockMoment
  let product: Product
  /// The store; nil for what is wrong with the product in all of them.
  let store: Int32?
  let kind: AgeingExceptions.Kind
  let detail: String
  let value: Int128?

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("store_id", .uuid) { line in line.store.map { line.book.stores.id($0) } }
    columns.column("store_name", .text) { line in line.store.map { line.book.stores.name($0) } }
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("kind", .text) { $0.kind.name }
    columns.column("detail", .text) { $0.detail }
    columns.column("value", .money) { $0.value }
  }
}

extension AgeingExceptions {
  /// The line of a finding.
  ///
  /// Its sentence is made as the row is written, for a kind may hold of every pair. A sentence begins
  /// with a word, so that no `'` guards it against formulas.
  ///
  /// `carried` is what the product's lines are carried at, where it is about the product.
  func line(
    _ finding: Finding, _ transfers: [Transfers], carried: Int128?
  ) -> AgeingExceptionLine {
    let (detail, value) =
      finding.transfer >= 0
      ? said(transfers[Int(finding.transfer)])
      : finding.pair >= 0
        ? said(finding) : ("the cost or the price is no usable number", carried)
    return AgeingExceptionLine(
      moment: ageing.moment, product: book.catalogue.products[Int(finding.product)],
      store: finding.pair < 0 ? nil : book.pairs.stores[Int(finding.pair)], kind: finding.kind,
      detail: detail, value: value)
  }

  private func said(_ finding: Finding) -> (String, Int128?) {
    let line = ageing.line(Int(finding.pair))
    let (quantity, stock) = (text(line.quantity), line.stock)
    let detail =
      switch finding.kind {
      case .mergedLayers:
        "of \(quantity) on hand, \(text(merged: stock)) lies in layers of one cost that were put"
          + " together: some of it may be younger"
      case .missingCost: "on hand is \(quantity) at a cost of 0.00"
      case .negativeStock: "on hand is \(quantity)\(since(stock))"
      case .noSellPrice: "on hand is \(quantity) at a price of 0.00"
      case .notANumber:
        line.quantity.isNotANumber || stock?.isKnown == false
          ? "a quantity of a stock level or a movement is no usable number"
          : "a cost that was known on an earlier date is no usable number"
      case .unknownAge where stock?.isKnown == false:
        "of \(quantity) on hand, nothing is known, since a movement is no usable number"
      case .unknownAge:
        "of \(quantity) on hand, the ledger does not explain"
          + " \(text(StoredDecimal(stock?.undated ?? 0)))"
      case .transferNotReceived, .unmatchedTransfer: ""
      }
    return (detail, value(of: finding, line))
  }

  /// What is carried of it, or the part of it that is of unknown age.
  private func value(of finding: Finding, _ line: AgeingLine) -> Int128? {
    guard line.quantity.isNonZero else { return nil }
    return finding.kind == .unknownAge ? line.values?[AgeBuckets.unknown] : line.carrying
  }

  private func since(_ stock: AgedStock?) -> String {
    guard let stock, stock.debtSince != noDay else { return "" }
    return ", below zero since \(Day(daysSinceEpoch: stock.debtSince))"
  }

  private func said(_ transfers: Transfers) -> (String, Int128?) {
    let quantity = ExactDecimal.text(transfers.quantity, scale: 3)
    let first = "\(Day(daysSinceEpoch: transfers.on)) \(words(transfers.reference))"
    let days = ageing.ageing.date.daysSinceEpoch - transfers.on
    return (
      transfers.kind == .transferNotReceived
        ? "sent \(quantity), first on \(first), \(days) days ago, and no other store received it"
        : "received \(quantity), first on \(first), which no other store sent in the"
          + " \(GoodsInTransit.days) days before",
      transfers.value
    )
  }

  private func words(_ reference: Int32) -> String {
    reference == TransferReferences.none
      ? "without a reference"
      : "under \(String(decoding: book.references.text(reference), as: UTF8.self))"
  }

  private func text(merged stock: AgedStock?) -> String {
    let merged = (stock?.layers ?? []).filter { $0.marks.contains(.merged) }
    return ExactDecimal.text(merged.reduce(0) { $0 + Int128($1.quantity) }, scale: 3)
  }

  private func text(_ value: StoredDecimal) -> String {
    value.value.map { ExactDecimal.text(Int128($0), scale: 3) } ?? "NaN"
  }
}
