import Publishing
import StockReading
import Values

extension LedgerNotes {
  /// How many items of a list are named.
  private static let mostNamed = 100

  /// The warning of a run on a server that does not show its system identifier.
  static let unknownServer =
    "the server hides its system identifier, so every run reads the whole ledger; let the role"
    + " execute pg_control_system(), or give --no-cache"

  /// What the operator should know.
  var warnings: [String] {
    var sentences: [String] = []
    if let rebuilt {
      sentences.append("the ledger's summary was discarded and the whole ledger read: \(rebuilt)")
    }
    if let problem {
      sentences.append(
        "the ledger's summary could not be saved, so the next run reads more: \(problem)")
    }
    return sentences
  }

  /// What was found and repaired, for an investigation.
  var findings: [String] {
    var sentences: [String] = []
    if let first = reread.first {
      sentences.append(
        (reread.count == 1
          ? "1 product in a store was" : "\(reread.count) products in stores were")
          + " read again, since movements were added late, removed or changed, or stock changed"
          + " without a movement; the first is \(first.product) in \(first.store)")
    }
    if let first = late.first {
      sentences.append(
        "movements of \(late.count == 1 ? "1 day" : "\(late.count) days") of a store were added late,"
          + " removed or changed; the first is"
          + " \(first.day.utcDay) in \(first.store): \(first.before) before, \(first.now) now")
    }
    return sentences
  }

  /// The same for the manifest.
  var facts: LedgerFacts {
    LedgerFacts(
      summaryUpTo: usedUpTo?.description, readWhole: usedUpTo == nil ? rebuilt ?? unused : nil,
      rereadPairs: reread.count,
      reread: Array(reread.prefix(Self.mostNamed)),
      lateDays: late.count,
      late: late.prefix(Self.mostNamed).map {
        LedgerFacts.LateDay(
          store: $0.store, day: $0.day.utcDay, before: $0.before, now: $0.now)
      })
  }
}

extension Instant {
  /// The date in UTC.
  fileprivate var utcDay: Day { BusinessCalendar.utc.day(of: self) }
}
