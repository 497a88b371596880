public import Reports

/// The reorder policy applied to the catalogue: the terms of each product, the orders of each pair.
public struct ResolvedPolicy {
  /// The terms of each product, by its number in the catalogue, with the pack size filled in.
  let terms: [ReorderPolicy.Terms]
  /// What is on order for a pair, by its number in the book, scale 3.
  private(set) var onOrder: [Int32: Int64] = [:]
  /// How many lines of the policy name orders that count here.
  public private(set) var orderLines = 0
  /// Overrides that fit no product, a sentence each, for whoever keeps the policy.
  public private(set) var unused: [String] = []

  /// Applies a policy to a finished book.
  ///
  /// Throws `DefinitionProblems` for a SKU that fits several active products, and for goods on order
  /// of a product or a store that is not there: left out, they would be ordered twice. With only
  /// some stores in the book (`isFiltered`), an order for another store is passed over.
  public init(
    _ policy: ReorderPolicy, book: StockBook, isFiltered: Bool
  ) throws(DefinitionProblems) {
    var matcher = PolicyMatcher(policy, catalogue: book.catalogue)
    var terms = book.catalogue.products.map { _ in policy.defaults }
    for override in policy.overrides {
      let products = matcher.products(override.scope, line: override.line)
      if products.isEmpty {
        unused.append("the override in line \(override.line) fits no product")
      }
      for product in products { terms[product].apply(override.changes) }
    }
    for (number, product) in book.catalogue.products.enumerated() {
      terms[number].packSize = terms[number].packSize(
        unit: book.catalogue.units[Int(product.unit)].name)
    }
    self.terms = terms
    for order in policy.onOrder {
      let products = matcher.products(order.product, line: order.line)
      let stores = matcher.stores(order.store, in: book.stores)
      if products.isEmpty { matcher.reject(order.line, "the product on order is not there") }
      if stores.count > 1 {
        matcher.reject(order.line, "several stores have this name; give the id")
      }
      if stores.isEmpty, !isFiltered { matcher.reject(order.line, "the store is not there") }
      guard let product = products.first, let store = stores.first,
        let pair = book.pairs.find(store: store, product: Int32(product))
      else { continue }
      onOrder[Int32(pair), default: 0] += order.quantity
      orderLines += 1
    }
    try matcher.finish()
  }
}

/// Finds the products and stores that a policy names, and collects what cannot be found.
private struct PolicyMatcher {
  private let file: String
  private let catalogue: Catalogue
  private var bySKU: [GroupLabel: [Int]] = [:]
  private var problems: [DefinitionProblem] = []

  init(_ policy: ReorderPolicy, catalogue: Catalogue) {
    file = policy.file
    self.catalogue = catalogue
    let namesSKUs =
      policy.overrides.contains { Self.isSKU($0.scope) }
      || policy.onOrder.contains { Self.isSKU($0.product) }
    guard namesSKUs else { return }
    for (number, product) in catalogue.products.enumerated() {
      let sku = GroupLabel(id: nil, name: catalogue.texts.string(product.sku))
      bySKU[sku, default: []].append(number)
    }
  }

  private static func isSKU(_ scope: ReorderPolicy.Scope) -> Bool {
    if case .sku = scope { true } else { false }
  }

  mutating func products(_ scope: ReorderPolicy.Scope, line: Int) -> [Int] {
    switch scope {
    case .categoryName(let name): products { label($0.category, catalogue.categories).name == name }
    case .categoryID(let id): products { label($0.category, catalogue.categories).id == id }
    case .supplierName(let name): products { label($0.supplier, catalogue.suppliers).name == name }
    case .supplierID(let id): products { label($0.supplier, catalogue.suppliers).id == id }
    case .productID(let id): catalogue.number(of: id).map { [Int($0)] } ?? []
    case .sku(let sku): products(sku: sku, line: line)
    }
  }

  /// The active product of a SKU, or the inactive ones when none is active.
  private mutating func products(sku: String, line: Int) -> [Int] {
    let all = bySKU[GroupLabel(id: nil, name: sku)] ?? []
    let active = all.filter { catalogue.products[$0].isActive }
    guard active.count > 1 else { return active.isEmpty ? all : active }
    let ids = active.map { catalogue.products[$0].id.description }.sorted()
    reject(
      line, "\(active.count) active products have the SKU \(sku)",
      remedy: "give the product_id: \(ids.joined(separator: " or "))")
    return []
  }

  func stores(_ store: ReorderPolicy.OnOrder.Store, in directory: StoreDirectory) -> [Int32] {
    switch store {
    case .id(let id): directory.number(of: id).map { [$0] } ?? []
    case .name(let name): directory.byID.filter { directory.name($0) == name }
    }
  }

  mutating func reject(_ line: Int, _ message: String, remedy: String = "") {
    // One line of the policy is one problem, named by the first thing found.
    guard !problems.contains(where: { $0.line == line }) else { return }
    problems.append(
      DefinitionProblem(
        file: file, line: line, message: message,
        remedy: remedy.isEmpty ? "correct the line or remove it" : remedy))
  }

  func finish() throws(DefinitionProblems) {
    if !problems.isEmpty { throw DefinitionProblems(problems) }
  }

  private func products(where fits: (Product) -> Bool) -> [Int] {
    catalogue.products.indices.filter { fits(catalogue.products[$0]) }
  }

  private func label(_ number: Int32, _ labels: [GroupLabel]) -> GroupLabel {
    labels[Int(number)]
  }
}
