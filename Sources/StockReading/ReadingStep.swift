/// What a reading is doing, for those who watch.
public enum ReadingStep: String, Sendable {
  /// The table of products.
  case products
  /// The stock levels.
  case levels
  /// The ledger.
  case movements
}

/// Told now and then how many rows of a step have come.
public typealias ReadingProgress = (ReadingStep, _ rows: Int) -> Void
