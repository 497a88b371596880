import Columns
import Reports

/// What the fold keeps of a pair.
extension AgeingFold {
  /// Reads a pair's state and layers; its list of layers is used again from pair to pair.
  func load(_ pair: Int, into aged: inout AgedPair) {
    aged.state = state(pair)
    pool.read(aged.state.chain, into: &aged.layers)
  }

  /// What is kept of a pair, beside its layers.
  func state(_ pair: Int) -> PairState { pair < pairs.count ? pairs[pair] : PairState() }

  /// Makes room for a pair.
  @inline(__always)
  mutating func grow(to pair: Int) {
    while pairs.count <= pair { pairs.append(PairState()) }
  }

  mutating func store(_ aged: AgedPair, as pair: Int) {
    grow(to: pair)
    var state = aged.state
    pool.write(aged.layers, to: &state.chain)
    pairs[pair] = state
  }

  /// Reads a pair as it was before its first movement of the month.
  func loadOpening(_ pair: Int, into aged: inout AgedPair) {
    aged.state = openings[pair].state
    pool.read(aged.state.chain, into: &aged.layers)
  }

  /// Keeps a pair as it is before its first movement of the month.
  mutating func keepOpening(_ aged: AgedPair, of pair: Int) {
    guard !openings[pair].hasMoved else { return }
    var state = aged.state
    state.chain = LayerPool.Chain()
    pool.write(aged.layers, to: &state.chain)
    openings[pair] = Opening(hasMoved: true, state: state)
  }
}
