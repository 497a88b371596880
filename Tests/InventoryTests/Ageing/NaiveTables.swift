import Reports
import Values

@testable import Inventory

/// The tables of stock-ageing by the naive model, as rows of text.
struct NaiveTables {
  let ledger: RandomAgeingLedger
  let policy: FinancePolicy
  var models: [UUIDBytes: NaiveAgeing] = [:]
  let end: Instant
  let monthStart: Day

  init(_ ledger: RandomAgeingLedger, _ policy: FinancePolicy) {
    self.ledger = ledger
    self.policy = policy
    end = ledger.end
    monthStart = ledger.date.advanced(by: 1 - ledger.date.civil.day)
    for item in ledger.stock.items {
      models[item.id] = NaiveAgeing(
        ledger.stock, product: item.id, times: ledger.times, end: end, monthStart: monthStart
      ) { ledger.known(item, $0).prices.cost.value }
    }
  }

  /// What was on hand of a pair at an instant; nil for NaN.
  func quantity(_ product: UUIDBytes, _ store: UUIDBytes, at instant: Instant) -> Int64? {
    let level = ledger.stock.levels.first { $0.product == product && $0.store == store }
    var quantity = level?.onHand ?? .zero
    for movement in ledger.stock.movements
    where movement.product == product && movement.store == store && movement.instant >= instant {
      quantity = quantity - movement.quantity
    }
    return quantity.value
  }

  func model(_ item: TestStock.Item) -> NaiveAgeing {
    // There is one of every pair of the ledger: without it the test is wrong, not what it tests.
    guard let model = models[item.id] else { fatalError("no model of \(item.sku)") }
    return model
  }

  /// All pairs, in the order of the detail.
  var pairs: [(item: TestStock.Item, store: UUIDBytes)] {
    var pairs: [(item: TestStock.Item, store: UUIDBytes)] = []
    for item in ledger.stock.items {
      let stores = Set(
        ledger.stock.levels.filter { $0.product == item.id }.map(\.store)
          + ledger.stock.movements.filter { $0.product == item.id }.map(\.store))
      for store in stores { pairs.append((item, store)) }
    }
    return pairs.sorted {
      (name($0.store), $0.item.sku, $0.item.id, $0.store) < (
        name($1.store), $1.item.sku, $1.item.id, $1.store
      )
    }
  }

  func name(_ store: UUIDBytes) -> String {
    ledger.stock.levels.contains { $0.store == store } ? "Store \(store.low % 3)" : ""
  }

  private func text(_ value: Int128?, _ scale: Int) -> String {
    value.map { ExactDecimal.text($0, scale: scale) } ?? ""
  }

  func detail() -> [TestRow] {
    pairs.compactMap { item, store in
      let quantity = quantity(item.id, store, at: end)
      guard quantity != 0 else { return nil }
      let model = model(item)
      let stock = NaiveStock(model, model.pairs[store], quantity: quantity, date: ledger.date)
      let prices = ledger.known(item, ledger.date).prices
      var row: TestRow = [
        "store_id": "\(store)", "product_id": "\(item.id)", "sku": item.sku,
        "quantity": text(quantity.map { Int128($0) }, 3),
        "cost_price": text(prices.cost.value.map { Int128($0) }, 2),
        "sell_price": text(prices.sell.value.map { Int128($0) }, 2),
      ]
      let standard: Int128? =
        if let quantity, let cost = prices.cost.value {
          ExactDecimal.divide(Int128(quantity) * Int128(cost), by: 1_000)
        } else { nil }
      let fifo = stock?.cents(stock?.fifo, 5)
      let average = stock?.cents(stock?.pair.v, 8)
      row["standard_value"] = text(standard, 2)
      row["fifo_value"] = text(fifo, 2)
      row["average_value"] = text(average, 2)
      row["average_cost"] = text(
        stock?.pair.v.map {
          ExactDecimal.divide($0, by: Int128(stock?.quantity ?? 1) * 10)
        }, 4)
      row["fifo_difference"] = text(difference(fifo, standard), 2)
      row["average_difference"] = text(difference(average, standard), 2)
      let carrying =
        switch policy.carryingValue {
        case .standard: standard
        case .fifo: fifo
        case .average: average
        }
      row["carrying_value"] = text(carrying, 2)
      addAges(stock, item, &row)
      addAllowance(stock, item, quantity, prices, carrying, &row)
      return row
    }
  }

  private func difference(_ left: Int128?, _ right: Int128?) -> Int128? {
    if let left, let right { left - right } else { nil }
  }

  /// The exact value of so much of a stock, as a fraction of 10^-5 over a divisor.
  private func values(_ stock: NaiveStock, _ item: TestStock.Item) -> [Int128]? {
    var sums: [Int128] = []
    var (quantity, fifo) = (Int128(0), Int128(0))
    let cost = ledger.known(item, ledger.date).prices.cost.value
    for bucket in stock.buckets(policy.ageingDays) {
      quantity += Int128(bucket.quantity)
      switch policy.carryingValue {
      case .standard:
        guard let cost else { return nil }
        sums.append(ExactDecimal.divide(quantity * Int128(cost), by: 1_000))
      case .fifo:
        guard let part = bucket.fifo else { return nil }
        fifo += part
        sums.append(ExactDecimal.divide(fifo, by: 1_000))
      case .average:
        guard let v = stock.pair.v else { return nil }
        sums.append(
          ExactDecimal.divide(v * quantity, by: Int128(stock.quantity) * 1_000_000))
      }
    }
    return zip(sums, [0] + sums).map { $0.0 - $0.1 }
  }

