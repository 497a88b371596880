import Columns
import Reports

/// By how much movements changed the value of a store's stock of a category, by layers and by average.
///
/// Each put and take counts at its own cost under the type that caused it; sums are exact.
struct CostEffects: BitwiseCopyable, Sendable {
  /// A value by each of the two bases.
  struct Bases: BitwiseCopyable, Sendable {
    /// First in, first out; scale 5.
    var fifo = WideDecimal.zero
    /// Moving average; scale 8.
    var average = WideDecimal.zero

    static prefix func - (bases: Bases) -> Bases {
      Bases(fifo: -bases.fifo, average: -bases.average)
    }

    /// Adds what is a number; what is not is in no total.
    static func += (left: inout Bases, right: Bases) {
      if !right.fifo.isNotANumber { left.fifo += right.fifo }
      if !right.average.isNotANumber { left.average += right.average }
    }
  }

  var purchases = Bases()
  var sales = Bases()
  var adjustments = Bases()
  var transfers = Bases()
  var other = Bases()

  static func += (left: inout CostEffects, right: CostEffects) {
    left.purchases += right.purchases
    left.sales += right.sales
    left.adjustments += right.adjustments
    left.transfers += right.transfers
    left.other += right.other
  }
}

/// The effects of the movements from one date on, for each store and category.
struct CostFlows {
  /// The first date that counts.
  let from: Int32
  /// The number of each store's categories, as products name them.
  private(set) var keys: PairIndex
  private var effects: SpillableColumn<CostEffects>

  init(from: Int32, memory: MemoryBudget) {
    self.from = from
    keys = PairIndex(memory: memory)
    effects = SpillableColumn(memory: memory)
  }

  mutating func add(_ part: CostEffects, store: Int32, category: Int32) {
    let (number, isNew) = keys.insert(store: store, product: category)
    if isNew { effects.append(CostEffects()) }
    effects[number] += part
  }

  /// What counted for a store's products of a category, by the number in `keys`.
  subscript(number: Int) -> CostEffects { effects[number] }
}
