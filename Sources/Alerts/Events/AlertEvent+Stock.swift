import Inventory
import StateStore
import Values

extension AlertEvent {
  /// The event of a product in a store.
  init(_ news: StockDecision.News, item: StockItem?, record: AlertRecord, at now: Instant) {
    let kind: Kind
    let state: StockState
    let (episode, number): (Episode, Int)
    switch news {
    case .low(let low, let reminder):
      (kind, state, episode, number) = (.lowStock, .low, low, reminder)
    case .outOfStock(let out, let reminder):
      (kind, state, episode, number) = (.lowStock, .outOfStock, out, reminder)
    case .resolved(let low, _):
      (kind, state, episode, number) = (.resolved, .ok, low, 0)
    }
    var data = JSONObject()
    data.addStock(item, record: record)
    data.add("status", state.rawValue)
    data.add("low_since", item?.lowSince?.description)
    if case .resolved(_, let isWatched) = news {
      data.add("reason", isWatched ? "restocked" : "not_watched")
    } else {
      data.add("reminder", number)
    }
    self.init(
      kind: kind,
      id: EventIdentity.id(
        kind.rawValue, product: record.product, store: record.store, state: state,
        episode: episode, reminder: number),
      timestamp: now, lane: Self.lane(product: record.product, store: record.store), data: data)
  }
}

extension JSONObject {
  /// Adds the keys of the service's own format, in its order.
  mutating func addStock(_ item: StockItem?, record: AlertRecord) {
    add("product_id", record.product)
    add("product_name", record.productName)
    add("sku", record.sku)
    add("store_id", record.store)
    add("store_name", record.storeName)
    add("current_quantity", (item?.onHand.value).map { Int128($0) }, scale: 3)
    add("reorder_level", (item?.reorderLevel.value).map { Int128($0) }, scale: 3)
    add("suggested_order_quantity", item.map { Int128($0.suggestedQuantity) }, scale: 3)
  }
}
