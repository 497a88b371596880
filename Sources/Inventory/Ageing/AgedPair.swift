import Reports
import Values

/// A pair's stock as layers and as a moving average, while movements are counted into it.
///
/// First in, first out: what goes out is taken from the oldest layer on (Beancount's FIFO booking,
/// ERPNext's `FifoValuation`). What is taken beyond the layers is a *debt*, dated on the day on which
/// it began; whatever comes in repays it first. There are layers or a debt, never both, so that the
/// debt is what the quantity is below 0.
struct AgedPair: Sendable {
  /// What the pair has beside its layers.
  var state = PairState()
  /// Oldest first, one a date.
  var layers: [StockLayer] = []

  /// More layers than these are put together where that changes no value.
  static let mostLayers = 64

  /// What there is, scale 3: the sum of the layers, or minus the debt.
  var quantity: Int64 { state.average.quantity }

  /// Whether a quantity can be added without leaving 64 bits.
  func hasRoom(for amount: Int64) -> Bool {
    !quantity.addingReportingOverflow(amount).overflow
  }

  /// Lets a quantity above 0 come in that is there since `day`, at a unit cost of scale 8.
  ///
  /// Gives what that adds to the average's value.
  @discardableResult
  mutating func put(
    _ amount: Int64, since day: Int32, marks: LayerMarks = .none, at unitCost: WideDecimal
  ) -> WideDecimal {
    let left = quantity < 0 ? amount + max(quantity, -amount) : amount
    let effect = state.average.put(amount, at: unitCost)
    if quantity >= 0 { state.debtSince = noDay }
    if left > 0 { insert(StockLayer(day: day, marks: marks, quantity: left)) }
    return effect
  }

  /// Takes a quantity above 0 from the oldest layer on, on `today`; each part goes to `part`.
  ///
  /// Gives by how much the average's value changes.
  @discardableResult
  mutating func take(
    _ amount: Int64, on today: Int32, orElse cost: @autoclosure () -> StoredDecimal,
    part: (StockLayer) -> Void
  ) -> WideDecimal {
    let effect = state.average.take(amount, orElse: cost())
    var left = amount
    var emptied = 0
    while left > 0, emptied < layers.count {
      let taken = min(left, layers[emptied].quantity)
      part(StockLayer(day: layers[emptied].day, marks: layers[emptied].marks, quantity: taken))
      layers[emptied].quantity -= taken
      left -= taken
      if layers[emptied].quantity == 0 { emptied += 1 }
    }
    layers.removeFirst(emptied)
    if left > 0 {
      if state.debtSince == noDay { state.debtSince = today }
      part(StockLayer(day: state.debtSince, quantity: left))
    }
    return effect
  }

  private mutating func insert(_ layer: StockLayer) {
    var place = layers.count
    while place > 0, layers[place - 1].day > layer.day { place -= 1 }
    if place > 0, layers[place - 1].day == layer.day {
      layers[place - 1].quantity += layer.quantity
      layers[place - 1].marks.formUnion(layer.marks)
    } else {
      layers.insert(layer, at: place)
    }
  }

  /// Puts neighbours together until there are at most `mostLayers`: of those with equal unit cost the
  /// two with the fewest days between them, the oldest of several, with the older date.
  ///
  /// Where no neighbours cost the same none are, so that no value ever changes.
  mutating func merge(cost: (Int32) -> StoredDecimal) {
    guard layers.count > Self.mostLayers else { return }
    // No mark is made where the dates, and so the costs, stay as they are.
    var costs = layers.map { cost($0.day) }
    while layers.count > Self.mostLayers {
      var best: Int?
      var fewest = Int64.max
      for place in 1..<layers.count where costs[place - 1] == costs[place] {
        let days = Int64(layers[place].day) - Int64(layers[place - 1].day)
        if days < fewest { (best, fewest) = (place, days) }
      }
      guard let best else { return }
      layers[best - 1].quantity += layers[best].quantity
      layers[best - 1].marks.formUnion(layers[best].marks)
      layers[best - 1].marks.insert(.merged)
      layers.remove(at: best)
      costs.remove(at: best)
    }
  }
}

/// What is kept of a pair from one date to the next, beside its layers.
///
/// It is 64 bytes, so that a look at a pair is one at memory.
struct PairState: BitwiseCopyable, Sendable {
  var average = MovingAverage()
  /// Whether a NaN in its ledger leaves nothing known.
  var isVoid = false
  /// The marks of what sales took of the date `soldFrom`.
  var soldMarks = LayerMarks.none
  /// Its place among the pairs of the present date, or -1.
  var place: Int32 = -1
  /// Where its layers lie in the pool.
  var chain = LayerPool.Chain()
  /// The day of its first movement ever, or `noDay`.
  var firstDay = noDay
  /// The latest date on which more was sold than came back.
  var lastSale = noDay
  /// The latest date on which more was bought than sent back, or a transfer came in.
  var lastReceipt = noDay
  /// The newest date that the latest date of sales took from.
  var soldFrom = noDay
  /// Since when more is gone than there was, or `noDay`.
  var debtSince = noDay
}
