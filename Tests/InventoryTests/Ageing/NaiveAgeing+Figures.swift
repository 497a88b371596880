import Reports
import Values

@testable import Inventory

/// A pair's stock at T by the contract: what the ledger does not explain included.
struct NaiveStock {
  var pair: NaiveAgeing.Pair
  var undated: Int64
  let quantity: Int64
  /// Whether no number of the ledger is none.
  let isKnown: Bool
  let date: Day
  let model: NaiveAgeing

  init?(_ model: NaiveAgeing, _ pair: NaiveAgeing.Pair?, quantity: Int64?, date: Day) {
    guard let quantity else { return nil }
    isKnown = pair?.isVoid != true
    var pair = pair ?? NaiveAgeing.Pair()
    guard isKnown else {
      undated = max(0, quantity)
      pair.v = nil
      self.pair = pair
      self.quantity = quantity
      self.date = date
      self.model = model
      return
    }
    let u = quantity - pair.quantity
    undated = 0
    if u > 0 {
      // Repays a debt first; what is left has no date.
      let repaid = min(u, pair.debt?.quantity ?? 0)
      undated = u - repaid
      if repaid > 0 { model.putLayer(&pair, .init(day: date, quantity: repaid)) }
      _ = model.putAverage(&pair, u, model.unit(pair, on: date))
    } else if u < 0 {
      _ = model.take(&pair, -u, on: date)
    }
    self.pair = pair
    self.quantity = quantity
    self.date = date
    self.model = model
  }

  /// Scale 5.
  var fifo: Int128? {
    guard isKnown else { return nil }
    if quantity < 0 { return model.fifo(quantity, pair.debt?.day ?? date) }
    guard let dated = model.fifo(pair.layers) else { return nil }
    if undated == 0 { return dated }
    return model.fifo(undated, date).map { $0 + dated }
  }

  func cents(_ value: Int128?, _ scale: Int) -> Int128? {
    value.map { ExactDecimal.rescale($0, from: scale, to: 2) }
  }

  /// The quantity of each bucket, the last of unknown age, and the layers of each.
  func buckets(_ bounds: [Int]) -> [(quantity: Int64, fifo: Int128?)] {
    var parts = Array(repeating: (quantity: Int64(0), fifo: Int128?(0)), count: 7)
    for layer in pair.layers {
      let age = layer.day.distance(to: date)
      let bucket = bounds.filter { $0 < age }.count
      parts[bucket].quantity += layer.quantity
      let value = model.fifo(layer.quantity, layer.day)
      parts[bucket].fifo = if let sum = parts[bucket].fifo, let value { sum + value } else { nil }
    }
    parts[6] =
      quantity < 0
      ? (quantity, fifo) : (undated, !isKnown ? nil : undated == 0 ? 0 : model.fifo(undated, date))
    return parts
  }
}
