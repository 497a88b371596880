import Reports

/// What the movements of one business date add up to for a pair; only these sums are kept.
///
/// Since they are netted, neither ties nor the order of a date's movements matter.
struct DateNet: BitwiseCopyable, Sendable {
  var pair: Int32
  var product: Int32
  var store: Int32
  /// The product's category as it names it; -1 outside of the month whose effects are counted.
  var category: Int32
  /// The balance before the pair's first movement ever.
  var opening = StoredDecimal.zero
  /// Whether the pair's first movement ever is of this date.
  var isFirst = false
  var hasTransfers = false
  /// Whether something is not a number.
  var isVoid = false
  /// Minus the net of SALE.
  var sold = StoredDecimal.zero
  /// The net of PURCHASE.
  var purchased = StoredDecimal.zero
  /// The net of ADJUSTMENT, and what the ledger's gaps show.
  var adjusted = StoredDecimal.zero
  /// The net of the types that are none of the four.
  var other = StoredDecimal.zero

  /// A single movement; `balance` is the one before it, nil when it is the pair's first ever.
  init(
    _ movement: PlacedMovement, product: Int32, store: Int32, category: Int32,
    from balance: StoredDecimal?
  ) {
    pair = movement.pair
    self.product = product
    self.store = store
    self.category = category
    if let balance {
      adjusted = movement.before - balance
    } else {
      isFirst = true
      opening = movement.before
    }
    adjusted += movement.after - movement.before - movement.quantity
    switch movement.kind {
    case .sale: sold = -movement.quantity
    case .purchase: purchased = movement.quantity
    case .adjustment: adjusted += movement.quantity
    case .other: other = movement.quantity
    case .transfer: hasTransfers = true
    }
  }

  /// Adds a later movement of the pair.
  mutating func add(_ other: DateNet) {
    hasTransfers = hasTransfers || other.hasTransfers
    sold += other.sold
    purchased += other.purchased
    adjusted += other.adjusted
    self.other += other.other
  }

  /// Whether one of the sums is not a number.
  var hasNaN: Bool {
    isVoid || opening.isNotANumber || sold.isNotANumber || purchased.isNotANumber
      || adjusted.isNotANumber || other.isNotANumber
  }
}

/// What a pair's transfers of one date and reference add up to.
struct TransferNet: BitwiseCopyable, Sendable {
  var pair: Int32
  /// The place of the pair among those of the date, once it is known.
  var place: Int32 = -1
  /// Its number among the references.
  var reference: Int32
  /// The sum of those that add.
  var received = StoredDecimal.zero
  /// The sum of those that take, above 0.
  var sent = StoredDecimal.zero

  /// A single movement.
  init(pair: Int32, reference: Int32, quantity: StoredDecimal) {
    self.pair = pair
    self.reference = reference
    if let value = quantity.value, value < 0 { sent = -quantity } else { received = quantity }
  }

  /// Adds what has the same pair and reference.
  mutating func add(_ other: TransferNet) {
    received += other.received
    sent += other.sent
  }

  var hasNaN: Bool { received.isNotANumber || sent.isNotANumber }
}
