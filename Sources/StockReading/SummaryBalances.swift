import Columns
import Inventory
import LedgerSummary
import Values

/// The pairs of a summary in a book: which of them it explains, and which are read again.
struct SummaryBalances {
  /// The book's number of each pair of the summary; -1 for what is not taken from it.
  private(set) var places: SpillableColumn<Int32>
  /// The pairs that are read again.
  private(set) var reread: Set<PairID>
  private let file: SummaryFile
  /// The same by their numbers in the summary, as far as it has them.
  private(set) var rereadPlaces: [Int: PairID]
  /// The pairs that are read again of which the ledger has lost what was before: by their numbers in the
  /// summary, those in the book.
  private(set) var pruned: [Int: Int] = [:]
  /// What is carried on of the stock's age, when it is folded.
  private(set) var ages: SummaryAges?

  /// Compares the pairs; `since` is what moved since the summary's end, by the book's numbers, and
  /// `moved` are the pairs that have a movement on a day that changed.
  ///
  /// A pair is read again when it is one of these, and when its on hand says that something else
  /// moved, or moved longer ago. NaN says nothing of that. Throws `SummaryDoubt` when the summary
  /// has movements of a product that is gone.
  init(
    _ trial: SummaryTrial, book: inout StockBook, since: SpillableColumn<StoredDecimal>,
    moved: Set<PairID>, stores: Set<UUIDBytes>
  ) throws {
    let file = trial.file
    var places = SpillableColumn(repeating: Int32(-1), count: file.pairCount, memory: book.memory)
    var reread = moved
    var rereadPlaces: [Int: PairID] = [:]
    let movedPlaces =
      trial.changed.isEmpty
      ? [] : try file.pairs(movedOn: trial.changed, memory: book.memory)
    func quantity(_ pair: Int) -> StoredDecimal {
      book.onHand(pair) - (pair < since.count ? since[pair] : .zero)
    }
    func areSame(_ now: StoredDecimal, _ then: StoredDecimal) -> Bool {
      now == then || now.isNotANumber || then.isNotANumber
    }
    var isSeen = SpillableColumn(repeating: false, count: book.pairCount, memory: book.memory)
    try file.forEachPair { number, pair in
      let store = file.stores[pair.store]
      guard stores.isEmpty || stores.contains(store) else { return }
      let place = book.find(product: pair.product, store: store)
      if let place, place < isSeen.count { isSeen[place] = true }
      let key = PairID(product: pair.product, store: store)
      guard areSame(place.map(quantity) ?? .zero, pair.quantity), !movedPlaces.contains(number),
        !moved.contains(key)
      else {
        reread.insert(key)
        rereadPlaces[number] = key
        return
      }
      guard pair.hasHistory else { return }
      do {
        places[number] = Int32(try book.pair(product: pair.product, store: store))
      } catch {
        throw SummaryDoubt("a product with movements in it no longer exists")
      }
    }
    let storeIDs = book.storeIDs
    for pair in isSeen.indices where !isSeen[pair] && !areSame(quantity(pair), .zero) {
      reread.insert(
        PairID(product: book.product(pair), store: storeIDs[Int(book.store(pair))]))
    }
    self.file = file
    self.places = places
    self.reread = reread
    self.rereadPlaces = rereadPlaces
  }

  /// Lets products be read again as a whole, since their pairs have to do with each other by transfers:
  /// those of the pairs that are read again, and those whose costs of earlier dates became others.
  mutating func rereadWhole(_ book: StockBook, ages: SummaryAges) throws {
    var ages = ages
    let products = try ages.changedCosts(book).union(reread.map(\.product))
    self.ages = ages
    guard !products.isEmpty else { return }
    try file.forEachPair { number, pair in
      guard products.contains(pair.product), places[number] >= 0 else { return }
      let key = PairID(product: pair.product, store: file.stores[pair.store])
      reread.insert(key)
      rereadPlaces[number] = key
      places[number] = -1
    }
  }

  /// Gives the book each pair's latest movement before those that the summary keeps.
  ///
  /// Of a pair that is read again it counts only where the ledger itself has lost it.
  mutating func feed(into book: inout StockBook, prunedBefore oldest: Instant) throws {
    try file.forEachBalance { number, balance in
      var place = Int(places[number])
      if let pair = rereadPlaces[number] {
        guard balance.at < oldest else { return }
        do {
          place = try book.pair(product: pair.product, store: pair.store)
        } catch {
          throw SummaryDoubt("a product with movements in it no longer exists")
        }
        pruned[number] = place
      }
      guard place >= 0 else { return }
      book.addEarlier(
        pair: place, createdAt: balance.at, after: balance.after, hasNaN: balance.hasNaN)
    }
  }
}
