package import Values

/// How a product stands in a store.
package enum StockState: String, Sendable {
  /// Above its reorder level.
  case ok
  /// At or below it.
  case low
  /// Nothing on hand.
  case outOfStock = "out_of_stock"
}

/// One stretch of time in a state, which tells its events from those of another stretch.
package struct Episode: Equatable, Sendable {
  /// When it began by the ledger; nil when the ledger does not say.
  package var start: Instant?
  /// How many of the same start there were before it: stock may be counted by hand, without a
  /// movement.
  package var ordinal: Int

  package init(start: Instant?, ordinal: Int = 0) {
    self.start = start
    self.ordinal = ordinal
  }
}

/// What is remembered of one product in one store.
package struct AlertRecord: Equatable, Sendable {
  package var store: UUIDBytes
  package var product: UUIDBytes
  /// How it stood when it was last looked at.
  package var state = StockState.ok
  /// Its state in the latest event that was sent.
  package var reported = StockState.ok
  /// The present, or else the latest, episode of being low.
  package var low: Episode?
  /// The present, or else the latest, episode of having nothing.
  package var out: Episode?
  /// When `state` changed last.
  package var changedAt: Instant
  /// When the latest event was decided; nil for never.
  package var reportedAt: Instant?
  /// How many reminders of `reported` were sent.
  package var reminder = 0
  /// The store's name when it was last written.
  package var storeName: String
  /// The product's name when it was last written.
  package var productName: String
  /// The product's stock keeping unit when it was last written.
  package var sku: String

  /// What is remembered of a product that was never low.
  package init(
    store: UUIDBytes, product: UUIDBytes, at changedAt: Instant, storeName: String,
    productName: String, sku: String
  ) {
    self.store = store
    self.product = product
    self.changedAt = changedAt
    self.storeName = storeName
    self.productName = productName
    self.sku = sku
  }
}
