/// A product in a store, in the order in which a ledger's instant is read.
public struct PairID: Hashable, Comparable, Codable, Sendable {
  /// The product.
  public var product: UUIDBytes
  /// The store.
  public var store: UUIDBytes

  private enum CodingKeys: String, CodingKey {
    case product = "product_id"
    case store = "store_id"
  }

  /// A product in a store.
  public init(product: UUIDBytes, store: UUIDBytes) {
    self.product = product
    self.store = store
  }

  /// By product, then store.
  public static func < (left: PairID, right: PairID) -> Bool {
    left.product == right.product ? left.store < right.store : left.product < right.product
  }
}
