import Values

/// Since when, by the ledger, a balance has been low and has been nothing.
struct LowRuns: Sendable {
  private var lowAt = Int64.min
  private var outAt = Int64.min

  /// When the present run of low balances began.
  var low: Instant? { lowAt == .min ? nil : Instant(microseconds: lowAt) }
  /// When the present run of balances of 0 or less began.
  var out: Instant? { outAt == .min ? nil : Instant(microseconds: outAt) }

  /// Takes a balance that stands from an instant on.
  mutating func stand(
    at balance: StoredDecimal, from instant: Int64, lowAt reorderLevel: StoredDecimal,
    rearmMargin: Int
  ) {
    if StockRule.isLow(balance, at: reorderLevel) {
      if lowAt == .min { lowAt = instant }
      if balance.value ?? 0 > 0 { outAt = .min } else if outAt == .min { outAt = instant }
    } else {
      outAt = .min
      guard lowAt != .min else { return }
      if StockRule.isRearmed(balance, at: reorderLevel, margin: rearmMargin) { lowAt = .min }
    }
  }

  /// The runs without those that began at or before an instant, from which on the ledger was looked
  /// at.
  func since(_ start: Int64) -> LowRuns {
    var runs = self
    if lowAt <= start { runs.lowAt = .min }
    if outAt <= start { runs.outAt = .min }
    return runs
  }
}
