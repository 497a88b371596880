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
