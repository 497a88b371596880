package import Values

/// A movement as far as it can be shown when the ledger has it no more.
package struct RegisteredMovement: Hashable, Codable, Sendable {
  package var id: UUIDBytes
  package var product: UUIDBytes
  package var store: UUIDBytes
  /// The type as the ledger names it.
  package var type: String
  /// Scale 3; nil for what is not a number.
  package var quantity: Int64?
  package var createdAt: Instant

  private enum CodingKeys: String, CodingKey {
    case id, product, store, type, quantity
    case createdAt = "created_at"
  }

  package init(
    id: UUIDBytes, product: UUIDBytes, store: UUIDBytes, type: String, quantity: Int64?,
    createdAt: Instant
  ) {
    self.id = id
    self.product = product
    self.store = store
    self.type = type
    self.quantity = quantity
    self.createdAt = createdAt
  }

  /// The same bytes: Swift's own `==` takes two spellings of a letter for one.
  package static func == (left: Self, right: Self) -> Bool {
    left.id == right.id && left.product == right.product && left.store == right.store
      && left.quantity == right.quantity && left.createdAt == right.createdAt
      && left.type.utf8.elementsEqual(right.type.utf8)
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(id)
    hasher.combine(createdAt)
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    id = try values.decode(UUIDBytes.self, forKey: .id)
    product = try values.decode(UUIDBytes.self, forKey: .product)
    store = try values.decode(UUIDBytes.self, forKey: .store)
    type = try values.decode(String.self, forKey: .type)
    quantity = try values.decodeIfPresent(Int64.self, forKey: .quantity)
    createdAt = Instant(microseconds: try values.decode(Int64.self, forKey: .createdAt))
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(id, forKey: .id)
    try values.encode(product, forKey: .product)
    try values.encode(store, forKey: .store)
    try values.encode(type, forKey: .type)
    try values.encodeIfPresent(quantity, forKey: .quantity)
    try values.encode(createdAt.microseconds, forKey: .createdAt)
  }
}

/// What a run saw of a published date and the runs before it did not, or the other way round.
package struct RegisterEntry: Hashable, Codable, Sendable {
  /// Whether a movement came or went.
  package enum Kind: String, Hashable, Codable, Sendable {
    case late, gone
  }

  /// What a product and a store are called.
  package struct Names: Hashable, Codable, Sendable {
    package var store = ""
    package var sku = ""
    package var product = ""
    package var category = ""
    package var unit = ""

    package init() {}
  }

  package var kind: Kind
  /// The business date of the movement.
  package var period: Day
  package var movement: RegisteredMovement
  /// As the run that saw it knew them; empty for what it knew nothing of.
  package var names = Names()
  /// The quantity at the cost that the run knew for the end of the date, scale 2, as exact text; nil
  /// when either is no number, or the product is not known.
  package var value: String?
}
