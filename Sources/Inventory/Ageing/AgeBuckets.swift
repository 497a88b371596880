import Reports
import Values

/// A pair's stock by age: six buckets of known age, and last what came without a date.
struct AgeBuckets: Sendable {
  static let count = FinancePolicy.buckets + 1
  /// The place of what came without a date, and of all that a negative pair has.
  static let unknown = FinancePolicy.buckets

  /// The columns of the buckets of known age.
  static let quantityKeys = (1...FinancePolicy.buckets).map { "quantity_\($0)" }
  static let valueKeys = (1...FinancePolicy.buckets).map { "value_\($0)" }

  /// Scale 3, as the tables have it.
  private(set) var quantities = [Int64](repeating: 0, count: count)
  /// The exact value of the layers, scale 5.
  private var fifo = [WideDecimal](repeating: .zero, count: count)
  private let stock: AgedStock

  /// `bounds` are the last days of age of the first five.
  init(_ stock: AgedStock, bounds: [Int]) {
    self.stock = stock
    for layer in stock.layers {
      let age = Int(stock.date) - Int(layer.day)
      let bucket = bounds.firstIndex { age <= $0 } ?? bounds.count
      add(layer.quantity, at: stock.prices.cost(stock.product, on: layer.day), to: bucket)
    }
    if stock.quantity < 0 {
      add(stock.quantity, at: stock.debtCost, to: Self.unknown)
    } else {
      add(stock.undated, at: stock.costNow, to: Self.unknown)
    }
  }

  private mutating func add(_ quantity: Int64, at cost: StoredDecimal, to bucket: Int) {
    guard quantity != 0 else { return }
    quantities[bucket] += quantity
    fifo[bucket] += cost.exactValue(of: quantity)
  }

  /// The value of each bucket in cents, by a basis; nil when a cost is not a number.
  ///
  /// Rounded cumulatively: a bucket's value is what it adds to the rounded sum, so that they foot.
  func values(_ basis: FinancePolicy.CarryingValue) -> [Int128]? {
    // Of a ledger that is no number only today's cost is known.
    guard stock.isKnown || basis == .standard else { return nil }
    var quantity: Int128 = 0
    var exact = WideDecimal.zero
    var before: Int128 = 0
    var values: [Int128] = []
    for bucket in quantities.indices {
      quantity += Int128(quantities[bucket])
      exact += fifo[bucket]
      let sum =
        switch basis {
        case .standard:
          WideDecimal(stock.costNow.value.map { Int128($0) * quantity }).rounded(from: 5, to: 2)
        case .fifo: exact.rounded(from: 5, to: 2)
        case .average:
          stock.quantity == 0
            ? WideDecimal.zero
            : stock.averageValue.scaled(
              by: quantity, over: Int128(stock.quantity) * 1_000_000)
        }
      guard let sum = sum.value else { return nil }
      values.append(sum - before)
      before = sum
    }
    return values
  }
}
