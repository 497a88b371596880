import Reports
import TestSupport
import Testing

@testable import Inventory

@Suite struct DemandTests {
  private func demand(sold: [Int64], days: Int64) -> Demand {
    var facts = DemandFold.Facts()
    facts.sold = StoredDecimal(sold.reduce(0, +))
    facts.sumOfSquares = sold.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) }
    facts.saleDays = sold.count { $0 > 0 }
    facts.inStock = days
    return Demand(facts)
  }

  private let day: Int64 = 86_400_000_000

  // Eight days of 2, 4, 4, 4, 5, 5, 7 and 9: mean 5, squared deviations 9+1+1+1+0+0+4+16 = 32, so
  // the sample's standard deviation is sqrt(32 / 7) = 2.1380899... (the population's would be 2).
  @Test func `the deviation is the sample's`() {
    let demand = demand(sold: [2, 4, 4, 4, 5, 5, 7, 9].map { $0 * 1_000 }, days: 8 * day)
    #expect(demand.average == 5_000_000)
    #expect(demand.standardDeviation == 2_138_090)
    #expect(demand.saleDays == 8)
  }

  /// Ten days in stock, 6 sold on one of them: mean 0.6, variance (36 - 36 / 10) / 9 = 3.6.
  @Test func `days without a sale count with zero`() {
    let demand = demand(sold: [6_000], days: 10 * day)
    #expect(demand.average == 600_000)
    #expect(demand.standardDeviation == 1_897_367)
  }

  /// In stock for 2.5 days with sales of 3 and 4: 7 / 2.5 = 2.8, variance (25 - 49 / 2.5) / 1.5 =
  /// 5.4 / 1.5 = 3.6.
  @Test func `parts of days count as parts`() {
    let demand = demand(sold: [3_000, 4_000], days: day * 5 / 2)
    #expect(demand.inStockDays == 2_500_000)
    #expect(demand.average == 2_800_000)
    #expect(demand.standardDeviation == 1_897_367)
  }

  @Test func `less than a day in stock gives no average and no deviation`() {
    // 86,399,956,800 microseconds are 0.9999995 days, which round to a day.
    let rounded = demand(sold: [1_000], days: day - 43_200)
    #expect(rounded.inStockDays == 1_000_000)
    #expect(rounded.average == 1_000_000)
    #expect(rounded.standardDeviation == 0)
    let short = demand(sold: [1_000], days: day - 43_201)
    #expect(short.inStockDays == 999_999)
    #expect(short.average == nil)
    #expect(short.standardDeviation == 0)
  }

  @Test func `more returned than sold is no demand`() {
    let demand = demand(sold: [1_000, -4_000], days: 10 * day)
    #expect(demand.sold == -3_000)
    #expect(demand.average == 0)
    // (17 - 9 / 10) / 9 = 16.1 / 9 = 1.78888...
    #expect(demand.standardDeviation == 1_337_494)
  }

  @Test func `more sale days than days in stock do not make the variance negative`() {
    // 10 a day on three days, but only 2 days in stock: 300 - 900 / 2 < 0.
    #expect(demand(sold: [10_000, 10_000, 10_000], days: 2 * day).standardDeviation == 0)
  }

  @Test func `what is not a number is unknown`() {
    var facts = DemandFold.Facts()
    facts.sold = .notANumber
    facts.inStock = 20 * day
    #expect(Demand(facts).average == nil)
    #expect(Demand(facts).standardDeviation == nil)
    facts.sold = StoredDecimal(1)
    facts.inStock = nil
    #expect(Demand(facts).inStockDays == nil)
    #expect(Demand(facts).average == nil)
  }

  @Test func `a root is rounded at the half, never before it`() {
    for half in (0..<3_000).map({ Int128($0) }) {
      // ((2 k + 1) / 2 millionths) squared is (2 k + 1)^2 / 4 * 10^-12.
      let square = (2 * half + 1) * (2 * half + 1)
      #expect(Demand.root(square, over: 4_000_000_000_000) == Int64(half + 1))
      #expect(
        Demand.root(square * 1_000_000 - 1, over: 4_000_000_000_000_000_000) == Int64(half))
    }
    #expect(Demand.root(0, over: 7) == 0)
    #expect(Demand.root(2, over: 1) == 1_414_214)
    #expect(Demand.root(1, over: 4) == 500_000)
  }

  @Test func `a root of any size is the nearest`() {
    var random = SeededRandom(seed: 11)
    for _ in 0..<2_000 {
      let numerator = Int128(random.next() >> UInt64.random(in: 1..<64, using: &random))
      let denominator = Int128(random.next() >> UInt64.random(in: 1..<60, using: &random)) + 1
      guard let root = Demand.root(numerator, over: denominator) else { continue }
      // (root - 1/2)^2 <= x 10^12 < (root + 1/2)^2, times four and the denominator, as doubles
      // where they are exact enough and as integers where they fit.
      let (low, high) = (2 * Int128(root) - 1, 2 * Int128(root) + 1)
      let (scaled, over) = numerator.multipliedReportingOverflow(by: 4_000_000_000_000)
      let (least, overLow) = (low * low).multipliedReportingOverflow(by: denominator)
      let (most, overHigh) = (high * high).multipliedReportingOverflow(by: denominator)
      guard !over, !overLow, !overHigh else { continue }
      #expect(root == 0 || least <= scaled)
      #expect(scaled < most)
    }
  }

  @Test(arguments: [
    Int64.max, -.max, 9_999_999_999, -9_999_999_999, 1_000_000_000_000_000_000,
  ])
  func `no figure is too large to be asked`(sold: Int64) {
    for days in [0, 1, day, day + 1, 14 * day, 3_650 * day] {
      var facts = DemandFold.Facts()
      facts.sold = StoredDecimal(sold)
      facts.sumOfSquares = Int128(sold) * Int128(sold)
      facts.saleDays = 9
      facts.inStock = days
      let demand = Demand(facts)
      for (level, stdDays) in [(Int64(1), Int64(0)), (Int64.max, 9_999_999_999_999)] {
        var terms = ReorderPolicy.Terms()
        terms.rule = .demand
        terms.leadTimeDays = 10_000
        terms.reviewDays = 10_000
        terms.leadTimeStdDays = stdDays
        terms.serviceLevel = 999_999
        terms.minOrderQuantity = 9_999_999_999
        let decision = ReorderDecision(
          terms: terms, demand: demand, quantity: -level, onOrder: 0, reorderLevel: level,
          maxStock: level)
        if case .order(let quantity) = decision.outcome {
          #expect(quantity >= 9_999_999_999)
          #expect(!ReorderReason.order(decision, quantity: quantity).isEmpty)
        } else {
          #expect(!ReorderReason.nothing(decision, hasLevel: true, isActive: true).isEmpty)
        }
        _ = decision.daysOfCover
        _ = decision.daysToStockout
      }
    }
  }
}
