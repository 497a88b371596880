import Values

@testable import Demo

/// A chain's whole history in memory, which only tests can afford.
struct History {
  /// 2026-11-21 14:30:00 in Bangkok, a Saturday.
  static let now = 1_795_246_200_000_000
  /// The chain of the usual size.
  static let usual = History(RetailChain(now: now))
  /// A smaller one, where a test needs several.
  static let small = History(smallChain)

  static var smallChain: RetailChain {
    var chain = RetailChain(now: now)
    chain.stores = 6
    chain.products = 300
    chain.days = 120
    chain.saleLinesPerStoreDay = 40
    return chain
  }

  private(set) var movements: [Movement] = []
  let simulation: Simulation

  init(_ chain: RetailChain) {
    var simulation = Simulation(chain)
    var movements: [Movement] = []
    simulation.run { movements.append($0) }
    self.movements = movements
    self.simulation = simulation
  }

  /// Changes when any field of any movement or the order of two of them changes.
  var fingerprint: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ number: UInt64) { hash = (hash ^ number) &* 0x0000_0100_0000_01B3 }
    for movement in movements {
      var bytes: [UInt8] = []
      movement.id.append(to: &bytes)
      for byte in bytes { add(UInt64(byte)) }
      add(UInt64(movement.pair))
      add(UInt64(bitPattern: Int64(movement.quantity)))
      add(UInt64(bitPattern: Int64(movement.quantityAfter)))
      add(UInt64(bitPattern: Int64(movement.time ?? -1)))
      for byte in movement.type.rawValue.utf8 { add(UInt64(byte)) }
    }
    return hash
  }
}

extension Movement {
  /// Its time in microseconds, or nil when it is undated.
  var time: Int? {
    if case .at(let time) = createdAt { time } else { nil }
  }
}
