import Columns
import Reports

/// The orders in which the tables list pairs: the place of each product and store among all.
struct RowOrder: Sendable {
  /// The place of each product by its id.
  let productByID: [Int32]
  /// The place of each product's SKU among the SKUs; products of one SKU share it.
  let productBySKU: [Int32]
  /// The place of each store by its id.
  let storeByID: [Int32]
  /// The place of each store's name among the names; stores of one name share it, so that their rows
  /// mix by SKU as the names say.
  let storeByName: [Int32]

  init(_ book: StockBook) {
    let products = book.catalogue.products
    let texts = book.catalogue.texts
    let stores = book.stores
    productByID = Self.places(products.indices.sorted { products[$0].id < products[$1].id })
    productBySKU = Self.places(
      products.indices.sorted { texts.precedes(products[$0].sku, products[$1].sku) }
    ) { texts.compare(products[$0].sku, products[$1].sku) == 0 }
    storeByID = Self.places(stores.byID.map { Int($0) })
    storeByName = Self.places(stores.byName.map { Int($0) }) {
      stores.name(Int32($0)).utf8.elementsEqual(stores.name(Int32($1)).utf8)
    }
  }

  /// The place of each number in an order; those that are the same share one.
  private static func places(
    _ order: [Int], areSame: (Int, Int) -> Bool = { _, _ in false }
  ) -> [Int32] {
    var places = Array(repeating: Int32(0), count: order.count)
    var last = 0
    for (place, number) in order.enumerated() {
      if place == 0 || !areSame(order[place - 1], number) { last = place }
      places[number] = Int32(last)
    }
    return places
  }

  /// All pairs by store name, SKU, product id, store id: the order of the detailed tables.
  func byName(_ book: StockBook) -> LongColumn<Int32> {
    let pairs = book.pairs
    var order = self.pairs(of: book) { _ in true }
    order.sort(ranks: storeByID.count) { storeByID[Int(pairs.stores[Int($0)])] }
    order.sort(ranks: productByID.count) { productByID[Int(pairs.products[Int($0)])] }
    order.sort(ranks: productBySKU.count) { productBySKU[Int(pairs.products[Int($0)])] }
    order.sort(ranks: storeByName.count) { storeByName[Int(pairs.stores[Int($0)])] }
    return order
  }

  /// The pairs of which something holds, by store id, then product id: the order of the tables that
  /// list some.
  func byID(_ book: StockBook, where holds: (Int) -> Bool) -> LongColumn<Int32> {
    let pairs = book.pairs
    var order = self.pairs(of: book, where: holds)
    order.sort(ranks: productByID.count) { productByID[Int(pairs.products[Int($0)])] }
    order.sort(ranks: storeByID.count) { storeByID[Int(pairs.stores[Int($0)])] }
    return order
  }

  private func pairs(of book: StockBook, where holds: (Int) -> Bool) -> LongColumn<Int32> {
    var pairs = LongColumn<Int32>(memory: book.memory)
    for pair in 0..<book.pairs.count where holds(pair) { pairs.append(Int32(pair)) }
    return pairs
  }
}

extension LongColumn {
  /// Sorts by a rank and keeps what has the same rank in its order: a counting sort, for millions
  /// of pairs have few ranks.
  mutating func sort(ranks: Int, by rank: (Element) -> Int32) {
    guard count > 1 else { return }
    var starts = Array(repeating: 0, count: ranks + 1)
    for element in self { starts[Int(rank(element)) + 1] += 1 }
    for place in starts.indices.dropFirst() { starts[place] += starts[place - 1] }
    var sorted = self
    for element in self {
      let place = Int(rank(element))
      sorted[starts[place]] = element
      starts[place] += 1
    }
    self = sorted
  }
}
