/// Which shop carries what, how its shelves are planned, and what its customers reach for.
struct Assortment {
  /// All pairs, store by store.
  var pairs: [Pair] = []
  private let productCount: Int
  private var positions: [Int32]
  private var choices: [WeightedChoice] = []
  private var members: [[Int]] = []

  init(_ chain: RetailChain, _ catalog: Catalog) {
    var random = RandomSource(seed: chain.seed, stream: .assortment)
    productCount = catalog.products.count
    positions = [Int32](repeating: -1, count: productCount * catalog.stores.count)
    let productsOfFamily = Family.all.indices.map { family in
      catalog.products.indices.filter { catalog.products[$0].family == family }
    }
    for store in catalog.stores.indices {
      let lines = Double(chain.saleLinesPerStoreDay * catalog.stores[store].size) / 1_000
      for family in Family.all.indices {
        let carried = productsOfFamily[family].filter {
          // The better half is sold everywhere, the rest in most shops.
          catalog.products[$0].popularity > 20_000 || random.chance(perMille: 930)
        }
        let weights = carried.map {
          catalog.products[$0].popularity * random.between(700, 1_300) / 1_000
        }
        let choice = WeightedChoice(weights)
        let familyLines = lines * Demand.share(of: family)
        members.append(Array(pairs.count..<pairs.count + carried.count))
        choices.append(choice)
        for (product, weight) in zip(carried, weights) {
          positions[store * productCount + product] = Int32(pairs.count)
          var pair = Pair(product: product, store: store)
          let perDay = familyLines * Double(weight) / Double(choice.total)
          pair.plan(linesPerDay: perDay, catalog, &random)
          pairs.append(pair)
        }
      }
    }
  }

  /// The pair of a product in a shop, or nil when the shop does not carry it.
  func pair(of product: Int, in store: Int) -> Int? {
    let position = positions[store * productCount + product]
    return position < 0 ? nil : Int(position)
  }

  /// The pair of a family that the next customer of a shop reaches for.
  func pick(family: Int, in store: Int, _ random: inout RandomSource) -> Int {
    let shelf = store * Family.all.count + family
    return members[shelf][choices[shelf].pick(&random)]
  }
}
