/// What the simulation knows of a product in a shop, with quantities in thousandths.
struct Pair {
  let product: Int
  let store: Int
  var onHand = 0
  /// Ordered and not yet delivered.
  var incoming = 0
  /// What the level row says.
  var reorderLevel = 0
  /// What the level row says.
  var maxStock = 0
  /// At or below this position the shop orders; it lies above the level, to be in time.
  var orderPoint = 0
  /// Up to what the shop orders.
  var orderUpTo = 0
  /// When it last moved, in microseconds since 1970-01-01T00:00:00Z.
  var lastMoved = 0
  /// From this day on nothing ordinary happens to it.
  var quietFrom = Int.max
  /// From this day on its deliveries do not arrive.
  var unsuppliedFrom = Int.max
  /// What the level row shows above what the movements explain.
  var unexplained = 0
  var hasLevel = true
}

extension Pair {
  /// Sets levels and opening stock from the expected demand.
  mutating func plan(
    linesPerDay: Double, _ catalog: Catalog, _ random: inout RandomSource
  ) {
    let goods = catalog.products[product]
    let unit = goods.unit
    let demand = linesPerDay * Double(unit.meanSale) / 1_000
    // The variance of a day's sales is the number of lines times the mean square of a line; both
    // ratios below are mean square by mean of ``Unit/saleQuantity(_:)``.
    let variance = demand * (unit == .kilogram ? 0.85 : 2.4)
    let leadDays = Double(goods.supplier.map { catalog.suppliers[$0].leadDays } ?? 3)
    let level = demand * (leadDays + 1) + 1.3 * (variance * (leadDays + 1)).squareRoot()
    // The shop orders a lead time ahead, so that goods arrive about when the level is reached.
    let ahead = demand * (2 * leadDays + 2) + 1.6 * (variance * (leadDays + 1)).squareRoot() + 1
    let batch = max(demand * 18, Double(goods.pack) / 1_000)
    orderPoint = Self.rounded(ahead, unit)
    orderUpTo = orderPoint + max(Self.rounded(batch, unit), Thousandths.unit)
    // One pair in ten is not planned: the service has zeros for it.
    if !random.chance(perMille: 100) {
      reorderLevel = Self.rounded(level, unit)
      maxStock = orderUpTo
    }
    onHand = orderPoint + random.between(1, (orderUpTo - orderPoint) / unit.step) * unit.step
  }

  /// Thousandths: whole units, or half kilograms for goods by weight.
  private static func rounded(_ quantity: Double, _ unit: Unit) -> Int {
    unit == .kilogram
      ? Int((quantity * 2).rounded()) * 500 : Int(quantity.rounded()) * Thousandths.unit
  }
}
