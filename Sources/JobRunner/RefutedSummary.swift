import StockReading

/// A check failed on figures that the ledger's summary has a part in: before that says something of
/// the ledger, it is to be read as a whole.
struct RefutedSummary: Error, CustomStringConvertible {
  /// What failed.
  let description: String

  /// Nil when no check failed, or no summary was used.
  init?(_ reports: [WrittenReport], _ ledger: LedgerNotes?) {
    let failures = reports.filter { !$0.plan.computations.isEmpty }.compactMap(\.failure)
    guard ledger?.usedUpTo != nil, let first = failures.first else { return nil }
    description = "a check failed with the ledger's summary: \(first)"
  }
}
