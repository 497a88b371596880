import Values

/// What the chain consists of before anything happens: its shops, suppliers and products.
struct Catalog {
  let stores: [Store]
  let suppliers: [Supplier]
  /// The identifier of each family's category.
  let categories: [UUIDBytes]
  var products: [Product]
  /// Products that are as they should be: pair defects are planted only there.
  private(set) var clean: [Bool]
  private(set) var defects = PlantedDefects()
  /// Product positions in random order, from which defects are handed out one by one.
  private var unspoilt: [Int]

  /// The catalogue of a chain, always the same for the same chain.
  init(_ chain: RetailChain) {
    var random = RandomSource(seed: chain.seed, stream: .catalog)
    stores = Store.make(count: chain.stores, &random)
    suppliers = Supplier.make(&random)
    categories = Family.all.map { _ in UUIDBytes(from: &random) }
    products = Self.makeProducts(chain, categories, suppliers, &random)
    clean = products.map { _ in true }
    unspoilt = Array(products.indices)
    random.shuffle(&unspoilt)
    plantDefects(chain, &random)
  }

  /// Hands out products that have no defect yet and counts them.
  mutating func take(_ count: Int, for defect: PlantedDefect) -> [Int] {
    let taken = Array(unspoilt.suffix(count))
    unspoilt.removeLast(count)
    for product in taken { clean[product] = false }
    defects[defect] += count
    return taken
  }
}
