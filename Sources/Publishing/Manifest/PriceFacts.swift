package import Values

/// By which recorded prices a run was made.
package struct PriceFacts: Hashable, Codable, Sendable {
  /// The first instant at which any price was seen.
  package var since: ZonedTime
  /// Of how many products a price was recorded by the period's end.
  package var recordedProducts: Int
  /// How many products have another cost or price at the period's end than on the day of the run.
  package var changedProducts: Int
  /// The hash of these prices, and of those of the day compared with, as `sha256:...`.
  ///
  /// With the same tables and the same hash, the figures are the same.
  package var hash: String

  private enum CodingKeys: String, CodingKey {
    case since
    case recordedProducts = "recorded_products"
    case changedProducts = "changed_products"
    case hash
  }

  /// What is known of the prices of a run.
  package init(since: ZonedTime, recordedProducts: Int, changedProducts: Int, hash: String) {
    self.since = since
    self.recordedProducts = recordedProducts
    self.changedProducts = changedProducts
    self.hash = hash
  }
}
