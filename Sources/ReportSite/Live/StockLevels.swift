import Reports

/// A product's stock in every store, as a server said a moment ago.
struct StockLevels: Sendable {
  /// The product in one store.
  struct Level: Sendable {
    var store: UUIDBytes
    var storeName: String
    var onHand: String
    var reorderLevel: String
    var maxStock: String
    var updated: String?
  }

  var product: UUIDBytes
  var name: String
  var sku: String
  var unit: String
  var isActive: Bool
  /// The stores by name and id.
  var levels: [Level]
  /// As of when, as RFC 3339 in UTC: on a standby the last change that it has.
  var asOf: String
}
