import Reports

/// The orders in which the tables list pairs, as permutations of the pairs' numbers.
struct RowOrder: Sendable {
  /// By store name, SKU, product id, store id: the order of the detailed tables.
  let byName: [Int32]
  /// The place of each store's name among the names; stores of one name share it.
  let nameRank: [Int32]

  init(_ book: StockBook) {
    let products = book.catalogue.products
    let texts = book.catalogue.texts
    let productOrder = products.indices.sorted { left, right in
      let order = texts.compare(products[left].sku, products[right].sku)
      return order == 0 ? products[left].id < products[right].id : order < 0
    }
    // Stores of one name share a rank, so that their rows mix by SKU as the names say.
    let stores = book.stores.byName
    var nameRank = Array(repeating: Int32(0), count: stores.count)
    var idRank = nameRank
    for (place, store) in stores.enumerated() {
      idRank[Int(store)] = Int32(place)
      let previous = place > 0 ? stores[place - 1] : store
      let sameName = book.stores.name(previous).utf8.elementsEqual(book.stores.name(store).utf8)
      nameRank[Int(store)] = sameName && place > 0 ? nameRank[Int(previous)] : Int32(place)
    }
    var productRank = Array(repeating: Int32(0), count: products.count)
    for (place, product) in productOrder.enumerated() { productRank[product] = Int32(place) }

    let pairs = book.pairs
    var order = (0..<Int32(pairs.count)).map { $0 }
    Self.sort(&order, ranks: stores.count) { idRank[Int(pairs.stores[$0])] }
    Self.sort(&order, ranks: products.count) { productRank[Int(pairs.products[$0])] }
    Self.sort(&order, ranks: stores.count) { nameRank[Int(pairs.stores[$0])] }
    byName = order
    self.nameRank = nameRank
  }

  /// Sorts by a rank and keeps what has the same rank in its order: a counting sort, for millions
  /// of pairs have few ranks.
  private static func sort(
    _ order: inout [Int32], ranks: Int, by rank: (Int) -> Int32
  ) {
    var starts = Array(repeating: 0, count: ranks + 1)
    for pair in order { starts[Int(rank(Int(pair))) + 1] += 1 }
    for place in starts.indices.dropFirst() { starts[place] += starts[place - 1] }
    var sorted = order
    for pair in order {
      let place = Int(rank(Int(pair)))
      sorted[starts[place]] = pair
      starts[place] += 1
    }
    order = sorted
  }
}
