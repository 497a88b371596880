public import Values

/// One row of the ledger.
public struct LedgerMovement: Sendable {
  /// The movement's own id.
  public var id: UUIDBytes
  /// The product.
  public var product: UUIDBytes
  /// The store.
  public var store: UUIDBytes
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
  /// The reference of a transfer, by its number in the book; 0 for none.
  public var reference: Int32

  /// A movement.
  public init(
    id: UUIDBytes, product: UUIDBytes, store: UUIDBytes, type: Int32, quantity: StoredDecimal,
    before: StoredDecimal, after: StoredDecimal, createdAt: Instant, reference: Int32 = 0
  ) {
    self.id = id
    self.product = product
    self.store = store
    self.type = type
    self.quantity = quantity
    self.before = before
    self.after = after
    self.createdAt = createdAt
    self.reference = reference
  }
}

/// What a movement's type counts as.
enum MovementKind: UInt8, Sendable {
  case sale, purchase, adjustment, transfer, other

  init(type: String) {
    switch Array(type.utf8) {
    case Array("SALE".utf8): self = .sale
    case Array("PURCHASE".utf8): self = .purchase
    case Array("ADJUSTMENT".utf8): self = .adjustment
    case Array("TRANSFER".utf8): self = .transfer
    default: self = .other
    }
  }
}

/// A movement that has found its place in the book: a few plain words.
struct PlacedMovement: Sendable {
  var id: UUIDBytes
  var pair: Int32
  var type: Int32
  var kind: MovementKind
  var quantity: StoredDecimal
  var before: StoredDecimal
  var after: StoredDecimal
  /// The reference of a transfer, by its number.
  var reference: Int32 = 0
}

/// A place where the ledger contradicts itself.
public struct LedgerGap: Sendable {
  /// What is wrong.
  public enum Kind: UInt8, Sendable {
    /// The balance before the movement is not the one after the movement before it.
    case brokenChain
    /// The balance after the movement is not the one before it plus the quantity.
    case wrongSum
  }

  /// The movement's id.
  public var movement: UUIDBytes
  /// The pair's number in the book.
  public var pair: Int32
  /// What is wrong.
  public var kind: Kind
  /// When the movement happened.
  public var createdAt: Instant
  /// The balance that was expected, scale 3.
  public var expected: StoredDecimal
  /// The balance that was found, scale 3.
  public var found: StoredDecimal

  /// A gap.
  public init(
    movement: UUIDBytes, pair: Int32, kind: Kind, createdAt: Instant, expected: StoredDecimal,
    found: StoredDecimal
  ) {
    self.movement = movement
    self.pair = pair
    self.kind = kind
    self.createdAt = createdAt
    self.expected = expected
    self.found = found
  }
}

/// Gives the gaps of the ledger in the order of `created_at`, `movement_id`, `kind`.
public typealias LedgerGapSource = ((LedgerGap) throws -> Void) throws -> Void
