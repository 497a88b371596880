import Columns
import Reports
import Values

/// The valuation by store, by category and by supplier.
struct ValuationSections: Sendable {
  /// What the lines of one group add up to.
  struct Section: Sendable {
    var key: String
    var name: String
    var products = 0
    var cost: Int128 = 0
    var retail: Int128 = 0
    var profit: Int128 = 0
    var negativeCost: Int128 = 0
    var lines = 0

    init(key: String = "", name: String = "") {
      self.key = key
      self.name = name
    }

    fileprivate mutating func add(_ view: PairView, cost: Int128?, retail: Int128?) {
      lines += 1
      self.cost += cost ?? 0
      self.retail += retail ?? 0
      if let cost, let retail { profit += retail - cost }
      if let quantity = view.quantity.value, quantity < 0 { negativeCost += cost ?? 0 }
    }
  }

  private(set) var stores: [Section] = []
  private(set) var categories: [Section] = []
  private(set) var suppliers: [Section] = []
  private(set) var totalCost: Int128 = 0

  init(_ moment: StockMoment, order: SpillableColumn<Int32>) {
    let book = moment.book
    var categoryGroups = LabelGroups(book.catalogue.categories)
    var supplierGroups = LabelGroups(book.catalogue.suppliers)
    var byStore = Array(repeating: Section(), count: book.stores.count)
    var byCategory = Array(repeating: Section(), count: categoryGroups.groups.count)
    var bySupplier = Array(repeating: Section(), count: supplierGroups.groups.count)
    var isCounted = Array(repeating: false, count: book.catalogue.products.count)
    for pair in order {
      let view = moment.view(Int(pair))
      guard view.isValued else { continue }
      let product = view.product
      let (cost, retail) = (view.costValue, view.retailValue)
      let store = Int(view.store)
      let category = categoryGroups.number(of: product.category)
      let supplier = supplierGroups.number(of: product.supplier)
      byStore[store].add(view, cost: cost, retail: retail)
      byCategory[category].add(view, cost: cost, retail: retail)
      bySupplier[supplier].add(view, cost: cost, retail: retail)
      totalCost += cost ?? 0
      categoryGroups.offer(
        book.catalogue.categories[Int(product.category)], number: category, product: product.id)
      supplierGroups.offer(
        book.catalogue.suppliers[Int(product.supplier)], number: supplier, product: product.id)
      guard view.quantity.isNonZero else { continue }
      byStore[store].products += 1
      if !isCounted[view.productNumber] {
        isCounted[view.productNumber] = true
        byCategory[category].products += 1
        bySupplier[supplier].products += 1
      }
    }
    stores = book.stores.byName.map { store in
      Self.named(
        byStore[Int(store)], key: book.stores.id(store).description, name: book.stores.name(store))
    }
    categories = Self.named(byCategory, by: categoryGroups)
    suppliers = Self.named(bySupplier, by: supplierGroups)
  }

  private static func named(_ sections: [Section], by groups: LabelGroups) -> [Section] {
    groups.byName.map {
      named(sections[$0], key: groups.groups[$0].key, name: groups.groups[$0].name)
    }
  }

  private static func named(_ section: Section, key: String, name: String) -> Section {
    var section = section
    section.key = key
    section.name = name
    return section
  }

  /// Gives the sections that have a line.
  func forEachLine(_ sections: [Section], _ body: (SectionLine) throws -> Void) rethrows {
    for section in sections where section.lines > 0 {
      try body(SectionLine(section: section, totalCost: totalCost))
    }
  }
}

/// What the lines of a group are worth.
struct SectionLine: TableLine {
  let section: ValuationSections.Section
  /// The cost value of all groups.
  let totalCost: Int128

  static func declare(_ columns: inout some ColumnSink<Self>) {
    columns.column("key", .code) { $0.section.key.orNone }
    columns.column("name", .text) { $0.section.name }
    columns.column("products", .integer) { $0.section.products }
    columns.column("cost_value", .money) { $0.section.cost }
    columns.column("retail_value", .money) { $0.section.retail }
    columns.column("potential_profit", .money) { $0.section.profit }
    columns.column("margin", .ratio) { ratio($0.section.profit, of: $0.section.retail) }
    columns.column("share", .ratio) { ratio($0.section.cost, of: $0.totalCost) }
    columns.column("negative_cost_value", .money) { $0.section.negativeCost }
  }
}
