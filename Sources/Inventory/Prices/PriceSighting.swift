public import Values

/// When a snapshot saw the prices, and when they were seen before.
public struct PriceSighting: Hashable, Sendable {
  /// The snapshot's time.
  public var snapshot: Instant
  /// Up to when the prices were seen before; nil when they never were.
  public var former: Instant?
  /// Whether the snapshot is newer than what was seen before, so that what it shows is news.
  public var isNew: Bool

  /// A sighting.
  public init(snapshot: Instant, former: Instant?, isNew: Bool) {
    self.snapshot = snapshot
    self.former = former
    self.isNew = isNew
  }

  /// How long a change may have been under way at the former sighting: `updated` is when its
  /// transaction began, and it is seen only after its end.
  private static let longestTransaction: Int64 = 3_600_000_000

  /// From when on a price counts that was not there before.
  ///
  /// That is when the product was last `updated`, if it lies between the former sighting and this
  /// one, so that a price changed at 15:00 and seen at 02:00 counts for that day's end; right after
  /// the former sighting, if it was under way then; else the snapshot's time. It always comes after
  /// the price that it replaces, which counts from `latest` on.
  func start(updated: Instant, after latest: Instant?) -> Instant {
    var start = snapshot
    if let former, updated <= snapshot {
      if former < updated {
        start = updated
      } else if former.microseconds - Self.longestTransaction <= updated.microseconds {
        start = min(snapshot, former.next)
      }
    }
    guard let latest, start <= latest else { return start }
    return latest.next
  }
}

extension Instant {
  fileprivate var next: Instant { Instant(microseconds: microseconds + 1) }
}

/// The products whose prices are new, each with the instant from which on they count.
public struct PriceChanges: Sendable {
  /// Their numbers in the catalogue, in the order of their ids.
  public private(set) var products: [Int32] = []
  /// From when on the prices count, in the same order.
  public private(set) var starts: [Instant] = []

  mutating func append(_ number: Int, from start: Instant) {
    products.append(Int32(number))
    starts.append(start)
  }

  mutating func sort(by catalogue: Catalogue) {
    let order = products.indices.sorted {
      catalogue.products[Int(products[$0])].id < catalogue.products[Int(products[$1])].id
    }
    (products, starts) = (order.map { products[$0] }, order.map { starts[$0] })
  }
}
