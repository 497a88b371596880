import Columns

/// A value for each pair of which most have the same: a word a pair and a value for the rest.
struct SparseColumn<Value: BitwiseCopyable & Sendable>: Sendable {
  private let usual: Value
  private var places: LongColumn<Int32>
  private var values: LongColumn<Value>

  init(_ usual: Value, memory: ColumnMemory = .unlimited) {
    self.usual = usual
    places = LongColumn(memory: memory)
    values = LongColumn(memory: memory)
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
