public import Values

/// The stores that somebody may see.
public enum StoreScope: Hashable, Sendable {
  /// Every store, and figures over all stores.
  case all
  /// These stores only, and nothing that is added up over others.
  case only(Set<UUIDBytes>)

  /// Whether a line of this store may be seen.
  public func allows(_ store: UUIDBytes) -> Bool {
    switch self {
    case .all: true
    case .only(let stores): stores.contains(store)
    }
  }
}
