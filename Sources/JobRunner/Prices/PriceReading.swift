import Inventory
import Publishing
import StateStore
import StockReading
import Values

/// Looks up what prices were, and remembers what this snapshot shows for the first time.
///
/// What is written down is what one snapshot showed of the prices, whatever becomes of the run's
/// reports: it is as true when they fail. A snapshot that is not known to be fresh, or is older than
/// what was seen before, adds nothing.
struct PriceReading {
  let journal: RunJournal
  let source: ChosenSource
  let snapshot: Snapshot

  private var now: Instant { snapshot.now }

  /// What is known of the past.
  struct Past {
    var prices = KnownPrices()
    /// Since when anything is; nil when nothing is remembered.
    var since: Instant?
    /// Up to when prices were seen, when that is later than this snapshot by far more than a standby
    /// may be behind.
    var futureSight: Instant?
  }

  /// An hour: two servers' clocks, or a standby, are never that far apart.
  private static let slack: Int64 = 3_600_000_000

  /// The warning of a run on a server that does not show its system identifier.
  static let unknownServer =
    "the server hides its system identifier, so prices are not recorded, and every day is valued at"
    + " today's prices; let the role execute pg_control_system()"

  /// The prices at some instants; `updated` is when each product was last updated, by its number, and
  /// `history`, if given, is filled with those of every date.
  ///
  /// Today's when nothing is remembered, or when it cannot be read. What cannot be written is
  /// in the journal's failure, and is found again by the next look.
  func past(
    of catalogue: Catalogue, updated: [Instant], at instants: [Instant], history: DailyPrices? = nil
  ) -> Past {
    guard let server = source.ledger else { return Past() }
    var past = Past()
    journal.consult { state in
      let remembered = PriceHistory(state, system: server.system, database: server.database)
      // What was read counts, though it may be that nothing can be written.
      while try !pass(remembered, catalogue, updated, instants, history, &past) {
        // Somebody else has added to it meanwhile.
      }
    }
    return past
  }

  /// Reads the past, and adds what is new; false when it has to be read again for that.
  private func pass(
    _ remembered: PriceHistory, _ catalogue: Catalogue, _ updated: [Instant],
    _ instants: [Instant], _ history: DailyPrices?, _ past: inout Past
  ) throws -> Bool {
    // Without an instant only what is new is looked for, which the latest tell.
    let (found, former, isNew) = try remembered.read(latestOnly: instants.isEmpty && history == nil)
    {
      former, observations in
      let sighting = PriceSighting(
        snapshot: now, former: former?.seenTo, isNew: former.map { $0.seenTo < seenTo } ?? true)
      var fold = PriceFold(
        catalogue, updated: updated, at: instants, sighting: sighting, history: history)
      try observations {
        fold.take($0.product, from: $0.start, UnitPrices(cents: $0.cost, $0.sell))
      }
      return (fold.finish(), former, sighting.isNew)
    }
    let since = former?.since ?? now
    past = Past(prices: found.prices, since: since)
    if let former, former.seenTo.microseconds > now.microseconds + Self.slack {
      past.futureSight = former.seenTo
    }
    guard isNew, source.completeUpTo != nil else { return true }
    let changes = found.changes
    let observations = changes.products.indices.lazy.map { place in
      let product = catalogue.products[Int(changes.products[place])]
      return PriceObservation(
        product: product.id, start: changes.starts[place], cost: product.costPrice.value,
        sell: product.sellPrice.value)
    }
    let extent = PriceHistory.Extent(since: since, seenTo: seenTo)
    return try remembered.add(observations, extent: extent, former: former)
  }

  /// Up to when the snapshot shows every change.
  ///
  /// A standby's clock says nothing of how far it has come: what was proved, and the latest commit
  /// that it has, do.
  private var seenTo: Instant {
    guard snapshot.source.isStandby == true, let proven = source.completeUpTo else { return now }
    return min(max(proven, snapshot.source.replayTime?.instant ?? proven), now)
  }
}

extension UnitPrices {
  /// Prices as they are remembered: nil for what is not a number.
  init(cents cost: Int64?, _ sell: Int64?) {
    func stored(_ cents: Int64?) -> StoredDecimal {
      cents.map { StoredDecimal($0) } ?? .notANumber
    }
    self.init(cost: stored(cost), sell: stored(sell))
  }
}
