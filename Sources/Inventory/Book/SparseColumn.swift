import Columns

/// A value for each pair of which most have the same: a word a pair and a value for the rest.
struct SparseColumn<Value: BitwiseCopyable & Sendable>: Sendable {
  private let usual: Value
  private var places: SpillableColumn<Int32>
  private var values: SpillableColumn<Value>

  init(_ usual: Value, memory: MemoryBudget = .unlimited) {
    self.usual = usual
    places = SpillableColumn(memory: memory)
    values = SpillableColumn(memory: memory)
  }

  /// Whether a pair has a value of its own.
  func holds(_ pair: Int) -> Bool {
    pair < places.count && places[pair] >= 0
  }

  /// The value of a pair; writing one makes it the pair's own.
  subscript(pair: Int) -> Value {
    get { holds(pair) ? values[Int(places[pair])] : usual }
    _modify {
      if !holds(pair) {
        while places.count <= pair { places.append(-1) }
        places[pair] = Int32(values.count)
        values.append(usual)
      }
      yield &values[Int(places[pair])]
    }
  }
}
