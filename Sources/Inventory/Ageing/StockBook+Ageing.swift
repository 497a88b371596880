import Columns
import Reports

/// What the age of the stock takes from the reading.
extension StockBook {
  /// The number of a transfer's reference, matched byte by byte; 0 when there is none, or nobody asks
  /// for it.
  public func reference(_ text: Span<UInt8>) -> Int32 {
    ageings.isEmpty ? TransferReferences.none : references.number(of: text)
  }

  /// Counts a movement for each date at which the stock is aged.
  mutating func countAgeings(_ movement: PlacedMovement, balance: StoredDecimal?) {
    let store = pairs.stores[Int(movement.pair)]
    let product = pairs.products[Int(movement.pair)]
    for index in ageings.indices {
      if ageings[index].prices == nil {
        ageings[index].prices = DatedPrices(catalogue, calendar: plan.calendar, memory: memory)
      }
      ageings[index].count(
        movement, at: instant, product: product,
        category: catalogue.products[Int(product)].category, store: store,
        storeID: stores.id(store), from: balance)
    }
  }

  func ageing(_ ageing: BookPlan.Ageing) -> AgeingFold? {
    ageings.first { $0.date == ageing.date && $0.end == ageing.end }
  }
}
