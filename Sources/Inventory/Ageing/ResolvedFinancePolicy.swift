public import Reports

/// The finance policy applied to the catalogue: the terms of each category.
public struct ResolvedFinancePolicy: Sendable {
  /// The policy.
  let policy: FinancePolicy
  /// The lines of the policy that fit no category, and so count nowhere.
  public let misfits: [PolicyMisfit]
  /// The terms of each category, by its number in the catalogue.
  private let terms: [FinancePolicy.Terms]

  /// Applies a policy to the categories of a catalogue.
  public init(_ policy: FinancePolicy, catalogue: Catalogue) {
    self.policy = policy
    var terms = catalogue.categories.map { _ in policy.defaults }
    var misfits: [PolicyMisfit] = []
    for override in policy.overrides {
      let fitting = catalogue.categories.indices.filter {
        override.scope.fits(catalogue.categories[$0])
      }
      for category in fitting { terms[category].apply(override.changes) }
      if fitting.isEmpty { misfits.append(PolicyMisfit(override, "no product is of it")) }
    }
    self.terms = terms
    self.misfits = misfits.sorted { $0.line < $1.line }
  }

  /// The terms of a product.
  func terms(of product: Product) -> FinancePolicy.Terms { terms[Int(product.category)] }
}

extension FinancePolicy.Scope {
  fileprivate func fits(_ category: GroupLabel) -> Bool {
    switch self {
    case .categoryName(let name): category.name == name
    case .categoryID(let id): category.id == id
    }
  }
}
