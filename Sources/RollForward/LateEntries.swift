import Inventory
import Register
import Reports
import Values

/// A movement of a published date that its run did not see, or that a later one did not see any more.
struct LateEntry: TableLine {
  var period: Day
  var seenOn: Day
  var kind: String
  var movement: UUIDBytes
  var store: UUIDBytes
  var storeName: String
  var product: UUIDBytes
  var sku: String
  var productName: String
  var category: String
  var unit: String
  var type: String
  /// Scale 3; nil for what is not a number.
  var quantity: Int128?
  /// Scale 2, negated for what is gone; nil where the quantity or the cost is not a number.
  var value: Int128?
  var createdAt: Instant

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("period", .date) { $0.period }
    columns.column("seen_on", .date) { $0.seenOn }
    columns.column("kind", .text) { $0.kind }
    columns.column("movement_id", .uuid) { $0.movement }
    columns.column("store_id", .uuid) { $0.store }
    columns.column("store_name", .text) { $0.storeName.orNone }
    columns.column("product_id", .uuid) { $0.product }
    columns.column("sku", .code) { $0.sku.orNone }
    columns.column("product_name", .text) { $0.productName.orNone }
    columns.column("category_name", .text) { $0.category.orNone }
    columns.column("unit", .text) { $0.unit.orNone }
    columns.column("movement_type", .text) { $0.type.orNone }
    columns.column("quantity", .quantity) { $0.quantity }
    columns.column("value", .money) { $0.value }
    columns.column("created_at", .timestamp) { $0.createdAt }
  }

  /// By period, store, product, time, movement and the date on which it was seen; what went before
  /// what came instead.
  static func < (left: LateEntry, right: LateEntry) -> Bool {
    if left.period != right.period { return left.period < right.period }
    if left.store != right.store { return left.store < right.store }
    if left.product != right.product { return left.product < right.product }
    if left.createdAt != right.createdAt { return left.createdAt < right.createdAt }
    if left.movement != right.movement { return left.movement < right.movement }
    return (left.seenOn, left.kind) < (right.seenOn, right.kind)
  }
}

extension LateEntry {
  /// A row of the register, as a run of a date found it.
  init(_ entry: RegisterEntry, kind: RegisterEntry.Kind, seenOn: Day) {
    let movement = entry.movement
    period = entry.period
    self.seenOn = seenOn
    self.kind = kind.rawValue
    self.movement = movement.id
    store = movement.store
    storeName = entry.names.store
    product = movement.product
    sku = entry.names.sku
    productName = entry.names.product
    category = entry.names.category
    unit = entry.names.unit
    type = movement.type
    quantity = movement.quantity.map { Int128($0) }
    let value = entry.value.flatMap { ExactDecimal.parse($0, scale: 2) }
    self.value = kind == .gone ? value.map { -$0 } : value
    createdAt = movement.createdAt
  }

  /// A row of an earlier roll-forward; nil when it is none.
  init?(published row: [String: String]) {
    func text(_ key: String) -> String { row[key] ?? "" }
    guard let period = Day(text("period")), let seenOn = Day(text("seen_on")),
      let movement = UUIDBytes(text("movement_id")), let store = UUIDBytes(text("store_id")),
      let product = UUIDBytes(text("product_id")), let at = ZonedTime(text("created_at"))
    else { return nil }
    self.period = period
    self.seenOn = seenOn
    kind = text("kind")
    self.movement = movement
    self.store = store
    storeName = text("store_name")
    self.product = product
    sku = text("sku")
    productName = text("product_name")
    category = text("category_name")
    unit = text("unit")
    type = text("movement_type")
    quantity = ExactDecimal.parse(text("quantity"), scale: 3)
    value = ExactDecimal.parse(text("value"), scale: 2)
    createdAt = at.instant
  }
}

extension SeenMovements {
  /// The entries that the valuations of some dates saw first, in no order; `shown` are all published
  /// dates with their present runs, `isFinal` says whether one of them counts.
  func entries(
    seenOn isWanted: (Day) -> Bool, shown: [Day: String], isFinal: (Day) -> Bool
  ) -> [LateEntry] {
    let dates = shown.keys.filter { looks[shown[$0] ?? ""] != nil }.sorted()
    var found: [LateEntry] = []
    for (period, movements) in events where isFinal(period) {
      let chain = dates.drop { $0 < period }
      for events in movements.values {
        var known: Bool?
        for date in chain {
          guard let look = shown[date].flatMap({ looks[$0] }),
            let isSeen = Self.saw(look, events)
          else { continue }
          if let known, known != isSeen, isWanted(date) {
            // What the run itself noted, or else who looked first after it.
            let event =
              events.last { $0.sequence <= look.sequence }
              ?? events.first { $0.sequence > look.sequence }
            if let event {
              found.append(
                LateEntry(event.entry, kind: isSeen ? .late : .gone, seenOn: date))
            }
          }
          known = isSeen
        }
      }
    }
    return found
  }
}
