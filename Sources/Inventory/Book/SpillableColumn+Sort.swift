import Columns

extension SpillableColumn {
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

  /// Sorts by a number and keeps what has the same one in its order: 16 bits at a time, the lowest
  /// first, and no more often than the largest number asks for.
  mutating func sort(by number: (Element) -> UInt64) {
    let largest = reduce(0) { Swift.max($0, number($1)) }
    var shift: UInt64 = 0
    while shift < 64, largest >> shift > 0 {
      sort(ranks: 1 << 16) { Int32(number($0) >> shift & 0xFFFF) }
      shift += 16
    }
  }
}
