package import Inventory
package import StateStore
package import Values

/// One look at the stock: decides what is news and writes it, with the states it follows from, in
/// one transaction.
///
/// Whatever happens, either both are there or neither: an event that is written will be delivered,
/// and one that is not will be decided again.
package struct AlertRound {
  /// What a round looks at.
  package struct Stock {
    /// How many pairs are watched.
    package var watched: Int
    /// The stores with their latest sales.
    package var stores: [LowStock.StoreActivity]
    /// Gives what is low, by store and product id.
    package var forEachLow: ((StockItem) throws -> Void) throws -> Void
    /// How a product stands in a store; nil when it is not watched.
    package var item: (_ product: UUIDBytes, _ store: UUIDBytes) -> StockItem?

    package init(
      watched: Int, stores: [LowStock.StoreActivity],
      forEachLow: @escaping ((StockItem) throws -> Void) throws -> Void,
      item: @escaping (_ product: UUIDBytes, _ store: UUIDBytes) -> StockItem?
    ) {
      self.watched = watched
      self.stores = stores
      self.forEachLow = forEachLow
      self.item = item
    }

    /// What the report of low stock is made from.
    package init(_ low: LowStock) {
      self.init(
        watched: low.watchedCount, stores: low.stores, forEachLow: low.forEachLow,
        item: { low.item(product: $0, store: $1) })
    }
  }

  /// What a round came to.
  package struct Result: Sendable {
    /// How many pairs are watched.
    package var watched = 0
    /// How many came to another state.
    package var changes = 0
    /// How many events are news, or would be.
    package var news = 0
    /// How many events were written: 1 when a digest takes the place of many.
    package var written = 0
    /// Whether a digest was written.
    package var isDigest = false
    /// Whether the changes wait for a person.
    package var isHeld = false
    /// The stores that are held back, by name.
    package var silentStores: [String] = []

    package init() {}
  }

  private let stock: Stock
  private let policy: AlertPolicy
  private let asOf: Instant
  private let clock: Instant

  /// A look at stock as of a snapshot's time; `clock` is now by this machine.
  package init(_ stock: Stock, policy: AlertPolicy, asOf: Instant, clock: Instant) {
    self.stock = stock
    self.policy = policy
    self.asOf = asOf
    self.clock = clock
  }

  package func perform(in state: StateDatabase) throws(StateError) -> Result {
    try state.changeAlerts { alerts in
      let holds = try alerts.holds()
      let notices = AlertHolds(alerts, policy: policy, asOf: asOf, clock: clock)
      for hold in holds where hold.kind == .staleData { try alerts.remove(hold) }
      var result = Result()
      result.watched = stock.watched
      let silent = try notices.tellSilentStores(among: stock.stores, known: holds)
      result.silentStores = silent.map(\.name)
      let mass = holds.first { $0.kind == .massChange }
      try alerts.attempt {
        try decide(
          alerts, silent: Set(silent.map(\.id)), isConfirmed: mass?.confirmedAt != nil, &result)
        return !result.isHeld
      }
      if result.isHeld {
        result.written = 0
        result.isDigest = false
        try notices.tellMassChange(changes: result.changes, watched: stock.watched, known: mass)
      } else if let mass {
        try alerts.remove(mass)
      }
      try alerts.finishRound(at: asOf, watched: stock.watched)
      try alerts.forgetRecovered(before: asOf.advanced(by: .seconds(-90 * 86_400)))
      try alerts.forgetDelivered(before: clock.advanced(by: .seconds(-30 * 86_400)))
      return result
    }
  }

  /// Walks along what is low and what is remembered, both by store and product id.
  private func decide(
    _ alerts: AlertTransaction, silent: Set<UUIDBytes>, isConfirmed: Bool, _ result: inout Result
  ) throws {
    let mutes = MuteList(try alerts.mutes(at: asOf))
    let first = try alerts.lastSequence()
    var digest = Digest()
    var known = RecordCursor(alerts)
    func take(_ former: AlertRecord?, _ item: StockItem?) throws {
      guard let store = item?.store ?? former?.store, !silent.contains(store),
        let decision = StockDecision(
          former: former, item: item, isMuted: mutes.covers(item, record: former),
          policy: policy, now: asOf)
      else { return }
      if decision.isChange { result.changes += 1 }
      if decision.record != former { try alerts.save(decision.record) }
      guard let news = decision.news else { return }
      let event = AlertEvent(news, item: item, record: decision.record, at: asOf)
      let written = event.written(policy.envelope, for: .notification)
      guard try alerts.enqueue(written, at: clock) else { return }
      result.written += 1
      digest.add(news, item: item, record: decision.record, id: event.id)
    }
    func takeKnown(_ record: AlertRecord) throws {
      guard record.state != .ok || record.reported != .ok else { return }
      try take(record, stock.item(record.product, record.store))
    }
    try stock.forEachLow { item in
      while let record = try known.next(before: (item.store, item.product)) {
        try takeKnown(record)
      }
      try take(try known.next(at: (item.store, item.product)), item)
    }
    while let record = try known.next() { try takeKnown(record) }
    result.news = digest.count
    if let limit = policy.massChange, !isConfirmed,
      result.changes >= AlertPolicy.fewestForMassChange,
      result.changes * 100 > limit * stock.watched
    {
      result.isHeld = true
    } else if let most = policy.digestAbove, digest.count > most {
      try alerts.withdraw(after: first)
      let event = digest.event(policy: policy, at: asOf).written(
        policy.envelope, for: .notification)
      result.written = try alerts.enqueue(event, at: clock) ? 1 : 0
      result.isDigest = true
    }
  }
}

/// The remembered pairs in order, some at a time.
private struct RecordCursor {
  private let alerts: AlertTransaction
  private var records: [AlertRecord] = []
  private var place = 0
  private var isAtEnd = false
  private static let step = 1_000

  init(_ alerts: AlertTransaction) {
    self.alerts = alerts
  }

  /// The next pair, if it comes before a key.
  mutating func next(before key: (UUIDBytes, UUIDBytes)) throws -> AlertRecord? {
    guard let record = try peek(), (record.store, record.product) < key else { return nil }
    place += 1
    return record
  }

  /// The next pair, if it has a key.
  mutating func next(at key: (UUIDBytes, UUIDBytes)) throws -> AlertRecord? {
    guard let record = try peek(), (record.store, record.product) == key else { return nil }
    place += 1
    return record
  }

  mutating func next() throws -> AlertRecord? {
    let record = try peek()
    place += 1
    return record
  }

  private mutating func peek() throws -> AlertRecord? {
    if place < records.count { return records[place] }
    guard !isAtEnd else { return nil }
    records = try alerts.records(
      after: records.last.map { ($0.store, $0.product) }, limit: Self.step)
    place = 0
    isAtEnd = records.count < Self.step
    return records.first
  }
}
