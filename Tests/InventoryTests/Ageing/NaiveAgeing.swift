import Reports
import Values

@testable import Inventory

/// The rules of the contract for one product, taken at their word: slow, arrays only, and obviously
/// right.
struct NaiveAgeing {
  struct Layer: Equatable {
    var day: Day
    var quantity: Int64
    var atLeast = false
    var merged = false
  }

  struct Slice {
    var reference: String
    var leftOn: Day
    var store: UUIDBytes
    var layer: Layer
    var average: Int128?
  }

  struct Debt {
    var day: Day
    var quantity: Int64
  }

  /// What a pair has; nil figures are NaN.
  struct Pair {
    var layers: [Layer] = []
    var debt: Debt?
    var isVoid = false
    var firstDay: Day?
    var lastSale: Day?
    var lastReceipt: Day?
    /// The newest part of what the latest sales took.
    var soldFrom: Layer?
    /// What counts took, with the oldest date and all marks of it.
    var lost: (layer: Layer, on: Day)?
    var q: Int64 = 0
    var v: Int128? = 0
    var last: Int128?? = .none

    var quantity: Int64 { layers.reduce(0) { $0 + $1.quantity } - (debt?.quantity ?? 0) }
  }

  struct Unmatched {
    var store: UUIDBytes
    var reference: String
    var on: Day
    var quantity: Int64
  }

  /// An effect under a type: what it adds to the value by layers (scale 5) and by average (scale 8).
  struct Effect {
    var store: UUIDBytes
    var type: String
    var fifo: Int128?
    var average: Int128?
  }

  let times: TestTimes
  let cost: (Day) -> Int64?
  var pairs: [UUIDBytes: Pair] = [:]
  var transit: [Slice] = []
  var unmatched: [Unmatched] = []
  var effects: [Effect] = []
  /// Each pair before its first movement of the month.
  var openings: [UUIDBytes: Pair] = [:]
  var moved: Set<UUIDBytes> = []
  var today = Day(daysSinceEpoch: 0)

  init(
    _ stock: TestStock, product: UUIDBytes, times: TestTimes, end: Instant, monthStart: Day,
    cost: @escaping (Day) -> Int64?
  ) {
    self.times = times
    self.cost = cost
    let movements = stock.movements.filter { $0.product == product && $0.at != nil }
    let stores = Set(movements.map(\.store)).sorted()
    var chains: [UUIDBytes: [TestStock.Movement]] = [:]
    for store in stores {
      chains[store] = Oracle.inOrder(movements.filter { $0.store == store })
        .filter { $0.instant < end }
    }
    let days = Set(chains.values.joined().map { times.calendar.day(of: $0.instant) }).sorted()
    for day in days {
      run(day, stores, chains, countsEffects: day >= monthStart)
      if day < monthStart { openings = pairs }
    }
  }

  func round(_ dividend: Int128, _ divisor: Int128) -> Int128 {
    ExactDecimal.divide(dividend, by: divisor)
  }

