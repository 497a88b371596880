/// Picks one of a few things, each as often as its weight says.
struct WeightedChoice {
  private var upTo: [Int] = []

  /// The sum of the weights.
  private(set) var total = 0

  /// A choice among as many things as there are weights; at least one weight must be above 0.
  init(_ weights: [Int]) {
    upTo.reserveCapacity(weights.count)
    for weight in weights {
      total += weight
      upTo.append(total)
    }
  }

  /// The index of the thing picked.
  func pick(_ random: inout RandomSource) -> Int {
    let point = random.below(total)
    var low = 0
    var high = upTo.count - 1
    while low < high {
      let middle = (low &+ high) / 2
      if upTo[middle] <= point { low = middle &+ 1 } else { high = middle }
    }
    return low
  }
}
