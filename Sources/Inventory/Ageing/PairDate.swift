import Reports
import Values

/// One pair on one business date, while its steps change it, and what they change of its value.
///
/// One is used for all pairs of a date, one after another.
struct PairDate {
  let today: Int32
  let prices: DailyPrices?
  /// Whether the date lies in the month of which effects are counted.
  let countsEffects: Bool

  var aged = AgedPair()
  var product: Int32 = 0
  private(set) var effects = CostEffects()

  init(today: Int32, prices: DailyPrices?, countsEffects: Bool) {
    self.today = today
    self.prices = prices
    self.countsEffects = countsEffects
  }

  /// Begins with a pair of a product, whose state and layers are in `aged`.
  mutating func begin(product: Int32) {
    self.product = product
    effects = CostEffects()
  }

  /// What the product costs on the date; looked up only where something needs it.
  var costToday: StoredDecimal { cost(on: today) }

  func cost(on day: Int32) -> StoredDecimal {
    prices?.cost(Int(product), on: day) ?? .notANumber
  }

  /// What a unit of the pair's stock costs on average, scale 8.
  var average: WideDecimal { aged.state.average.unitCost(orElse: costToday) }

  /// Leaves nothing known of the pair from now on.
  mutating func makeVoid() {
    aged.state = PairState(isVoid: true, chain: aged.state.chain)
    aged.layers.removeAll(keepingCapacity: true)
    effects = CostEffects()
  }

  /// Steps 1 to 3: all that happens within the store.
  mutating func stay(_ net: DateNet, lost: inout AgeingFold.LostStock) {
    guard !net.hasNaN, let opening = net.opening.value, let sold = net.sold.value,
      let purchased = net.purchased.value, let adjusted = net.adjusted.value,
      let other = net.other.value
    else { return makeVoid() }
    if net.isFirst { open(with: opening) }
    // Step 2.
    let found = find(adjusted, &lost)
    if sold < 0 {
      let day = aged.state.soldFrom == noDay ? today : aged.state.soldFrom
      effects.sales += put(-sold, since: day, marks: aged.state.soldMarks, at: average)
    }
    receive(purchased: max(purchased, 0), adjusted: max(adjusted, 0) - found, other: max(other, 0))
    // Step 3.
    if purchased < 0 { effects.purchases += take(-purchased) { _ in } }
    if adjusted < 0 { lose(-adjusted, &lost) }
    if other < 0 { effects.other += take(-other) { _ in } }
    if sold > 0 { sell(sold) }
    if purchased > 0 { aged.state.lastReceipt = today }
  }

  /// Step 1: what was there before the ledger began is at least as old as that.
  ///
  /// It is no movement's effect.
  private mutating func open(with opening: Int64) {
    aged.state.firstDay = today
    if opening > 0 {
      let cost = MovingAverage.unitCost(costToday)
      _ = put(opening, since: today, marks: .atLeast, at: cost)
    } else if opening < 0 {
      _ = take(-opening) { _ in }
    }
  }

  /// Lets what a count took come back with the age that it had; gives how much.
  private mutating func find(_ adjusted: Int64, _ lost: inout AgeingFold.LostStock) -> Int64 {
    guard adjusted > 0, lost.quantity > 0, !lost.isForgotten(on: today) else { return 0 }
    let found = min(adjusted, lost.quantity)
    lost.quantity -= found
    effects.adjustments += put(found, since: lost.since, marks: lost.marks, at: average)
    return found
  }

  /// What is new is a layer of the date.
  private mutating func receive(purchased: Int64, adjusted: Int64, other: Int64) {
    let sum = StoredDecimal(purchased) + StoredDecimal(adjusted) + StoredDecimal(other)
    guard let sum = sum.value else { return makeVoid() }
    guard sum > 0 else { return }
    let costToday = costToday
    let cost = MovingAverage.unitCost(costToday)
    _ = put(sum, since: today, at: cost)
    guard countsEffects else { return }
    func effect(_ amount: Int64) -> CostEffects.Bases {
      CostEffects.Bases(
        fifo: costToday.exactValue(of: amount),
        average: MovingAverage.value(of: amount, at: cost))
    }
    effects.purchases += effect(purchased)
    effects.adjustments += effect(adjusted)
    effects.other += effect(other)
  }

  /// Takes what a count did not find, and remembers how old it was.
  private mutating func lose(_ amount: Int64, _ lost: inout AgeingFold.LostStock) {
    if lost.isForgotten(on: today) || lost.quantity == 0 { lost = AgeingFold.LostStock() }
    var oldest = Int32.max
    var marks = lost.marks
    effects.adjustments += take(amount) { layer in
      oldest = min(oldest, layer.day)
      marks.formUnion(layer.marks)
    }
    let (sum, overflow) = lost.quantity.addingReportingOverflow(amount)
    lost.since = lost.quantity == 0 ? oldest : min(lost.since, oldest)
    lost.quantity = overflow ? .max : sum
    lost.on = today
    lost.marks = marks
  }

  private mutating func sell(_ amount: Int64) {
    var newest = noDay
    var marks = LayerMarks.none
    effects.sales += take(amount) { layer in
      if layer.day > newest { marks = .none }
      if layer.day >= newest { marks.formUnion(layer.marks) }
      newest = max(newest, layer.day)
    }
    guard !aged.state.isVoid else { return }
    (aged.state.soldFrom, aged.state.soldMarks) = (newest, marks)
    aged.state.lastSale = today
  }

  /// Lets a quantity above 0 come in; gives what that adds, at its own cost.
  mutating func put(
    _ amount: Int64, since day: Int32, marks: LayerMarks = .none, at unitCost: WideDecimal
  ) -> CostEffects.Bases {
    guard !aged.state.isVoid, amount > 0 else { return CostEffects.Bases() }
    guard aged.hasRoom(for: amount) else {
      makeVoid()
      return CostEffects.Bases()
    }
    let average = aged.put(amount, since: day, marks: marks, at: unitCost)
    guard countsEffects else { return CostEffects.Bases() }
    return CostEffects.Bases(fifo: cost(on: day).exactValue(of: amount), average: average)
  }

  /// Takes a quantity above 0 from the oldest layer on.
  ///
  /// Each part is given to `part`. Gives what that adds, which is negative.
  mutating func take(_ amount: Int64, part: (StockLayer) -> Void) -> CostEffects.Bases {
    guard !aged.state.isVoid else { return CostEffects.Bases() }
    guard aged.hasRoom(for: -amount) else {
      makeVoid()
      return CostEffects.Bases()
    }
    var fifo = WideDecimal.zero
    let (prices, product, today, countsEffects) = (prices, product, today, countsEffects)
    let average = aged.take(
      amount, on: today, orElse: prices?.cost(Int(product), on: today) ?? .notANumber
    ) { layer in
      if countsEffects, let prices {
        fifo += prices.cost(Int(product), on: layer.day).exactValue(of: layer.quantity)
      }
      part(layer)
    }
    return CostEffects.Bases(fifo: -fifo, average: average)
  }

  /// Counts what a transfer changes.
  mutating func count(transfer effect: CostEffects.Bases) { effects.transfers += effect }
}

extension AgeingFold.LostStock {
  /// Whether it was lost too long ago to be found again.
  func isForgotten(on today: Int32) -> Bool { on != noDay && today - on > Self.days }
}
