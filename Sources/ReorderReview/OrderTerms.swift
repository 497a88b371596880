public import Reports
public import StateStore
import Values

/// In what amounts a product can be ordered.
public struct OrderTerms: Hashable, Sendable {
  /// What orders are multiples of, scale 3, above 0.
  public var pack: Int64
  /// The least that can be ordered, scale 3.
  public var minimum: Int64

  /// Terms.
  public init(pack: Int64, minimum: Int64) {
    self.pack = pack
    self.minimum = minimum
  }
}

/// The terms of every line, from the reorder policy.
///
/// The published suggestions do not have packs and minimum orders; so the policy's overrides are
/// applied to a line's names and ids, as the run applied them to the products.
public struct OrderTermsList: Sendable {
  private let policy: ReorderPolicy
  private let changes: [ReorderPolicy.Scope: ReorderPolicy.Changes]
  /// Whether the policy has packs or minimum orders for a category by its id, which the suggestions
  /// do not have: then the terms of some lines may be wrong.
  public let isIncomplete: Bool

  /// The terms of a policy.
  public init(_ policy: ReorderPolicy) {
    self.policy = policy
    changes = Dictionary(
      policy.overrides.map { ($0.scope, $0.changes) }, uniquingKeysWith: { $1 })
    isIncomplete = policy.overrides.contains { override in
      guard case .categoryID = override.scope else { return false }
      return override.changes.packSize != nil || override.changes.minOrderQuantity != nil
    }
  }

  /// The terms of a line: later scopes win.
  public func terms(of line: ReviewLine) -> OrderTerms {
    var terms = policy.defaults
    var scopes: [ReorderPolicy.Scope] = [
      .categoryName(line.labels.category), .supplierName(line.labels.supplier),
    ]
    if let supplier = UUIDBytes(line.key.supplier) { scopes.append(.supplierID(supplier)) }
    scopes += [.sku(line.labels.sku), .productID(line.key.product)]
    for scope in scopes { if let changes = changes[scope] { terms.apply(changes) } }
    return OrderTerms(
      pack: terms.packSize(unit: line.labels.unit), minimum: terms.minOrderQuantity)
  }
}
