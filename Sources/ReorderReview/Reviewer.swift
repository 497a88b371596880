public import Values

/// Who reviews, and which stores they may see.
public struct Reviewer: Hashable, Sendable {
  /// The name that the audit log shows.
  public var name: String
  /// The stores; nil for all.
  public var stores: Set<UUIDBytes>?

  /// Somebody who reviews.
  public init(name: String, stores: Set<UUIDBytes>? = nil) {
    self.name = name
    self.stores = stores
  }

  /// Whether a store's lines may be seen.
  func sees(_ store: UUIDBytes) -> Bool { stores?.contains(store) ?? true }
}
