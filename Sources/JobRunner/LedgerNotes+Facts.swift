import Publishing
import StockReading
import Values

extension LedgerNotes {
  /// So many of a list are named.
  private static let mostNamed = 100

  /// What a run on a server that does not say who it is has to tell.
  static let unknownServer =
    "the server does not tell its system identifier (pg_control_system), so the ledger is read as"
    + " a whole every time; give --no-cache, or let the role execute it"

  /// What whoever runs the program should know.
  var warnings: [String] {
    var sentences: [String] = []
    if let rebuilt {
      sentences.append("the ledger's summary was thrown away and the whole ledger read: \(rebuilt)")
    }
    if let problem {
      sentences.append(
        "the ledger's summary could not be kept, so the next run reads more: \(problem)")
    }
    return sentences
  }

  /// What was found and made good, for whoever looks into it.
  var findings: [String] {
    var sentences: [String] = []
    if let first = reread.first {
      sentences.append(
        (reread.count == 1
          ? "1 product in a store was" : "\(reread.count) products in stores were")
          + " read again, for movements that came late, went or changed, or stock that changed"
          + " without one;"
          + " the first is \(first.product) in \(first.store)")
    }
    if let first = late.first {
      sentences.append(
        "on \(late.count == 1 ? "1 day" : "\(late.count) days") of a store movements came late,"
          + " went or changed; the first is"
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
