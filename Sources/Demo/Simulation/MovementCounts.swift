/// How many movements there are of each type.
package struct MovementCounts: Sendable, Equatable {
  private var counts = [Int](repeating: 0, count: MovementType.allCases.count)

  init() {}

  /// Every type as the column has it, with its count.
  package var byType: [(type: String, count: Int)] {
    zip(MovementType.allCases, counts).map { (type: $0.rawValue, count: $1) }
  }

  package var total: Int { counts.reduce(0, +) }

  /// The movements of a type as the column has it; 0 for a type that does not occur.
  package subscript(type: String) -> Int {
    byType.first { $0.type == type }?.count ?? 0
  }

  mutating func add(_ type: MovementType) {
    let position: Int =
      switch type {
      case .sale: 0
      case .purchase: 1
      case .adjustment: 2
      case .transfer: 3
      case .writeOff: 4
      case .lowerCaseSale: 5
      }
    counts[position] &+= 1
  }
}