  private mutating func run(
    _ day: Day, _ stores: [UUIDBytes], _ chains: [UUIDBytes: [TestStock.Movement]],
    countsEffects: Bool
  ) {
    today = day
    let former = effects.count
    var ins: [(UUIDBytes, String, Int64)] = []
    var outs: [(UUIDBytes, String, Int64)] = []
    for store in stores {
      let chain = chains[store] ?? []
      let places = chain.indices.filter { times.calendar.day(of: chain[$0].instant) == day }
      guard let firstPlace = places.first else { continue }
      if countsEffects { moved.insert(store) }
      var pair = pairs[store] ?? Pair()
      defer { pairs[store] = pair }
      if places.contains(where: { chain[$0].hasNaN }) {
        pair = Pair()
        pair.isVoid = true
      }
      if pair.isVoid { continue }
      var (s, p, o, a): (Int64, Int64, Int64, Int64) = (0, 0, 0, 0)
      var transfers: [String: (out: Int64, in: Int64)] = [:]
      for place in places {
        let movement = chain[place]
        let (quantity, before, after) = (
          number(movement.quantity), number(movement.before), number(movement.after)
        )
        if place > 0 { a += before - number(chain[place - 1].after) }
        a += after - before - quantity
        switch movement.type {
        case "SALE": s -= quantity
        case "PURCHASE": p += quantity
        case "ADJUSTMENT": a += quantity
        case "TRANSFER":
          if quantity > 0 {
            transfers[movement.reference ?? "", default: (0, 0)].in += quantity
          } else {
            transfers[movement.reference ?? "", default: (0, 0)].out -= quantity
          }
        default: o += quantity
        }
      }
      // Step 1.
      if firstPlace == 0 {
        pair.firstDay = day
        let opening = number(chain[0].before)
        if opening > 0 { _ = put(&pair, Layer(day: day, quantity: opening, atLeast: true), c(day)) }
        if opening < 0 { _ = take(&pair, -opening) }
      }
      // Step 2.
      var rest = max(0, a)
      if a > 0, let lost = pair.lost, lost.on.distance(to: day) <= 31 {
        var layer = lost.layer
        layer.quantity = min(a, lost.layer.quantity)
        rest -= layer.quantity
        pair.lost?.layer.quantity -= layer.quantity
        if pair.lost?.layer.quantity == 0 { pair.lost = nil }
        let average = put(&pair, layer, unit(pair))
        note(store, "ADJUSTMENT", fifo(layer.quantity, layer.day), average)
      }
      if s < 0 {
        var layer = pair.soldFrom ?? Layer(day: day, quantity: 0)
        layer.quantity = -s
        let average = put(&pair, layer, unit(pair))
        note(store, "SALE", fifo(-s, layer.day), average)
      }
      let inflow = max(0, p) + rest + max(0, o)
      if inflow > 0 {
        _ = put(&pair, Layer(day: day, quantity: inflow), c(day))
        for (type, part) in [("PURCHASE", max(0, p)), ("ADJUSTMENT", rest), ("OTHER", max(0, o))] {
          note(store, type, fifo(part, day), c(day).map { round($0 * Int128(part), 1_000) })
        }
      }
      // Step 3.
      if p < 0 { out(&pair, store, "PURCHASE", -p) }
      if a < 0 {
        let (parts, average) = take(&pair, -a)
        note(store, "ADJUSTMENT", minus(fifo(parts)), average)
        if let lost = pair.lost, lost.on.distance(to: day) > 31 { pair.lost = nil }
        let all = parts + (pair.lost.map { [$0.layer] } ?? [])
        pair.lost = (
          Layer(
            day: all.map(\.day).min() ?? day, quantity: all.reduce(0) { $0 + $1.quantity },
            atLeast: all.contains(where: \.atLeast), merged: all.contains(where: \.merged)), day
        )
      }
      if o < 0 { out(&pair, store, "OTHER", -o) }
      if s > 0 {
        let (parts, average) = take(&pair, s)
        note(store, "SALE", minus(fifo(parts)), average)
        // A debt's part may have the date of a layer.
        let newest = parts.filter { part in part.day == parts.map(\.day).max() }
        pair.soldFrom = newest.first.map { first in
          var layer = first
          layer.atLeast = newest.contains(where: \.atLeast)
          layer.merged = newest.contains(where: \.merged)
          return layer
        }
        pair.lastSale = day
      }
      if p > 0 { pair.lastReceipt = day }
      for (reference, sums) in transfers {
        if sums.out > 0 { outs.append((store, reference, sums.out)) }
        if sums.in > 0 { ins.append((store, reference, sums.in)) }
      }
    }
    func order(_ l: (UUIDBytes, String, Int64), _ r: (UUIDBytes, String, Int64)) -> Bool {
      l.0 == r.0 ? Array(l.1.utf8).lexicographicallyPrecedes(Array(r.1.utf8)) : l.0 < r.0
    }
    // Step 4.
    for (store, reference, quantity) in outs.sorted(by: order) {
      var pair = pairs[store] ?? Pair()
      let average = unit(pair)
      let (parts, effect) = take(&pair, quantity)
      pairs[store] = pair
      note(store, "TRANSFER", minus(fifo(parts)), effect)
      for part in parts {
        transit.append(
          Slice(
            reference: reference, leftOn: day, store: store, layer: part, average: average))
      }
    }
    // Step 5.
    for (store, reference, quantity) in ins.sorted(by: order) {
      receive(store, reference, quantity)
    }
    for store in stores where moved.contains(store) || !countsEffects { merge(store) }
    if !countsEffects { effects.removeSubrange(former...) }
  }

  private mutating func receive(_ store: UUIDBytes, _ reference: String, _ quantity: Int64) {
    var left = quantity
    var pair = pairs[store] ?? Pair()
    let candidates = transit.indices.filter {
      transit[$0].store != store && transit[$0].reference == reference
        && transit[$0].leftOn.distance(to: today) <= 14
    }.sorted {
      let (l, r) = (transit[$0], transit[$1])
      return (l.leftOn, l.store, l.layer.day) < (r.leftOn, r.store, r.layer.day)
    }
    for place in candidates where left > 0 && transit[place].layer.quantity > 0 {
      let slice = transit[place]
      let found = min(left, slice.layer.quantity)
      left -= found
      transit[place].layer.quantity -= found
      var layer = slice.layer
      layer.quantity = found
      let effect = put(&pair, layer, slice.average)
      note(store, "TRANSFER", fifo(found, layer.day), effect)
    }
    transit.removeAll { $0.layer.quantity == 0 }
    if left > 0 {
      let effect = put(&pair, Layer(day: today, quantity: left), c(today))
      note(store, "TRANSFER", fifo(left, today), effect)
      unmatched.append(Unmatched(store: store, reference: reference, on: today, quantity: left))
    }
    pair.lastReceipt = today
    pairs[store] = pair
  }

  private mutating func out(
    _ pair: inout Pair, _ store: UUIDBytes, _ type: String, _ quantity: Int64
  ) {
    let (parts, average) = take(&pair, quantity)
    note(store, type, minus(fifo(parts)), average)
  }

  private mutating func note(
    _ store: UUIDBytes, _ type: String, _ fifo: Int128?, _ average: Int128?
  ) {
    effects.append(Effect(store: store, type: type, fifo: fifo, average: average))
  }

  /// What a figure is where none is NaN.
  private func number(_ value: StoredDecimal) -> Int64 { value.value ?? 0 }

  private func minus(_ value: Int128?) -> Int128? { value.map { -$0 } }

  /// The cost of a date at scale 8.
  func c(_ day: Day) -> Int128? { cost(day).map { Int128($0) * 1_000_000 } }

  func fifo(_ quantity: Int64, _ day: Day) -> Int128? {
    cost(day).map { Int128($0) * Int128(quantity) }
  }

  func fifo(_ layers: [Layer]) -> Int128? {
    layers.reduce(0) { sum, layer in
      if let sum, let part = fifo(layer.quantity, layer.day) { sum + part } else { nil }
    }
  }
}
