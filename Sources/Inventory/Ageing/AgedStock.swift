import Reports

/// The stock of a pair at an instant T, by layers and by average: what the ledger shows, and what it
/// does not explain.
///
/// What is on hand beyond the ledger is a layer without a date, at the cost of T's date and in the
/// average; what is missing is taken from the oldest layer on. Neither is carried on.
struct AgedStock {
  /// T's date, in days since 1970-01-01.
  let date: Int32
  let product: Int
  /// Scale 3.
  let quantity: Int64
  /// Oldest first; none when the quantity is 0 or below.
  let layers: [StockLayer]
  /// What came without a date.
  let undated: Int64
  /// Since when more is gone than there was, when the quantity is below 0.
  let debtSince: Int32
  let average: MovingAverage
  let state: PairState
  let prices: DatedPrices

  /// The stock of a pair of which `quantity` is on hand; nil when that or the ledger is not a number.
  init?(
    _ pair: AgedPair, product: Int, quantity: StoredDecimal, on date: Int32, prices: DatedPrices
  ) {
    guard let quantity = quantity.value, !pair.state.isVoid else { return nil }
    let unexplained = StoredDecimal(quantity) - StoredDecimal(pair.quantity)
    guard let unexplained = unexplained.value else { return nil }
    var pair = pair
    let cost = prices.cost(product, on: date)
    var undated: Int64 = 0
    if unexplained > 0 {
      undated = min(unexplained, max(quantity, 0))
      let since = pair.state.debtSince
      pair.state.average.put(
        unexplained, at: pair.state.average.unitCost(orElse: cost))
      pair.state.debtSince = quantity < 0 ? since : noDay
    } else if unexplained < 0 {
      pair.take(-unexplained, on: date, orElse: cost) { _ in }
    }
    self.date = date
    self.product = product
    self.quantity = quantity
    layers = pair.layers
    self.undated = undated
    debtSince = pair.state.debtSince
    average = pair.state.average
    state = pair.state
    self.prices = prices
  }

  /// The exact value at the cost of T's date, scale 5.
  var standardValue: WideDecimal { costNow.exactValue(of: quantity) }

  /// The exact value of the layers, or of what is missing, each at the cost of its date; scale 5.
  var fifoValue: WideDecimal {
    if quantity < 0 { return prices.cost(product, on: debtSince).exactValue(of: quantity) }
    let undated = undated == 0 ? WideDecimal.zero : costNow.exactValue(of: undated)
    return layers.reduce(undated) {
      $0 + prices.cost(product, on: $1.day).exactValue(of: $1.quantity)
    }
  }

  /// The value by the moving average, scale 8.
  var averageValue: WideDecimal { average.value }

  /// What a unit costs at the end of T's date.
  var costNow: StoredDecimal { prices.cost(product, on: date) }
}
