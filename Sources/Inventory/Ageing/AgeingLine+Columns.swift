import Reports
import Values

extension AgedStock {
  /// The days from a date of the pair's to T's; nil when there is no such date.
  func days(since date: (PairState) -> Int32) -> Int? {
    let day = date(state)
    return day == noDay ? nil : Int(self.date) - Int(day)
  }

  /// A date of the pair's; nil when there is none.
  func day(_ date: (PairState) -> Int32) -> Day? {
    let day = date(state)
    return day == noDay ? nil : Day(daysSinceEpoch: day)
  }

  /// Since when the oldest of it is there.
  var oldest: Day? { layers.first.map { Day(daysSinceEpoch: $0.day) } }

  /// The mean age in days of what has a date, by quantity, scale 1.
  var averageAge: Int128? {
    guard !layers.isEmpty else { return nil }
    let (days, quantity) = layers.reduce((Int128(0), Int128(0))) { sum, layer in
      let age = Int128(date) - Int128(layer.day)
      return (sum.0 + Int128(layer.quantity) * age, sum.1 + Int128(layer.quantity))
    }
    return ExactDecimal.divide(days * 10, by: quantity)
  }

  /// How far the ages can be trusted; nil without stock.
  var ageBasis: String? {
    guard quantity > 0 else { return nil }
    guard !layers.isEmpty else { return "unknown" }
    return layers.reduce(LayerMarks.none) { $0.union($1.marks) }.basis
  }

  /// Of the value of the layers with a date, the part at a recorded cost; scale 4.
  var recordedShare: Int128? {
    guard !layers.isEmpty else { return nil }
    var (recorded, all) = (WideDecimal.zero, WideDecimal.zero)
    for layer in layers {
      let known = prices.known(product, on: layer.day)
      let value = known.prices.cost.exactValue(of: layer.quantity)
      all += value
      if known.isRecorded { recorded += value }
    }
    return ratio(recorded.value, of: all.value)
  }
}

extension LayerMarks {
  /// The word for what is known of a date.
  var basis: String {
    contains(.atLeast) ? "at_least" : contains(.merged) ? "merged" : "known"
  }
}

extension AgeingLine {
  private func difference(_ value: Int128?) -> Int128? {
    if let value, let standard { value - standard } else { nil }
  }

  /// V/Q, scale 4.
  private var averageCost: Int128? {
    guard let stock, stock.quantity != 0, stock.isKnown else { return nil }
    return stock.averageValue.scaled(by: 1, over: Int128(stock.quantity) * 10).value
  }

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.store()
    columns.column("product_id", .uuid) { $0.product.id }
    columns.column("sku", .code) { $0.sku }
    columns.column("product_name", .text) { $0.productName }
    columns.column("category_name", .text) { $0.category }
    columns.column("unit", .text) { $0.unit }
    columns.column("supplier_name", .text) { $0.supplierName }
    columns.column("quantity", .quantity) { $0.quantity }
    columns.column("cost_price", .price) { $0.unitPrices.cost }
    columns.column("sell_price", .price) { $0.unitPrices.sell }
    columns.column("standard_value", .money) { $0.standard }
    columns.column("fifo_value", .money) { $0.fifo }
    columns.column("average_cost", .decimal(scale: 4)) { $0.averageCost }
    columns.column("average_value", .money) { $0.average }
    columns.column("fifo_difference", .money) { $0.difference($0.fifo) }
    columns.column("average_difference", .money) { $0.difference($0.average) }
    columns.column("recorded_share", .ratio) { $0.stock?.recordedShare }
    columns.column("carrying_value", .money) { $0.carrying }
    for bucket in 0..<FinancePolicy.buckets {
      columns.column(AgeBuckets.quantityKeys[bucket], .quantity) { $0.quantities?[bucket] }
    }
    columns.column("quantity_unknown", .quantity) { $0.quantities?[AgeBuckets.unknown] }
    for bucket in 0..<FinancePolicy.buckets {
      columns.column(AgeBuckets.valueKeys[bucket], .money) { $0.values?[bucket] }
    }
    columns.column("value_unknown", .money) { $0.values?[AgeBuckets.unknown] }
    columns.column("average_age_days", .decimal(scale: 1)) { $0.stock?.averageAge }
    columns.column("oldest_on", .date) { $0.stock?.oldest }
    columns.column("age_basis", .text) { $0.stock?.ageBasis }
    columns.column("last_receipt_on", .date) { $0.stock?.day(\.lastReceipt) }
    columns.column("last_sale_on", .date) { $0.stock?.day(\.lastSale) }
    columns.column("days_since_receipt", .integer) { $0.stock?.days(since: \.lastReceipt) }
    columns.column("days_since_sale", .integer) { $0.stock?.days(since: \.lastSale) }
    columns.column("movement_status", .text) { $0.status?.rawValue }
    columns.column("provision", .money) { $0.provision }
    columns.column("nrv_unit", .price) { $0.nrvUnit }
    columns.column("nrv_write_down", .money) { $0.writeDown }
    columns.column("allowance", .money) { $0.allowance }
    columns.column("net_value", .money) { $0.netValue }
  }
}
