import Foundation
import Inventory
import StateStore
import Values

@testable import Alerts

/// Shorthands for stock as the tests need it.
enum Items {
  static let start = Instant(microseconds: 1_700_000_000_000_000)

  /// So many hours after the first look.
  static func hour(_ hours: Int) -> Instant { start.advanced(by: .seconds(hours * 3_600)) }

  static func id(_ number: Int) -> UUIDBytes { UUIDBytes(high: 0xAB, low: UInt64(number)) }

  /// A product with a level of 20 in a store, and so much on hand, both in whole units.
  static func item(
    _ product: Int, store: Int = 1, onHand: Int, level: Int = 20, since: Instant? = start,
    outSince: Instant? = start
  ) -> StockItem {
    StockItem(
      store: id(store), storeName: "Store \(store)", product: id(product),
      productName: "Product \(product)", sku: "SKU-\(product)",
      supplier: GroupLabel(id: nil, name: "Supplier \(product % 3)"),
      category: GroupLabel(id: nil, name: "Category"),
      onHand: StoredDecimal(Int64(onHand) * 1_000),
      reorderLevel: StoredDecimal(Int64(level) * 1_000), suggestedQuantity: 50_000,
      daysOfCover: 25, lowSince: Day("2023-11-14"), lowStart: since, outStart: outSince)
  }

  /// Some stock, as a round looks at it.
  static func stock(
    _ items: [StockItem], watched: Int? = nil, stores: [LowStock.StoreActivity] = []
  ) -> AlertRound.Stock {
    let sorted = items.sorted { ($0.store, $0.product) < ($1.store, $1.product) }
    return AlertRound.Stock(
      watched: watched ?? items.count, stores: stores,
      forEachLow: { body in for item in sorted where item.isLow { try body(item) } },
      item: { product, store in items.first { $0.product == product && $0.store == store } })
  }
}

/// A state database of its own, removed at the end.
func withState<Result>(_ body: (StateDatabase) throws -> Result) throws -> Result {
  let folder = NSTemporaryDirectory() + "alerts-\(UUID().uuidString)"
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(try StateDatabase(folder: folder))
}

extension StateDatabase {
  /// Takes what waits for the notification service as delivered, and gives it in the order of
  /// writing.
  func take() throws -> [QueuedEvent] {
    var events: [QueuedEvent] = []
    while true {
      let due = try dueEvents(of: "notification", at: .distantFuture, limit: 1_000_000)
      if due.isEmpty { return events.sorted { $0.sequence < $1.sequence } }
      events += due
      try record(
        due.map {
          DeliveryRecord(sequence: $0.sequence, at: Items.start, ending: .delivered, error: nil)
        },
        of: EndpointRecord(name: "notification"))
    }
  }
}
