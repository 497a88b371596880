import Inventory
import Publishing
import Values

/// The prices that were not today's at an instant, for queries and manifests.
struct PriceList {
  /// The most products that are handed to the server: some six megabytes of text.
  static let limit = 100_000

  private let prices: [(product: UUIDBytes, prices: UnitPrices)]
  private let recorded: Int

  init(_ moment: PriceMoment, in catalogue: Catalogue) {
    prices = moment.differing(in: catalogue)
    recorded = moment.recordedCount
  }

  /// Whether they are too many for a query.
  var isTooLong: Bool { prices.count > Self.limit }

  /// A JSON object of cost and price by product, `{"<id>":["12.35","20.00"]}`, ordered by id.
  var text: String {
    "{" + entries.joined(separator: ",") + "}"
  }

  private var entries: some Sequence<String> {
    prices.lazy.map { product, prices in
      "\"\(product)\":[\"\(Self.text(prices.cost))\",\"\(Self.text(prices.sell))\"]"
    }
  }

  /// What a manifest says of them, and of those at the opening of a comparison.
  func facts(since: ZonedTime, opening: PriceList?) -> PriceFacts {
    let hashes = [self, opening].compactMap { $0 }.map { ContentHash.sha256(of: $0.entries) }
    return PriceFacts(
      since: since, recordedProducts: recorded, changedProducts: prices.count,
      hash: ContentHash.sha256(of: hashes))
  }

  private static func text(_ price: StoredDecimal) -> String {
    price.value.map { ExactDecimal.text(Int128($0), scale: 2) } ?? "NaN"
  }
}
