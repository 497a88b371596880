public import Inventory
public import Publishing
public import Reports
public import StateStore

/// What is low by one snapshot, for those who tell of it.
public struct LowStockReading {
  /// The stock, by the computation of the report `low-stock`.
  public let stock: LowStock
  /// The snapshot's time by the database's clock.
  public let asOf: Instant
  /// Where the data were read.
  public let source: SourceFacts
  /// What has to be said besides, a sentence each.
  public let warnings: [String]
  /// Why the prices that were seen are not remembered.
  public let stateError: StateError?
}
