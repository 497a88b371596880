public import Reports

/// Folds the recorded prices, product by product, into the prices at some instants, and finds what
/// this snapshot shows for the first time.
///
/// Give it the observations of each product in order of time with `take`, product after product, and
/// end with `finish()`. It holds a few words for each product, whatever the length of the history.
public struct PriceFold {
  private let catalogue: Catalogue
  private let updated: [Instant]
  private let sighting: PriceSighting
  private var moments: [PriceMoment]
  private var changes = PriceChanges()
  private var isSeen: [Bool]
  private var history: DatedPrices?

  /// The product whose observations come now; its number is nil when the catalogue lacks it.
  private var current: UUIDBytes?
  private var number: Int?
  private var latest: (prices: UnitPrices, start: Instant)?
  /// For each instant, what is known so far, and whether it counted by then.
  private var known: [(prices: UnitPrices, isRecorded: Bool)?]

  /// A fold over the products of a catalogue; `updated` is when each was last updated, by its number.
  ///
  /// An empty `history` is filled for what needs the prices of every date.
  public init(
    _ catalogue: Catalogue, updated: [Instant], at instants: [Instant], sighting: PriceSighting,
    history: DatedPrices? = nil
  ) {
    self.catalogue = catalogue
    self.updated = updated
    self.sighting = sighting
    self.history = history
    moments = instants.map(PriceMoment.init)
    known = Array(repeating: nil, count: instants.count)
    isSeen = Array(repeating: false, count: catalogue.products.count)
  }

  /// Takes the next observation of a product: its prices from an instant on.
  public mutating func take(_ product: UUIDBytes, from start: Instant, _ prices: UnitPrices) {
    if product != current {
      endProduct()
      current = product
      number = catalogue.number(of: product).map { Int($0) }
    }
    fold(prices, from: start)
  }

  /// The prices at each instant, and what is new.
  public mutating func finish() -> (prices: KnownPrices, changes: PriceChanges) {
    endProduct()
    if sighting.isNew {
      for number in isSeen.indices where !isSeen[number] {
        self.number = number
        endProduct()
      }
    }
    changes.sort(by: catalogue)
    return (KnownPrices(moments, history: history), changes)
  }

  private mutating func fold(_ prices: UnitPrices, from start: Instant) {
    latest = (prices, start)
    if let number { history?.take(number, from: start, prices) }
    for place in moments.indices {
      if start <= moments[place].instant {
        known[place] = (prices, true)
      } else if known[place] == nil {
        known[place] = (prices, false)
      }
    }
  }

  /// Adds today's prices when they are news, and keeps what is known of the present product.
  private mutating func endProduct() {
    defer {
      number = nil
      latest = nil
      for place in known.indices { known[place] = nil }
    }
    guard let number else { return }
    isSeen[number] = true
    let today = catalogue.products[number].todaysPrices
    if sighting.isNew, latest?.prices != today {
      let start = sighting.start(updated: updated[number], after: latest?.start)
      fold(today, from: start)
      changes.append(number, from: start)
    }
    for place in moments.indices {
      guard let known = known[place] else { continue }
      if known.prices != today { moments[place].set(known.prices, of: number) }
      if known.isRecorded { moments[place].setRecorded(number) }
    }
  }
}
