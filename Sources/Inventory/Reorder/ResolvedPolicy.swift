public import Reports
import Values

/// The reorder policy applied to the catalogue: the terms of each product, the orders of each pair.
public struct ResolvedPolicy {
  /// The terms of each product, by its number in the catalogue, with the pack size filled in.
  let terms: [ReorderPolicy.Terms]
  /// What is on order for a pair, by its number in the book, scale 3.
  private(set) var onOrder: [Int32: Int64] = [:]
  /// How many lines of the policy name orders that count here.
  public private(set) var orderLines = 0
  /// The lines of the policy that fit nothing, or not one thing, and so count nowhere.
  public private(set) var misfits: [PolicyMisfit] = []

  /// Applies a policy to a book that has its products and stores.
  ///
  /// What does not fit is left out and listed: one line must not keep all other products from being
  /// ordered. With only some stores in the book (`isFiltered`), an order for another store is passed
  /// over.
  public init(_ policy: ReorderPolicy, book: StockBook, isFiltered: Bool) {
    let matcher = PolicyMatcher(policy, catalogue: book.catalogue)
    var terms = book.catalogue.products.map { _ in policy.defaults }
    for override in policy.overrides {
      switch matcher.products(override.scope) {
      case .several(let why): misfits.append(PolicyMisfit(override, why))
      case .found(let products) where products.isEmpty:
        misfits.append(PolicyMisfit(override, "there is no such product"))
      case .found(let products):
        for product in products { terms[product].apply(override.changes) }
      }
    }
    for (number, product) in book.catalogue.products.enumerated() {
      terms[number].packSize = terms[number].packSize(
        unit: book.catalogue.units[Int(product.unit)].name)
    }
    self.terms = terms
    for order in policy.onOrder {
      do {
        let product = try matcher.product(of: order)
        guard let store = try matcher.store(of: order, in: book.stores, isFiltered: isFiltered),
          let pair = book.pairs.find(store: store, product: product)
        else { continue }
        onOrder[Int32(pair), default: 0] += order.quantity
        orderLines += 1
      } catch {
        misfits.append(error)
      }
    }
    misfits.sort { $0.line < $1.line }
  }
}

/// Finds the products and stores that a policy names.
private struct PolicyMatcher {
  private let catalogue: Catalogue
  private var bySKU: [GroupLabel: [Int]] = [:]

  /// What a scope names.
  enum Match {
    case found([Int])
    /// Several products where one is meant; why, and what to do.
    case several(String)
  }

  init(_ policy: ReorderPolicy, catalogue: Catalogue) {
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

  func products(_ scope: ReorderPolicy.Scope) -> Match {
    switch scope {
    case .categoryName(let name): match { label($0.category, catalogue.categories).name == name }
    case .categoryID(let id): match { label($0.category, catalogue.categories).id == id }
    case .supplierName(let name): match { label($0.supplier, catalogue.suppliers).name == name }
    case .supplierID(let id): match { label($0.supplier, catalogue.suppliers).id == id }
    case .productID(let id): .found(catalogue.number(of: id).map { [Int($0)] } ?? [])
    case .sku(let sku): products(sku: sku)
    }
  }

  /// The number of the product on order.
  func product(of order: ReorderPolicy.OnOrder) throws(PolicyMisfit) -> Int32 {
    switch products(order.product) {
    case .several(let why): throw PolicyMisfit(order, why)
    case .found(let products):
      guard let product = products.first else {
        throw PolicyMisfit(order, "there is no such product")
      }
      return Int32(product)
    }
  }

  /// The number of the store that goods are on order for; nil for one that may be among those that
  /// are left out.
  func store(
    of order: ReorderPolicy.OnOrder, in directory: StoreDirectory, isFiltered: Bool
  ) throws(PolicyMisfit) -> Int32? {
    let stores: [Int32] =
      switch order.store {
      case .id(let id): directory.number(of: id).map { [$0] } ?? []
      case .name(let name): directory.byID.filter { directory.name($0) == name }
      }
    guard stores.count < 2 else {
      let ids = stores.map { directory.id($0).description }
      throw PolicyMisfit(
        order, "\(ids.count) stores have this name; give the id: \(ids.joined(separator: " or "))")
    }
    if stores.isEmpty, !isFiltered { throw PolicyMisfit(order, "there is no such store") }
    return stores.first
  }

  /// The active product of a SKU, or the inactive ones when none is active.
  private func products(sku: String) -> Match {
    let all = bySKU[GroupLabel(id: nil, name: sku)] ?? []
    let active = all.filter { catalogue.products[$0].isActive }
    guard active.count > 1 else { return .found(active.isEmpty ? all : active) }
    let ids = active.map { catalogue.products[$0].id.description }.sorted()
    return .several(
      "\(active.count) active products have this SKU; give the product_id:"
        + " \(ids.joined(separator: " or "))")
  }

  private func match(where fits: (Product) -> Bool) -> Match {
    .found(catalogue.products.indices.filter { fits(catalogue.products[$0]) })
  }

  private func label(_ number: Int32, _ labels: [GroupLabel]) -> GroupLabel {
    labels[Int(number)]
  }
}
