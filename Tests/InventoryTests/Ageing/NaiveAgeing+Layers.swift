import Reports
import Values

@testable import Inventory

/// What comes in and goes out of one pair: its layers and its average.
extension NaiveAgeing {
  /// The unit cost by average, scale 8.
  func unit(_ pair: Pair, on day: Day? = nil) -> Int128? {
    if pair.q != 0 { return pair.v.map { round($0 * 1_000, Int128(pair.q)) } }
    // A last average that is none counts as if there had been none.
    if case .some(.some(let last)) = pair.last { return last }
    return c(day ?? today)
  }

  func put(_ pair: inout Pair, _ layer: Layer, _ unit: Int128?) -> Int128? {
    putLayer(&pair, layer)
    return putAverage(&pair, layer.quantity, unit)
  }

  func putLayer(_ pair: inout Pair, _ layer: Layer) {
    var layer = layer
    if let debt = pair.debt {
      let repaid = min(debt.quantity, layer.quantity)
      pair.debt?.quantity -= repaid
      if debt.quantity == repaid { pair.debt = nil }
      layer.quantity -= repaid
    }
    guard layer.quantity > 0 else { return }
    if let same = pair.layers.firstIndex(where: { $0.day == layer.day }) {
      pair.layers[same].quantity += layer.quantity
      pair.layers[same].atLeast = pair.layers[same].atLeast || layer.atLeast
      pair.layers[same].merged = pair.layers[same].merged || layer.merged
    } else {
      pair.layers.append(layer)
      pair.layers.sort { $0.day < $1.day }
    }
  }

  func putAverage(_ pair: inout Pair, _ quantity: Int64, _ unit: Int128?) -> Int128? {
    let former = self.unit(pair)
    let after = pair.q + quantity
    let added = unit.map { round($0 * Int128(quantity), 1_000) }
    if pair.q >= 0 {
      pair.v = if let v = pair.v, let added { v + added } else { nil }
    } else if after < 0 {
      pair.v = pair.v.map { round($0 * Int128(after), Int128(pair.q)) }
    } else if after == 0 {
      pair.v = 0
      pair.last = .some(former)
    } else {
      pair.v = unit.map { round($0 * Int128(after), 1_000) }
    }
    pair.q = after
    return added
  }

  func take(_ pair: inout Pair, _ quantity: Int64) -> ([Layer], Int128?) {
    take(&pair, quantity, on: today)
  }

  func take(_ pair: inout Pair, _ quantity: Int64, on day: Day) -> ([Layer], Int128?) {
    var parts: [Layer] = []
    var left = quantity
    while left > 0, let first = pair.layers.first {
      var part = first
      part.quantity = min(left, first.quantity)
      left -= part.quantity
      parts.append(part)
      pair.layers[0].quantity -= part.quantity
      if pair.layers[0].quantity == 0 { pair.layers.removeFirst() }
    }
    if left > 0 {
      let since = pair.debt?.day ?? day
      pair.debt = Debt(day: since, quantity: (pair.debt?.quantity ?? 0) + left)
      if let same = parts.firstIndex(where: { $0.day == since }) {
        parts[same].quantity += left
      } else {
        parts.append(Layer(day: since, quantity: left))
      }
    }
    let (unit, before) = (unit(pair, on: day), pair.v)
    let after = pair.q - quantity
    if after > 0 {
      pair.v = pair.v.map { $0 - round($0 * Int128(quantity), Int128(pair.q)) }
    } else if after == 0 {
      pair.v = 0
      pair.last = .some(unit)
    } else {
      pair.v = unit.map { round($0 * Int128(after), 1_000) }
    }
    pair.q = after
    if let before, let v = pair.v { return (parts, v - before) }
    return (parts, nil)
  }

  mutating func merge(_ store: UUIDBytes) {
    guard var layers = pairs[store]?.layers else { return }
    while layers.count > 64 {
      let best = layers.indices.dropFirst()
        .filter { cost(layers[$0 - 1].day) == cost(layers[$0].day) }
        .min {
          layers[$0 - 1].day.distance(to: layers[$0].day)
            < layers[$1 - 1].day.distance(to: layers[$1].day)
        }
      guard let best else { break }
      layers[best - 1].quantity += layers[best].quantity
      layers[best - 1].atLeast = layers[best - 1].atLeast || layers[best].atLeast
      layers[best - 1].merged = true
      layers.remove(at: best)
    }
    pairs[store]?.layers = layers
  }
}
