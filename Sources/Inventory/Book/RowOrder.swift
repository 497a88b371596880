import Columns

/// People's order, in which the tables list pairs: the place of each product and store among all.
struct RowOrder: Sendable {
  /// By their ids.
  let ids: IDOrder
  /// The place of each product's SKU among the SKUs; products of one SKU share it.
  let productBySKU: [Int32]
  /// The place of each store's name among the names; stores of one name share it, so that their rows
  /// mix by SKU as the names say.
  let storeByName: [Int32]

  init(_ book: StockBook) {
    let products = book.catalogue.products
    let texts = book.catalogue.texts
    ids = IDOrder(book)
    productBySKU = IDOrder.places(
      products.indices.sorted { texts.precedes(products[$0].sku, products[$1].sku) }
    ) { texts.compare(products[$0].sku, products[$1].sku) == 0 }
    storeByName = book.stores.placesByName
  }

  /// The pairs of which something holds, by store name, SKU, store id, product id.
  func pairs(of book: StockBook, where holds: (Int) -> Bool) -> SpillableColumn<Int32> {
    let pairs = book.pairs
    var order = ids.pairs(of: book, where: holds)
    order.sort(ranks: productBySKU.count) { productBySKU[Int(pairs.products[Int($0)])] }
    order.sort(ranks: storeByName.count) { storeByName[Int(pairs.stores[Int($0)])] }
    return order
  }

  /// All pairs by store name, SKU, product id, store id: the order of the detailed tables.
  func byName(_ book: StockBook) -> SpillableColumn<Int32> {
    let pairs = book.pairs
    var order = SpillableColumn<Int32>(memory: book.memory)
    for pair in 0..<pairs.count { order.append(Int32(pair)) }
    order.sort(ranks: ids.stores.count) { ids.stores[Int(pairs.stores[Int($0)])] }
    order.sort(ranks: ids.products.count) { ids.products[Int(pairs.products[Int($0)])] }
    order.sort(ranks: productBySKU.count) { productBySKU[Int(pairs.products[Int($0)])] }
    order.sort(ranks: storeByName.count) { storeByName[Int(pairs.stores[Int($0)])] }
    return order
  }
}
