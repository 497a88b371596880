package import Values

/// How a run read the ledger, when its closed days are kept between runs.
package struct LedgerFacts: Hashable, Codable, Sendable {
  /// A store and a day of UTC whose movements have changed.
  package struct LateDay: Hashable, Codable, Sendable {
    package var store: UUIDBytes
    package var day: Day
    /// How many movements there were when the day was read before.
    package var before: Int
    /// How many there are.
    package var now: Int

    private enum CodingKeys: String, CodingKey {
      case store = "store_id"
      case day, before, now
    }

    /// A day of a store.
    package init(store: UUIDBytes, day: Day, before: Int, now: Int) {
      self.store = store
      self.day = day
      self.before = before
      self.now = now
    }
  }

  /// Whether the ledger had any movement with a time; nil where nobody looked.
  package var hasMovements: Bool?
  /// How many movements there were on the last 100 days that were over; nil where nobody looked.
  package var recentMovements: Int?
  /// The end of the days that were taken from the summary, in UTC; nil when all was read.
  package var summaryUpTo: String?
  /// Why the whole ledger was read although there was a summary.
  package var readWhole: String?
  /// How many pairs were read again as a whole, because movements of such a day are theirs, or the
  /// summary did not explain what is on hand.
  package var rereadPairs: Int
  /// The first of them.
  package var reread: [PairID]
  /// On how many days of a store movements came late, went or changed.
  package var lateDays: Int
  /// The first of them.
  package var late: [LateDay]

  private enum CodingKeys: String, CodingKey {
    case hasMovements = "has_movements"
    case recentMovements = "recent_movements"
    case summaryUpTo = "summary_up_to"
    case readWhole = "read_whole"
    case rereadPairs = "reread_pairs"
    case reread
    case lateDays = "late_store_days"
    case late
  }

  /// How the ledger was read.
  package init(
    summaryUpTo: String?, readWhole: String?, rereadPairs: Int, reread: [PairID], lateDays: Int,
    late: [LateDay]
  ) {
    self.summaryUpTo = summaryUpTo
    self.readWhole = readWhole
    self.rereadPairs = rereadPairs
    self.reread = reread
    self.lateDays = lateDays
    self.late = late
  }
}
