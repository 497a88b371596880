public import Values

/// What makes two suggestions the same: the product, the store it is for, and who supplies it.
public struct ReviewKey: Hashable, Sendable {
  /// The store's id.
  public var store: UUIDBytes
  /// The product's id.
  public var product: UUIDBytes
  /// The supplier, as `supplierKey` names it.
  public var supplier: String

  /// A key.
  public init(store: UUIDBytes, product: UUIDBytes, supplier: String) {
    self.store = store
    self.product = product
    self.supplier = supplier
  }

  /// What stands for no supplier: nobody to order from.
  public static let noSupplier = "none"

  /// One name for a supplier, as reports group them: by id, without an id by name.
  public static func supplierKey(id: UUIDBytes?, name: String) -> String {
    if let id { return id.description }
    return name.isEmpty ? noSupplier : "name:\(name)"
  }
}
