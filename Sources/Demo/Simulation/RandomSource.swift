import Values

/// A small random number generator whose numbers depend on nothing but the seed.
///
/// SplitMix64: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014. One
/// word of state and no table, so that it costs little in a debug build too.
struct RandomSource {
  /// What the numbers are for: each purpose has numbers of its own, so that one more name in the
  /// catalogue does not change every sale.
  enum Stream: UInt64 {
    case catalog = 1, assortment, demand, identifiers, defects
  }

  private var state: UInt64

  /// The numbers of one purpose.
  init(seed: UInt64, stream: Stream) {
    self.init(state: seed &+ stream.rawValue &* 0xD1B5_4A32_D192_ED03)
    state = next()
  }

  /// The numbers that follow a state.
  init(state: UInt64) {
    self.state = state
  }

  /// The next 64 random bits.
  mutating func next() -> UInt64 {
    state = state &+ 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed &>> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed &>> 31)
  }

  /// A number from 0 to below a bound, which must be between 1 and 2^32.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: ((next() &>> 32) &* UInt64(truncatingIfNeeded: bound)) &>> 32)
  }

  /// A number from one bound to the other, both included.
  mutating func between(_ low: Int, _ high: Int) -> Int {
    low + below(high - low + 1)
  }

  /// True in a given number of cases of a thousand.
  mutating func chance(perMille: Int) -> Bool {
    below(1_000) < perMille
  }

  /// Puts an array in a random order (Fisher and Yates).
  mutating func shuffle<Element>(_ array: inout [Element]) {
    for index in stride(from: array.count - 1, to: 0, by: -1) {
      array.swapAt(index, below(index + 1))
    }
  }
}

extension UUIDBytes {
  /// The next random UUID (version 4) of a stream of random numbers.
  init(from random: inout RandomSource) {
    self.init(
      high: random.next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000,
      low: random.next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
  }
}

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
