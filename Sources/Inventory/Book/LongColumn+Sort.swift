import Columns

extension LongColumn {
  /// Sorts by a rank and keeps what has the same rank in its order: a counting sort, for millions
  /// of pairs have few ranks.
  mutating func sort(ranks: Int, by rank: (Element) -> Int32) {
    guard count > 1 else { return }
    var starts = Array(repeating: 0, count: ranks + 1)
    for element in self { starts[Int(rank(element)) + 1] += 1 }
    for place in starts.indices.dropFirst() { starts[place] += starts[place - 1] }
    var sorted = self
    for element in self {
      let place = Int(rank(element))
      sorted[starts[place]] = element
      starts[place] += 1
    }
    self = sorted
  }
}
