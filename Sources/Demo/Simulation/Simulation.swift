/// Plays the chain's history, day by day, and hands out each movement as it happens.
///
/// It holds a few numbers per pair and the events of one day, never the history.
struct Simulation {
  let chain: RetailChain
  let catalog: Catalog
  let assortment: Assortment
  let demand: Demand
  let plan: DefectPlan
  var pairs: [Pair]
  var random: RandomSource
  var identifiers: RandomSource
  /// What is under way, by the day of the history on which it arrives.
  var deliveries: [[Delivery]]
  /// Planted defects, complete when the history has been played.
  var defects: PlantedDefects
  /// Movements by type, in the order of ``MovementType``'s cases.
  var movements = MovementCounts()
  /// Lines that customers asked for and the shelf could not fill, wholly or in part.
  var lostSales = 0

  /// Goods on their way to a pair.
  struct Delivery {
    let pair: Int
    let quantity: Int
  }

  /// Sets the stage of a chain's first day.
  init(_ chain: RetailChain) {
    chain.checkSize()
    self.chain = chain
    catalog = Catalog(chain)
    var assortment = Assortment(chain, catalog)
    plan = DefectPlan(chain, catalog, &assortment.pairs)
    pairs = assortment.pairs
    assortment.pairs = []
    self.assortment = assortment
    demand = Demand(chain)
    defects = plan.defects
    random = RandomSource(seed: chain.seed, stream: .demand)
    identifiers = RandomSource(seed: chain.seed, stream: .identifiers)
    deliveries = [[Delivery]](repeating: [], count: chain.days)
  }

  /// Plays the whole history; `sink` gets the movements in order of time.
  ///
  /// `progress` is called after each day with the days played.
  mutating func run(
    _ sink: (Movement) throws -> Void, progress: (Int) -> Void = { _ in }
  ) rethrows {
    try openBooks(sink)
    for day in 0..<chain.days {
      if day == chain.days - 1 { countStockDefects() }
      let start = Bangkok.start(of: chain.firstDay + day)
      for event in events(on: day) where start + event.time <= chain.now {
        try happen(event, on: day, sink)
      }
      progress(day + 1)
    }
  }

  /// Enters the opening stock of every pair, early on the first day, a transaction per shop.
  private mutating func openBooks(_ sink: (Movement) throws -> Void) rethrows {
    var time = chain.startInstant + 3 * Bangkok.hour
    var store = -1
    for pair in pairs.indices {
      if pairs[pair].store != store {
        store = pairs[pair].store
        time += random.between(Bangkok.second, 60 * Bangkok.second)
      }
      let quantity = pairs[pair].onHand
      pairs[pair].onHand = 0
      let reference = Reference(kind: .opening, store: store, dayNumber: chain.firstDay, number: 1)
      try emit(pair, .adjustment, quantity, reference, .opening, at: time, sink)
    }
  }

  /// Counts the defects of products that show only where there is stock.
  private mutating func countStockDefects() {
    defects[.missingCost] = pairs.count { $0.onHand != 0 && catalog.products[$0.product].cost == 0 }
    defects[.inactiveWithStock] = pairs.count {
      $0.onHand != 0 && !catalog.products[$0.product].isActive
    }
  }
}
