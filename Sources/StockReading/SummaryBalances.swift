import Columns
import Inventory
import LedgerSummary
import Reports

/// The pairs of a summary in a book: which of them it explains, and which are read again.
struct SummaryBalances {
  /// The book's number of each pair of the summary; -1 for what is not taken from it.
  private(set) var places: LongColumn<Int32>
  /// The pairs whose on hand it does not explain.
  private(set) var reread: Set<LedgerNotes.Pair> = []
  private let file: SummaryFile
  /// The same by their numbers in the summary, as far as it has them.
  let rereadPlaces: [Int: LedgerNotes.Pair]

  /// Compares the pairs; `since` is what moved since the summary's end, by the book's numbers.
  ///
  /// Throws `SummaryDoubt` when the summary has movements of a product that is gone.
  init(
    _ file: SummaryFile, book: inout StockBook, since: LongColumn<StoredDecimal>,
    stores: Set<UUIDBytes>
  ) throws {
    var places = LongColumn(repeating: Int32(-1), count: file.pairCount, memory: book.memory)
    var reread: Set<LedgerNotes.Pair> = []
    var rereadPlaces: [Int: LedgerNotes.Pair] = [:]
    func quantity(_ pair: Int) -> StoredDecimal {
      book.onHand(pair) - (pair < since.count ? since[pair] : .zero)
    }
    var isSeen = LongColumn(repeating: false, count: book.pairCount, memory: book.memory)
    try file.forEachPair { number, pair in
      let store = file.stores[pair.store]
      guard stores.isEmpty || stores.contains(store) else { return }
      let place = book.find(product: pair.product, store: store)
      if let place, place < isSeen.count { isSeen[place] = true }
      let now = place.map(quantity) ?? .zero
      guard now == pair.quantity, !now.isNotANumber else {
        let key = LedgerNotes.Pair(product: pair.product, store: store)
        reread.insert(key)
        rereadPlaces[number] = key
        return
      }
      guard pair.hasHistory else { return }
      do {
        places[number] = Int32(try book.pair(product: pair.product, store: store))
      } catch {
        throw SummaryDoubt("a product that it has movements of is gone")
      }
    }
    for pair in isSeen.indices where !isSeen[pair] && quantity(pair).isNonZero {
      reread.insert(
        LedgerNotes.Pair(
          product: book.product(pair), store: book.storeIDs[Int(book.store(pair))]))
    }
    self.file = file
    self.places = places
    self.reread = reread
    self.rereadPlaces = rereadPlaces
  }

  /// Gives the book each pair's latest movement before those that the summary keeps.
  ///
  /// Of a pair that is read again it counts only where the ledger itself has lost it.
  func feed(into book: inout StockBook, prunedBefore oldest: Instant) throws {
    try file.forEachBalance { number, balance in
      var place = Int(places[number])
      if let pair = rereadPlaces[number] {
        guard balance.at < oldest else { return }
        place = try book.pair(product: pair.product, store: pair.store)
      }
      guard place >= 0 else { return }
      book.addEarlier(
        pair: place, createdAt: balance.at, after: balance.after, hasNaN: balance.hasNaN)
    }
  }
}
