import Columns
import Values

/// What is known of every pair at an instant T: the balance that the ledger shows just before it,
/// and what moved from then on.
struct BalanceMark: Sendable {
  /// T.
  let instant: Instant
  /// When the latest movement before T happened, for each pair; `Int64.min` when there is none.
  private(set) var latestAt: SpillableColumn<Int64>
  /// The balance after that movement.
  private(set) var latestAfter: SpillableColumn<StoredDecimal>
  private(set) var isTaken = false
  private var since: SparseColumn<StoredDecimal>

  init(instant: Instant, memory: MemoryBudget) {
    self.instant = instant
    latestAt = SpillableColumn(memory: memory)
    latestAfter = SpillableColumn(memory: memory)
    since = SparseColumn(.zero, memory: memory)
  }

  /// Freezes the running balances, when the reading reaches T.
  mutating func take(latestAt: SpillableColumn<Int64>, latestAfter: SpillableColumn<StoredDecimal>)
  {
    self.latestAt = latestAt
    self.latestAfter = latestAfter
    isTaken = true
  }

  /// Counts a movement at or after T.
  mutating func count(_ quantity: StoredDecimal, of pair: Int) {
    since[pair] += quantity
  }

  /// The sum of what moved at or after T.
  func netSince(_ pair: Int) -> StoredDecimal { since[pair] }

  /// The latest movement before T, or nil when there is none.
  func latest(_ pair: Int) -> (at: Instant, after: StoredDecimal)? {
    guard pair < latestAt.count, latestAt[pair] != .min else { return nil }
    return (Instant(microseconds: latestAt[pair]), latestAfter[pair])
  }
}