  private func addAges(_ stock: NaiveStock?, _ item: TestStock.Item, _ row: inout TestRow) {
    let buckets = stock?.buckets(policy.ageingDays)
    let values = stock.flatMap { self.values($0, item) }
    for place in 0..<7 {
      let name = place == 6 ? "unknown" : "\(place + 1)"
      row["quantity_\(name)"] = text(buckets.map { Int128($0[place].quantity) }, 3)
      row["value_\(name)"] = text(values?[place], 2)
    }
    let layers = stock?.pair.layers ?? []
    let ages = layers.map { (Int128($0.day.distance(to: ledger.date)), Int128($0.quantity)) }
    let sum = ages.reduce(0) { $0 + $1.1 }
    row["average_age_days"] =
      layers.isEmpty
      ? "" : text(ExactDecimal.divide(ages.reduce(0) { $0 + $1.0 * $1.1 } * 10, by: sum), 1)
    row["oldest_on"] = layers.first.map { "\($0.day)" } ?? ""
    row["age_basis"] =
      (stock?.quantity ?? 0) <= 0
      ? ""
      : layers.isEmpty
        ? "unknown"
        : layers.contains(where: \.atLeast)
          ? "at_least" : layers.contains(where: \.merged) ? "merged" : "known"
    let parts = layers.map { (model(item).fifo($0.quantity, $0.day), $0.day) }
    let all = parts.reduce(Int128?(0)) { sum, part in
      if let sum, let value = part.0 { sum + value } else { nil }
    }
    let recorded = parts.filter { ledger.known(item, $0.1).isRecorded }
      .reduce(0) { $0 + ($1.0 ?? 0) }
    row["recorded_share"] =
      layers.isEmpty || (all ?? 0) == 0
      ? "" : text(ExactDecimal.divide(recorded * 10_000, by: all ?? 1), 4)
    addDates(stock, &row)
  }

  private func addDates(_ stock: NaiveStock?, _ row: inout TestRow) {
    func days(_ day: Day?) -> Int? { day.map { $0.distance(to: ledger.date) } }
    let pair = stock?.pair
    let (sale, receipt, first) = (
      days(pair?.lastSale), days(pair?.lastReceipt), days(pair?.firstDay)
    )
    row["last_receipt_on"] = pair?.lastReceipt.map { "\($0)" } ?? ""
    row["last_sale_on"] = pair?.lastSale.map { "\($0)" } ?? ""
    row["days_since_receipt"] = receipt.map { "\($0)" } ?? ""
    row["days_since_sale"] = sale.map { "\($0)" } ?? ""
    let (slow, dead) = (policy.idle.slowDays, policy.idle.deadDays)
    let never = 1_000_000
    let idle = sale ?? first ?? never
    let status =
      sale == nil && (first ?? never) <= slow
      ? "new"
      : idle > dead && (receipt ?? never) > dead ? "dead" : idle > slow ? "slow" : "active"
    row["movement_status"] = (stock?.quantity ?? 0) > 0 && stock?.isKnown == true ? status : ""
  }

  private func addAllowance(
    _ stock: NaiveStock?, _ item: TestStock.Item, _ quantity: Int64?, _ prices: UnitPrices,
    _ carrying: Int128?, _ row: inout TestRow
  ) {
    let isFood = item.category == "Food"
    let rates: [Int64]? =
      isFood
      ? [100, 200, 300, 400, 500, 600, 600]
      : policy.defaults.provision.map { $0 + $0.suffix(1) }
    let values = stock.flatMap { self.values($0, item) }
    let provision: Int128? =
      if let rates, let values {
        zip(values, rates).reduce(0) { $0 + ExactDecimal.divide($1.0 * Int128($1.1), by: 10_000) }
      } else { nil }
    let selling: Int128 = isFood ? 0 : 12_345
    let nrv: Int128? = prices.sell.value.flatMap {
      $0 == 0 ? nil : ExactDecimal.divide(Int128($0) * (1_000_000 - selling), by: 1_070_000)
    }
    var down: Int128?
    if let nrv, let carrying, let quantity {
      down =
        quantity > 0
        ? max(0, carrying - ExactDecimal.divide(Int128(quantity) * nrv, by: 1_000)) : 0
    }
    let allowance = [provision, down].compactMap(\.self).max()
    row["provision"] = text(provision, 2)
    row["nrv_unit"] = text(nrv, 2)
    row["nrv_write_down"] = text(down, 2)
    row["allowance"] = text(allowance, 2)
    row["net_value"] = text(difference(carrying, allowance), 2)
  }
}
