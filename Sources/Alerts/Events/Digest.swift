import Crypto
import Inventory
import StateStore
import Values

/// Counts what a round tells, for the one event that takes the place of too many.
struct Digest {
  private struct Counts {
    var name: String
    var low = 0
    var outOfStock = 0
    var resolved = 0
    var all: Int { low + outOfStock + resolved }

    mutating func count(_ news: StockDecision.News) {
      switch news {
      case .low: low += 1
      case .outOfStock: outOfStock += 1
      case .resolved: resolved += 1
      }
    }
  }

  private struct Worst {
    var item: StockItem
    var record: AlertRecord
    var isOut: Bool
    /// Nothing left first, then what is sold out soonest.
    var rank: (Int, Int64) { (isOut ? 0 : 1, item.daysOfCover ?? .max) }
  }

  private var all = Counts(name: "")
  private var reminders = 0
  private var stores: [UUIDBytes: Counts] = [:]
  private var suppliers: [GroupLabel: Counts] = [:]
  private var worst: [Worst] = []
  private var ids = Insecure.SHA1()

  /// Bounds of a digest, so that it stays small enough for any receiver.
  private static let mostWorst = 20
  private static let mostGroups = 50

  var count: Int { all.all }

  mutating func add(
    _ news: StockDecision.News, item: StockItem?, record: AlertRecord, id: UUIDBytes
  ) {
    all.count(news)
    stores[record.store, default: Counts(name: record.storeName)].count(news)
    if let supplier = item?.supplier {
      suppliers[supplier, default: Counts(name: supplier.name)].count(news)
    }
    ids.update(data: id.bytes)
    switch news {
    case .low(_, let reminder):
      if reminder > 0 { reminders += 1 }
      offer(item, record, isOut: false)
    case .outOfStock(_, let reminder):
      if reminder > 0 { reminders += 1 }
      offer(item, record, isOut: true)
    case .resolved: break
    }
  }

  private mutating func offer(_ item: StockItem?, _ record: AlertRecord, isOut: Bool) {
    guard let item else { return }
    let row = Worst(item: item, record: record, isOut: isOut)
    let place = worst.firstIndex { row.rank < $0.rank } ?? worst.count
    guard place < Self.mostWorst else { return }
    worst.insert(row, at: place)
    if worst.count > Self.mostWorst { worst.removeLast() }
  }

  /// The digest; its id is made from those of the events that it stands for.
  func event(policy: AlertPolicy, at now: Instant) -> AlertEvent {
    var data = JSONObject()
    data.add("events", all.all)
    data.add("low", all.low)
    data.add("out_of_stock", all.outOfStock)
    data.add("resolved", all.resolved)
    data.add("reminders", reminders)
    data.add("stores", stores.count)
    data.add(
      "by_store",
      largest(stores.map { ($0.key.description, $0.value) }).map { id, counts in
        Self.object("store", id: id, counts)
      })
    data.add("suppliers", suppliers.count)
    data.add(
      "by_supplier",
      largest(suppliers.map { ($0.key.id?.description ?? "", $0.value) }).map { id, counts in
        Self.object("supplier", id: id.isEmpty ? nil : id, counts)
      })
    data.add(
      "worst",
      worst.map { row in
        var object = JSONObject()
        object.addStock(row.item, record: row.record)
        object.add("status", row.record.state.rawValue)
        object.add("low_since", row.item.lowSince?.description)
        return object
      })
    data.add("report", policy.reportPlace)
    let digest = Array(ids.finalize()).map { String($0) }
    return AlertEvent(
      kind: .digest, id: EventIdentity.id(AlertEvent.Kind.digest.rawValue, digest), timestamp: now,
      lane: Array("digest".utf8), data: data)
  }

  private func largest(_ groups: [(String, Counts)]) -> [(String, Counts)] {
    Array(
      groups.sorted { ($1.1.all, $0.1.name, $0.0) < ($0.1.all, $1.1.name, $1.0) }
        .prefix(Self.mostGroups))
  }

  private static func object(_ group: String, id: String?, _ counts: Counts) -> JSONObject {
    var object = JSONObject()
    object.add("\(group)_id", id)
    object.add("\(group)_name", counts.name)
    object.add("low", counts.low)
    object.add("out_of_stock", counts.outOfStock)
    object.add("resolved", counts.resolved)
    return object
  }
}
