import Reports
import Testing

@testable import Inventory

@Suite struct ReorderDecisionTests {
  /// A decision of the min_max rule: quantities in thousandths.
  private func minMax(
    _ quantity: Int64?, onOrder: Int64 = 0, level: Int64?, most: Int64?, pack: Int64 = 1_000,
    least: Int64 = 0
  ) -> ReorderDecision {
    var terms = ReorderPolicy.Terms()
    terms.rule = .minMax
    terms.packSize = pack
    terms.minOrderQuantity = least
    return ReorderDecision(
      terms: terms, demand: Demand(DemandFold.Facts()), quantity: quantity, onOrder: onOrder,
      reorderLevel: level, maxStock: most)
  }

  private func ordered(_ decision: ReorderDecision) -> Int64? {
    if case .order(let quantity) = decision.outcome { quantity } else { nil }
  }

  private func why(_ decision: ReorderDecision) -> ReorderDecision.NoOrder? {
    if case .nothing(let why) = decision.outcome { why } else { nil }
  }

  @Test func `at the reorder level orders up to max stock, above it nothing`() {
    #expect(ordered(minMax(10_000, level: 10_000, most: 50_000)) == 40_000)
    #expect(ordered(minMax(3_000, level: 10_000, most: 50_000)) == 47_000)
    #expect(why(minMax(10_001, level: 10_000, most: 50_000)) == .aboveReorderPoint)
  }

  @Test func `without a usable max stock the target is twice the level`() {
    for most in [Int64(0), 9_999, -5_000] {
      let decision = minMax(4_000, level: 10_000, most: most)
      #expect(ordered(decision) == 16_000)
      #expect(decision.targetIsDoubledLevel)
    }
    let equal = minMax(4_000, level: 10_000, most: 10_000)
    #expect(ordered(equal) == 6_000)
    #expect(!equal.targetIsDoubledLevel)
    #expect(
      ReorderReason.order(minMax(4_000, level: 10_000, most: 0), quantity: 16_000)
        .contains("twice the reorder level because max stock 0.000 is not set"))
    #expect(
      ReorderReason.order(minMax(4_000, level: 10_000, most: 9_999), quantity: 16_000)
        .contains("max stock 9.999 is below it"))
  }

  @Test func `a max stock alone orders when nothing is left`() {
    #expect(ordered(minMax(0, level: 0, most: 8_000)) == 8_000)
    #expect(why(minMax(1, level: 0, most: 8_000)) == .aboveReorderPoint)
  }

  @Test func `neither a level nor a max stock orders nothing, whatever is missing`() {
    #expect(why(minMax(-5_000, level: 0, most: 0)) == .noReorderLevel)
    #expect(why(minMax(-5_000, level: -1_000, most: 0)) == .noReorderLevel)
  }

  @Test func `negative stock is made up for`() {
    #expect(ordered(minMax(-2_500, level: 10_000, most: 20_000, pack: 1)) == 22_500)
    #expect(ordered(minMax(-2_500, level: 10_000, most: 20_000)) == 23_000)
  }

  @Test func `what is on order counts`() {
    #expect(ordered(minMax(2_000, onOrder: 8_000, level: 10_000, most: 50_000)) == 40_000)
    #expect(why(minMax(2_000, onOrder: 8_001, level: 10_000, most: 50_000)) == .aboveReorderPoint)
    // -5 on hand and 20 on order are 15.
    #expect(ordered(minMax(-5_000, onOrder: 20_000, level: 15_000, most: 16_000)) == 1_000)
  }

  @Test func `at the target nothing is ordered, not even the minimum`() {
    let decision = minMax(10_000, level: 10_000, most: 10_000, least: 5_000)
    #expect(why(decision) == .atTarget)
  }

  @Test(arguments: [
    // wanted 40: pack, minimum, order
    (1_000, 0, 40_000), (6_000, 0, 42_000), (40_000, 0, 40_000), (41_000, 0, 41_000),
    (1, 0, 40_000), (7, 0, 40_005), (1_000, 45_500, 46_000), (12_000, 48_000, 48_000),
    (12_000, 48_001, 60_000), (1_000, 39_999, 40_000), (100_000, 0, 100_000),
  ])
  func `the order is the minimum at least, in whole packs`(
    pack: Int64, least: Int64, order: Int64
  ) {
    let decision = minMax(10_000, level: 10_000, most: 50_000, pack: pack, least: least)
    #expect(ordered(decision) == order)
    let reason = ReorderReason.order(decision, quantity: order)
    #expect(reason.contains("raised to the minimum order") == (least > 40_000))
    #expect(reason.contains("goes above max stock 50.000") == (order > 40_000))
    #expect(reason.contains("rounded up") == (order != max(least, 40_000)))
  }

  @Test func `an order of thousandths is exact`() {
    #expect(ordered(minMax(9_999, level: 10_000, most: 10_000, pack: 1)) == 1)
    #expect(ordered(minMax(1, level: 10_000, most: 12_345, pack: 1)) == 12_344)
  }

  @Test func `what is not a number orders nothing`() {
    #expect(why(minMax(nil, level: 10_000, most: 20_000)) == .notANumber)
    #expect(why(minMax(1_000, level: nil, most: 20_000)) == .notANumber)
    #expect(why(minMax(1_000, level: 10_000, most: nil)) == .notANumber)
  }

  @Test(arguments: [Int64.max, -.max, 9_999_999_999, -9_999_999_999])
  func `no limit is too large to be asked`(extreme: Int64) {
    for quantity in [Int64.max, -.max, 0, extreme] {
      for (level, most) in [(extreme, 0), (extreme, extreme), (Int64.max, -.max), (1, .max)] {
        for pack in [1, 1_000, 9_999_999_999] as [Int64] {
          let decision = minMax(
            quantity, onOrder: 9_999_999_999, level: level, most: most, pack: pack,
            least: 9_999_999_999)
          if case .order(let order) = decision.outcome {
            #expect(order % pack == 0)
            #expect(!ReorderReason.order(decision, quantity: order).isEmpty)
          } else {
            #expect(!ReorderReason.nothing(decision, hasLevel: true, isActive: true).isEmpty)
          }
        }
      }
    }
  }
}
