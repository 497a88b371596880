import Reports
import Values

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
  /// Since when more is gone than there was, when the quantity is below 0; `noDay` when no movement
  /// says it.
  let debtSince: Int32
  /// Whether the ledger tells what it cost and when it came: no number in it is none.
  let isKnown: Bool
  let average: MovingAverage
  let state: PairState
  let prices: DailyPrices

  /// The stock of a pair of which `quantity` is on hand; nil when that is not a number.
  init?(
    _ pair: AgedPair, product: Int, quantity: StoredDecimal, on date: Int32, prices: DailyPrices
  ) {
    guard let quantity = quantity.value else { return nil }
    let isKnown = !pair.state.isVoid
    // What is on hand of a ledger that is no number has neither a date nor a cost.
    let unexplained =
      isKnown ? StoredDecimal(quantity) - StoredDecimal(pair.quantity) : .zero
    guard let unexplained = unexplained.value else { return nil }
    var pair = pair
    let cost = prices.cost(product, on: date)
    var undated = isKnown ? 0 : max(quantity, 0)
    if unexplained > 0 {
      undated = min(unexplained, max(quantity, 0))
      let since = pair.state.debtSince
      pair.state.average.put(
        unexplained, at: pair.state.average.unitCost(orElse: cost))
      pair.state.debtSince = quantity < 0 ? since : noDay
    } else if unexplained < 0 {
      pair.take(-unexplained, on: date, orElse: cost) { _ in }
      if pair.state.firstDay == noDay { pair.state.debtSince = noDay }
    }
    self.date = date
    self.product = product
    self.quantity = quantity
    layers = pair.layers
    self.undated = undated
    debtSince = pair.state.debtSince
    self.isKnown = isKnown
    average = pair.state.average
    state = pair.state
    self.prices = prices
  }

  /// The exact value at the cost of T's date, scale 5.
  var standardValue: WideDecimal { costNow.exactValue(of: quantity) }

  /// The exact value of the layers, or of what is missing, each at the cost of its date; scale 5.
  var fifoValue: WideDecimal {
    guard isKnown else { return .notANumber }
    if quantity < 0 { return debtCost.exactValue(of: quantity) }
    let undated = undated == 0 ? WideDecimal.zero : costNow.exactValue(of: undated)
    return layers.reduce(undated) {
      $0 + prices.cost(product, on: $1.day).exactValue(of: $1.quantity)
    }
  }

  /// The value by the moving average, scale 8.
  var averageValue: WideDecimal { isKnown ? average.value : .notANumber }

  /// What a unit that is missing costs.
  var debtCost: StoredDecimal {
    debtSince == noDay ? costNow : prices.cost(product, on: debtSince)
  }

  /// What a unit costs at the end of T's date.
  var costNow: StoredDecimal { prices.cost(product, on: date) }
}
