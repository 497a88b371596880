/// What a created chain consists of, for people and for checks.
public struct ChainSummary: Sendable, Equatable {
  /// Shops.
  public let stores: Int
  /// Suppliers.
  public let suppliers: Int
  /// Rows of `products_inventory`.
  public let products: Int
  /// Pairs with movements: the rows of `stock_levels` and those that lack one.
  public let pairs: Int
  /// Rows of `stock_levels`.
  public let levels: Int
  /// Rows of `stock_movements`.
  public let movements: MovementCounts
  /// Receipt lines that the shelves could not fill, wholly or in part.
  public let lostSales: Int
  /// The first business date, `YYYY-MM-DD`.
  public let firstDate: String
  /// The last complete business date in Asia/Bangkok, `YYYY-MM-DD`.
  public let lastCompleteDate: String
  /// What is wrong on purpose.
  public let planted: PlantedDefects

  /// Sums up a history that has been played to its end.
  init(_ simulation: Simulation) {
    let chain = simulation.chain
    stores = simulation.catalog.stores.count
    suppliers = simulation.catalog.suppliers.count
    products = simulation.catalog.products.count
    pairs = simulation.pairs.count
    levels = simulation.pairs.count { $0.hasLevel }
    movements = simulation.movements
    lostSales = simulation.lostSales
    firstDate = "\(Bangkok.date(chain.firstDay))"
    lastCompleteDate = "\(Bangkok.date(chain.today - 1))"
    planted = simulation.defects
  }
}

/// How far the creation of a chain has come.
public enum ChainProgress: Sendable, Equatable {
  /// The tables and products are there.
  case products
  /// How many days of the history are written, and of how many.
  case days(Int, of: Int)
  /// The levels are written; now the indexes are built.
  case indexes
  /// Statistics are gathered; nothing comes after it.
  case statistics
}
