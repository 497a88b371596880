public import Values

/// What a book hands out while it reads, so that the next reading need not read it again.
///
/// The closures must not throw: what keeps a summary must not keep a report from being made.
public struct LedgerObserver {
  /// From when on movements are handed out; before it only the latest of each pair is of interest.
  public let from: Instant
  /// The first instant of which nothing is kept.
  public let to: Instant
  /// Called once, when every movement before `from` is counted and none after.
  let onBalances: (StockBook) -> Void
  /// Called for each movement at or after `from`, also for those after `to`.
  let onMovement: (SettledMovement) -> Void
  var isTaken = false

  /// An observer for the movements from one instant on, of which those before another are kept.
  public init(
    from: Instant, to: Instant, onBalances: @escaping (StockBook) -> Void,
    onMovement: @escaping (SettledMovement) -> Void
  ) {
    self.from = from
    self.to = to
    self.onBalances = onBalances
    self.onMovement = onMovement
  }
}

/// A movement whose place in its pair's chain is known.
public struct SettledMovement: Sendable {
  /// The movement's id.
  public var id: UUIDBytes
  /// The pair's number in the book.
  public var pair: Int32
  /// Its type, by its number in the book.
  public var type: Int32
  /// What moved, signed, scale 3.
  public var quantity: StoredDecimal
  /// The balance before it as the ledger says, scale 3.
  public var before: StoredDecimal
  /// The balance after it as the ledger says, scale 3.
  public var after: StoredDecimal
  /// When it happened.
  public var createdAt: Instant
  /// Whether it is a transfer, which has a reference.
  public var isTransfer: Bool
  /// The bytes of its reference; empty without one, or when nobody asks for it.
  public var reference: ArraySlice<UInt8>
  /// Whether it says nothing but its quantity: it starts from the balance before it, and adds up.
  public var isPlain: Bool
}
