/// What a created chain consists of, for people and for checks.
package struct ChainSummary: Sendable, Equatable {
  package let stores: Int
  package let suppliers: Int
  package let products: Int
  /// Pairs with movements: the rows of `stock_levels` and those that lack one.
  package let pairs: Int
  package let levels: Int
  package let movements: MovementCounts
  /// Receipt lines that the shelves could not fill, wholly or in part.
  package let lostSales: Int
  /// The first business date, `YYYY-MM-DD`.
  package let firstDate: String
  /// The last complete business date in Asia/Bangkok, `YYYY-MM-DD`.
  package let lastCompleteDate: String
  /// What is wrong on purpose.
  package let planted: PlantedDefects

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
package enum ChainProgress: Sendable, Equatable {
  /// The tables and products are there.
  case products
  /// How many days of the history are written, and of how many.
  case days(Int, of: Int)
  /// The levels are written; now the indexes are built.
  case indexes
  /// Statistics are gathered; nothing comes after it.
  case statistics
}
