import Inventory
import StateStore
import Values

/// What follows from how a product stood and how it stands: what to remember, and what is news.
///
/// A pure function of its parts; it knows no clock, no database and no service.
struct StockDecision: Equatable {
  /// The event to send.
  enum News: Equatable {
    /// It became low; a number above 0 reminds of it.
    case low(Episode, reminder: Int)
    /// Nothing is left; a number above 0 reminds of it.
    case outOfStock(Episode, reminder: Int)
    /// It is low no more; `isWatched` is false when it is not looked at any more.
    case resolved(Episode, isWatched: Bool)
  }

  /// What to remember.
  var record: AlertRecord
  /// The event to send, if any.
  var news: News?
  /// Whether the product came to another state.
  var isChange: Bool

  /// Decides for one product in one store; nil when there is nothing to remember.
  ///
  /// `item` is nil when the product is not watched there any more. While it is muted, its state is
  /// recorded and sent later, if it still differs from the latest event.
  init?(
    former: AlertRecord?, item: StockItem?, isMuted: Bool, policy: AlertPolicy, now: Instant
  ) {
    guard let state = Self.state(former: former?.state ?? .ok, item: item, policy: policy),
      let record = former ?? item.map({ AlertRecord($0, at: now) }),
      former != nil || state != .ok
    else { return nil }
    self.record = record
    isChange = record.state != state
    if let item { self.record.take(names: item) }
    if isChange { enter(state, item: item, now: now) }
    if !isMuted { decideEvent(isWatched: item != nil, policy: policy, now: now) }
  }

  /// How it stands now; nil when that cannot be known, so that it stands as it stood.
  private static func state(
    former: StockState, item: StockItem?, policy: AlertPolicy
  ) -> StockState? {
    guard let item else { return .ok }
    guard let onHand = item.onHand.value, !item.reorderLevel.isNotANumber else { return nil }
    if item.isLow { return onHand <= 0 ? .outOfStock : .low }
    let hasRecovered =
      former == .ok
      || StockRule.isRearmed(item.onHand, at: item.reorderLevel, margin: policy.rearmMargin)
    return hasRecovered ? .ok : .low
  }

  private mutating func enter(_ state: StockState, item: StockItem?, now: Instant) {
    if record.state == .ok { record.low = Self.next(record.low, start: item?.lowStart) }
    if state == .outOfStock { record.out = Self.next(record.out, start: item?.outStart) }
    record.state = state
    record.changedAt = now
  }

  /// The episode after another one; its number distinguishes it from one with the same start.
  private static func next(_ former: Episode?, start: Instant?) -> Episode {
    guard let former, former.start == start else { return Episode(start: start) }
    return Episode(start: start, ordinal: former.ordinal + 1)
  }

  private mutating func decideEvent(isWatched: Bool, policy: AlertPolicy, now: Instant) {
    switch (record.reported, record.state) {
    case (.ok, .ok):
      break
    case (_, .ok):
      if policy.tellsRecovery, let low = record.low {
        news = .resolved(low, isWatched: isWatched)
      }
      report(.ok, reminder: 0, at: now)
    case (.outOfStock, .low):
      // Some came, not enough: it was low before and is low still.
      record.reported = .low
    case (let reported, let state) where reported != state:
      announce(reminder: 0, at: now)
    default:
      remind(policy: policy, at: now)
    }
  }

  private mutating func remind(policy: AlertPolicy, at now: Instant) {
    let interval = Int64(policy.repeatInterval) * 1_000_000
    guard interval > 0, let reportedAt = record.reportedAt,
      now.microseconds - reportedAt.microseconds >= interval
    else { return }
    // Counted from the ledger's start where there is one: after a lost state the next reminder must
    // not bear the number of one that was sent.
    let start = (record.state == .outOfStock ? record.out : record.low)?.start
    let passed = start.map { Int((now.microseconds - $0.microseconds) / interval) } ?? 0
    announce(reminder: max(record.reminder + 1, passed), at: now)
  }

  private mutating func announce(reminder: Int, at now: Instant) {
    switch record.state {
    case .ok: return
    case .low: news = record.low.map { .low($0, reminder: reminder) }
    case .outOfStock: news = record.out.map { .outOfStock($0, reminder: reminder) }
    }
    report(record.state, reminder: reminder, at: now)
  }

  private mutating func report(_ state: StockState, reminder: Int, at now: Instant) {
    record.reported = state
    record.reportedAt = now
    record.reminder = reminder
  }
}

extension AlertRecord {
  fileprivate init(_ item: StockItem, at now: Instant) {
    self.init(
      store: item.store, product: item.product, at: now, storeName: item.storeName,
      productName: item.productName, sku: item.sku)
  }

  fileprivate mutating func take(names item: StockItem) {
    storeName = item.storeName
    productName = item.productName
    sku = item.sku
  }
}
