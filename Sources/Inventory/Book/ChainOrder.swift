/// The order of one pair's movements of one instant.
///
/// `created_at` is the transaction's start and the ids are random, so the balances decide: next
/// comes the movement whose `quantity_before` equals the `quantity_after` of the one before it, the
/// lowest id when several or none fit.
enum ChainOrder {
  /// Puts `movements` into chain order, from the balance after the pair's movement before them.
  static func sort(_ movements: inout [PlacedMovement], from balance: StoredDecimal?) {
    guard movements.count > 1 else { return }
    movements.sort { $0.id < $1.id }
    if movements.count > 32 {
      sortMany(&movements, from: balance)
      return
    }
    var balance = balance
    for place in movements.indices.dropLast() {
      let fitting =
        movements[place...].firstIndex {
          !$0.before.isNotANumber && $0.before == balance
        } ?? place
      // Moved, not swapped: the rest stays in the order of the ids.
      let next = movements.remove(at: fitting)
      movements.insert(next, at: place)
      balance = next.after
    }
  }

  /// The same for an instant with many movements, as an import writes them, in n log n.
  private static func sortMany(_ movements: inout [PlacedMovement], from balance: StoredDecimal?) {
    var waiting: [StoredDecimal: [Int]] = [:]
    for place in movements.indices.reversed() {
      waiting[movements[place].before, default: []].append(place)
    }
    var taken = Array(repeating: false, count: movements.count)
    var lowest = 0
    var balance = balance
    var sorted: [PlacedMovement] = []
    sorted.reserveCapacity(movements.count)
    while sorted.count < movements.count {
      var next: Int?
      if let balance, !balance.isNotANumber {
        while let candidate = waiting[balance]?.popLast() {
          if !taken[candidate] {
            next = candidate
            break
          }
        }
      }
      while taken[lowest] && next == nil { lowest += 1 }
      let place = next ?? lowest
      taken[place] = true
      sorted.append(movements[place])
      balance = movements[place].after
    }
    movements = sorted
  }
}
