public import Reports

/// The prices of all products at an instant T; kept only where they are not today's.
public struct PriceMoment: Sendable {
  /// T.
  public let instant: Instant
  private var others = SparseColumn<UnitPrices?>(nil)
  private var recorded: [Bool] = []
  /// Of how many products a price was recorded at or before T.
  public private(set) var recordedCount = 0

  /// Today's prices, of which nobody knows whether they were those of T.
  init(instant: Instant) {
    self.instant = instant
  }

  /// What a unit of a product cost and sold for at T: by the latest observation at or before T, or
  /// else the earliest there is, or else today's.
  func prices(of product: Product, number: Int) -> UnitPrices {
    others[number] ?? product.todaysPrices
  }

  /// Whether the price of a product was recorded at or before T.
  func isRecorded(_ number: Int) -> Bool { number < recorded.count && recorded[number] }

  /// The products of a catalogue whose prices at T are not today's, by id.
  public func differing(
    in catalogue: Catalogue
  ) -> [(product: UUIDBytes, prices: UnitPrices)] {
    catalogue.products.indices.compactMap { number in
      others[number].map { (catalogue.products[number].id, $0) }
    }.sorted { $0.product < $1.product }
  }

  mutating func set(_ prices: UnitPrices, of number: Int) {
    others[number] = prices
  }

  mutating func setRecorded(_ number: Int) {
    while recorded.count <= number { recorded.append(false) }
    recorded[number] = true
    recordedCount += 1
  }
}

/// The prices at each instant that a plan asks for.
public struct KnownPrices: Sendable {
  private var moments: [PriceMoment]
  /// The prices of every date, if they were asked for.
  public let history: DatedPrices?

  /// Nothing is known but today's prices.
  public init() {
    moments = []
    history = nil
  }

  init(_ moments: [PriceMoment], history: DatedPrices? = nil) {
    self.moments = moments
    self.history = history
  }

  /// The prices at an instant; today's when nothing is known of it.
  public func moment(at instant: Instant) -> PriceMoment {
    moments.first { $0.instant == instant } ?? PriceMoment(instant: instant)
  }
}
