import TestSupport
import Testing
import Values

@testable import Inventory

@Suite struct ChainOrderTests {
  private func movement(_ id: Int, _ before: Int64?, _ after: Int64?) -> TestStock.Movement {
    TestStock.Movement(
      id: .movement(id), product: .product(1), store: .store(1), type: "SALE",
      quantity: StoredDecimal(0), before: before.map { StoredDecimal($0) } ?? .notANumber,
      after: after.map { StoredDecimal($0) } ?? .notANumber, at: Instant(microseconds: 0))
  }

  private func sorted(_ movements: [TestStock.Movement], from balance: Int64?) -> [UInt64] {
    var placed = movements.map {
      PlacedMovement(
        id: $0.id, pair: 0, type: 0, kind: .sale, quantity: $0.quantity, before: $0.before,
        after: $0.after)
    }
    ChainOrder.sort(&placed, from: balance.map { StoredDecimal($0) })
    return placed.map(\.id.low)
  }

  @Test func `the balances decide, not the ids`() {
    let chain = [movement(9, 10, 8), movement(3, 8, 5), movement(5, 5, 1)]
    #expect(sorted(chain, from: 10) == [9, 3, 5])
    #expect(sorted(chain.reversed(), from: 10) == [9, 3, 5])
  }

  @Test func `the lowest id comes first when several fit, when none fits, when none came before`() {
    let both = [movement(2, 10, 4), movement(1, 10, 7)]
    #expect(sorted(both, from: 10) == [1, 2])
    #expect(sorted(both, from: 99) == [1, 2])
    #expect(sorted(both, from: nil) == [1, 2])
    // After 1 comes what continues from 7, although 2 is lower.
    #expect(sorted(both + [movement(3, 7, 0)], from: nil) == [1, 3, 2])
  }

  @Test func `NaN continues nothing`() {
    #expect(sorted([movement(2, nil, 5), movement(1, 3, nil)], from: nil) == [1, 2])
    #expect(sorted([movement(1, nil, 5), movement(2, 10, 3)], from: 10) == [2, 1])
  }

  @Test func `a circle is walked once`() {
    let circle = [movement(1, 5, 6), movement(2, 6, 5), movement(3, 5, 6)]
    #expect(sorted(circle, from: 5) == [1, 2, 3])
    #expect(sorted(circle, from: 6) == [2, 1, 3])
  }

  @Test(arguments: [2, 5, 31, 32, 33, 34, 64, 200])
  func `few and many are ordered by the same rule`(count: Int) {
    var random = SeededRandom(seed: UInt64(count))
    for _ in 0..<40 {
      // Few different balances, so that chains cross, repeat and break.
      let range = Int64(random.once(in: 2) ? 4 : count)
      var movements = (0..<count).map { id -> TestStock.Movement in
        let before = random.once(in: 20) ? nil : Int64.random(in: 0...range, using: &random)
        let after = random.once(in: 20) ? nil : Int64.random(in: 0...range, using: &random)
        return movement(id, before, after)
      }
      movements.shuffle(using: &random)
      let balance = random.once(in: 4) ? nil : Int64.random(in: 0...range, using: &random)
      let oracle = Oracle.inOrder(movements, from: balance.map { StoredDecimal($0) })
      #expect(sorted(movements, from: balance) == oracle.map(\.id.low))
    }
  }
}
