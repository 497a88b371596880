/// What moved of one pair in a period.
struct MovementFigures {
  let view: PairView
  let flows: PeriodFold.Flows
  let opening: StoredDecimal
  let closing: StoredDecimal
  /// The prices at the period's end, at which all of it is valued.
  let prices: UnitPrices

  init(_ summary: MovementSummary, pair: Int) {
    view = summary.moment.view(pair)
    flows = summary.flow.flows[pair]
    closing = view.quantity
    prices = view.prices
    opening = closing - flows.net
  }

  /// A movement in the period, or something on hand at either end.
  var isListed: Bool {
    flows.movements > 0 || opening != .zero || closing != .zero
  }

  /// Whether opening and flows add up to closing, each taken as it is written; nil when one is not
  /// a number.
  var closes: Bool? {
    let parts = [
      opening, flows.purchased, flows.sold, flows.adjustedUp, -flows.adjustedDown,
      flows.transferredIn, -flows.transferredOut, flows.other,
    ]
    var sum: Int128 = 0
    for part in parts {
      guard let value = part.value else { return nil }
      sum += Int128(value)
    }
    return closing.value.map { Int128($0) == sum }
  }

  func value(_ quantity: StoredDecimal) -> Int128? {
    view.value(at: prices.cost, of: quantity)
  }

  var salesAtPrice: Int128? { view.value(at: prices.sell, of: -flows.sold) }
}
