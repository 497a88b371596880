import Reports
import Values

/// How old a pair's stock is, what it cost by each of three ways, and what it will bring.
struct AgeingLine: PairLine {
  let view: PairView
  let product: Product
  let unitPrices: UnitPrices
  let quantity: StoredDecimal
  /// Nil when the quantity is not a number.
  let stock: AgedStock?
  /// What inventory-valuation says, at the cost of the date.
  let standard: Int128?
  let fifo: Int128?
  let average: Int128?
  /// What the policy carries the stock at.
  let carrying: Int128?
  let quantities: [Int64]?
  let values: [Int128]?
  let provision: Int128?
  let nrvUnit: Int128?
  let writeDown: Int128?
  let status: MovementStatus?

  /// How long the stock has not moved.
  enum MovementStatus: String {
    case new, active, slow, dead
  }

  init(_ view: PairView, stock: AgedStock?, finance: ResolvedFinancePolicy) {
    self.view = view
    self.stock = stock
    product = view.product
    unitPrices = view.prices
    quantity = view.quantity
    standard = view.value(at: unitPrices.cost, of: quantity)
    fifo = stock.flatMap { $0.fifoValue.rounded(from: 5, to: 2).value }
    average = stock.flatMap { $0.averageValue.rounded(from: 8, to: 2).value }
    let basis = finance.policy.carryingValue
    carrying =
      switch basis {
      case .standard: standard
      case .fifo: fifo
      case .average: average
      }
    let buckets = stock.map { AgeBuckets($0, bounds: finance.policy.ageingDays) }
    quantities = buckets?.quantities
    values = buckets?.values(basis)
    let terms = finance.terms(of: product)
    provision = Self.provision(on: values, terms.rates)
    nrvUnit = Self.netRealisable(unitPrices.sell, terms)
    writeDown = Self.writeDown(carrying, quantity, nrvUnit)
    status = stock.flatMap { MovementStatus($0, finance.policy.idle) }
  }

  /// What is provided for: each bucket's value at its rate, rounded to cents.
  private static func provision(on values: [Int128]?, _ rates: [Int64]?) -> Int128? {
    guard let values, let rates else { return nil }
    return zip(values, rates).reduce(0) {
      $0 + ExactDecimal.divide($1.0 * Int128($1.1), by: 10_000)
    }
  }

  /// What a unit brings: its price without the tax in it, less what selling it costs (IAS 2.6).
  private static func netRealisable(
    _ price: StoredDecimal, _ terms: FinancePolicy.Terms
  ) -> Int128? {
    guard let price = price.value, price != 0 else { return nil }
    return ExactDecimal.divide(
      Int128(price) * Int128(1_000_000 - terms.sellingCost),
      by: Int128(1_000_000 + terms.taxInPrice))
  }

  /// By how much the stock is carried above what it brings, item by item (IAS 2.28-33).
  private static func writeDown(
    _ carrying: Int128?, _ quantity: StoredDecimal, _ nrvUnit: Int128?
  ) -> Int128? {
    guard let carrying, let nrvUnit, let amount = quantity.value else { return nil }
    guard amount > 0 else { return 0 }
    return quantity.value(at: StoredDecimal(Int64(nrvUnit))).map { max(0, carrying - $0) }
  }

  /// Both cover the same loss, so the greater of them counts.
  var allowance: Int128? {
    switch (provision, writeDown) {
    case (let a?, let b?): max(a, b)
    case (let one, let other): one ?? other
    }
  }

  var netValue: Int128? {
    if let carrying, let allowance { carrying - allowance } else { nil }
  }
}

extension AgeingLine.MovementStatus {
  /// Nil without stock.
  init?(_ stock: AgedStock, _ idle: FinancePolicy.Idle) {
    guard stock.quantity > 0, stock.isKnown else { return nil }
    let (sale, receipt) = (stock.days(since: \.lastSale), stock.days(since: \.lastReceipt))
    guard let sinceFirst = stock.days(since: \.firstDay) else {
      self = .dead
      return
    }
    let idleDays = sale ?? sinceFirst
    if sale == nil, sinceFirst <= idle.slowDays {
      self = .new
    } else if idleDays > idle.deadDays, receipt.map({ $0 > idle.deadDays }) ?? true {
      self = .dead
    } else {
      self = idleDays > idle.slowDays ? .slow : .active
    }
  }
}
