import Columns

/// The place of each product and store by its id: what decides where names and SKUs are the same.
struct IDOrder: Sendable {
  /// The place of each product.
  let products: [Int32]
  /// The place of each store.
  let stores: [Int32]

  init(_ book: StockBook) {
    let catalogue = book.catalogue.products
    products = Self.places(catalogue.indices.sorted { catalogue[$0].id < catalogue[$1].id })
    stores = Self.places(book.stores.byID.map { Int($0) })
  }

  /// The place of each number in an order; those that are the same share one.
  static func places(
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

  /// The pairs of which something holds, by store id, then product id.
  func pairs(of book: StockBook, where holds: (Int) -> Bool) -> SpillableColumn<Int32> {
    let pairs = book.pairs
    var order = SpillableColumn<Int32>(memory: book.memory)
    for pair in 0..<pairs.count where holds(pair) { order.append(Int32(pair)) }
    order.sort(ranks: products.count) { products[Int(pairs.products[Int($0)])] }
    order.sort(ranks: stores.count) { stores[Int(pairs.stores[Int($0)])] }
    return order
  }
}
