import Reports
import Testing

@testable import Inventory

@Suite struct DemandRuleTests {
  /// Average and deviation per day in millionths, as published.
  private func demand(_ average: Int64?, _ deviation: Int64?, days: Int64 = 90_000_000) -> Demand {
    var demand = Demand(DemandFold.Facts())
    demand.sold = 0
    demand.average = average
    demand.standardDeviation = deviation
    demand.inStockDays = days
    demand.saleDays = 30
    return demand
  }

  private func decide(
    _ demand: Demand, quantity: Int64? = 0, onOrder: Int64 = 0, level: Int64? = 0,
    most: Int64? = 0, _ change: (inout ReorderPolicy.Terms) -> Void = { _ in }
  ) -> ReorderDecision {
    var terms = ReorderPolicy.Terms()
    terms.rule = .demand
    terms.packSize = 1
    change(&terms)
    return ReorderDecision(
      terms: terms, demand: demand, quantity: quantity, onOrder: onOrder, reorderLevel: level,
      maxStock: most)
  }

  // J. Heizer and B. Render, "Operations Management", chapter on inventory, probabilistic models:
  // 15 a day with deviation 5, lead time 2 days, 90 %: 30 + 1.28 * 5 * sqrt(2) = 39.02, about 39;
  // with z at six decimals 1.281552 * 7.071068 = 9.061941.
  @Test func `variable demand, constant lead time (Heizer and Render)`() {
    let decision = decide(demand(15_000_000, 5_000_000)) {
      $0.leadTimeDays = 2
      $0.serviceLevel = 900_000
    }
    #expect(decision.safetyStock == 9_062)
    #expect(decision.reorderPoint == 39_062)
  }

  /// The same chapter: 10 a day without variation, lead time 6 days with deviation 1, 98 %:
  /// 60 + 2.055 * 10 = 80.55; z at six decimals is 2.053749.
  @Test func `constant demand, variable lead time (Heizer and Render)`() {
    let decision = decide(demand(10_000_000, 0)) {
      $0.leadTimeDays = 6
      $0.leadTimeStdDays = 1_000_000
      $0.serviceLevel = 980_000
    }
    #expect(decision.safetyStock == 20_537)
    #expect(decision.reorderPoint == 80_537)
  }

  /// The same chapter: 150 a day with deviation 16, lead time 5 days with deviation 1, 95 %:
  /// sqrt(5 * 16^2 + 150^2 * 1^2) = sqrt(23,780) = 154.207652, times 1.644854 = 253.649; the book
  /// has 750 + 254 = 1,004.
  @Test func `variable demand and lead time (Heizer and Render)`() {
    let decision = decide(demand(150_000_000, 16_000_000)) {
      $0.leadTimeDays = 5
      $0.leadTimeStdDays = 1_000_000
    }
    #expect(decision.safetyStock == 253_649)
    #expect(decision.reorderPoint == 1_003_649)
  }

  // S. Chopra and P. Meindl, "Supply Chain Management", chapter on safety inventory: 2,500 a
  // period with deviation 500, lead time 2, 90 %: 1.2816 * 707 = 906. Reviewed every 4 periods the
  // safety is 1.2816 * sqrt(6) * 500 = 1,570 and the order-up-to level 15,000 + 1,570 = 16,570.
  @Test func `safety inventory and order-up-to level (Chopra and Meindl)`() {
    let decision = decide(demand(2_500_000_000, 500_000_000)) {
      $0.leadTimeDays = 2
      $0.reviewDays = 4
      $0.serviceLevel = 900_000
    }
    #expect(decision.safetyStock == 906_194)
    #expect(decision.reorderPoint == 5_906_194)
    // 1.281552 * 1,224.744871 = 1,569.574.
    #expect(decision.target == 16_569_574)
  }

  // The same chapter: 2,500 a day with deviation 500, lead time 7 with deviation 7, 90 %:
  // sqrt(7 * 500^2 + 2,500^2 * 7^2) = 17,550; safety 22,491. Without deviation of the lead time
  // 1,695.
  @Test func `lead time uncertainty (Chopra and Meindl)`() throws {
    let uncertain = decide(demand(2_500_000_000, 500_000_000)) {
      $0.leadTimeStdDays = 7_000_000
      $0.serviceLevel = 900_000
    }
    #expect(abs(try #require(uncertain.safetyStock) - 22_491_000) < 500)
    let certain = decide(demand(2_500_000_000, 500_000_000)) { $0.serviceLevel = 900_000 }
    #expect(abs(try #require(certain.safetyStock) - 1_695_000) < 500)
  }

  @Test func `a service level below a half takes stock away`() {
    let decision = decide(demand(10_000_000, 4_000_000)) {
      $0.serviceLevel = 100_000
      $0.leadTimeDays = 4
    }
    // -1.281552 * 8 = -10.252416.
    #expect(decision.safetyStock == -10_252)
    #expect(decision.reorderPoint == 29_748)
  }

  @Test func `the position at the reorder point orders, a thousandth above it does not`() {
    let demand = demand(10_000_000, 0)
    let at = decide(demand, quantity: 70_000)
    guard case .order(70_000) = at.outcome else {
      Issue.record("\(at.outcome)")
      return
    }
    guard case .nothing(.aboveReorderPoint) = decide(demand, quantity: 70_001).outcome else {
      Issue.record("ordered above the point")
      return
    }
    // Without a review time the target is the point.
    guard case .nothing(.atTarget) = decide(demand, quantity: 70_000, { $0.reviewDays = 0 }).outcome
    else {
      Issue.record("ordered at the target")
      return
    }
  }

  @Test func `without demand an empty shelf is left as it is`() {
    guard case .nothing(.atTarget) = decide(demand(0, 0)).outcome else {
      Issue.record("ordered without demand")
      return
    }
    guard case .order(3_000) = decide(demand(0, 0), quantity: -3_000).outcome else {
      Issue.record("negative stock is ordered back to zero")
      return
    }
  }

  @Test func `a demand that is not known orders nothing and says so`() {
    let short = decide(demand(nil, 0, days: 500_000))
    guard case .nothing(.noDemandKnown) = short.outcome else {
      Issue.record("\(short.outcome)")
      return
    }
    #expect(
      ReorderReason.nothing(short, hasLevel: true, isActive: true).hasSuffix(
        "the stock was there for less than a day."))
    #expect(
      ReorderReason.nothing(decide(demand(nil, nil)), hasLevel: true, isActive: true).hasSuffix(
        "a sale or a balance of the window is not a number."))
  }

  @Test func `the demand rule needs no limits, so one that is NaN does not stop it`() {
    for (level, most) in [(nil, 0), (0, nil), (nil, nil)] as [(Int64?, Int64?)] {
      guard case .order(140_000) = decide(demand(10_000_000, 0), level: level, most: most).outcome
      else {
        Issue.record("no order with a limit that is NaN")
        return
      }
    }
  }

  @Test(arguments: [
    (14_000_000, 5, "demand"), (13_999_999, 5, "min_max"), (14_000_000, 4, "min_max"),
    (90_000_000, 90, "demand"), (0, 0, "min_max"),
  ])
  func `auto needs fourteen days in stock and five of sale`(
    days: Int64, saleDays: Int, rule: String
  ) {
    var demand = demand(1_000_000, 1_000_000, days: days)
    demand.saleDays = saleDays
    #expect(decide(demand) { $0.rule = .auto }.rule.rawValue == rule)
  }

  @Test func `auto falls back when the sales are not a number`() {
    #expect(decide(demand(nil, nil)) { $0.rule = .auto }.rule == .minMax)
  }

  @Test(arguments: [
    // quantity, average: cover in tenths of a day, whole days to the stockout
    (10_000, 3_000_000, 33, 3), (0, 3_000_000, 0, 0), (-5_000, 3_000_000, 0, 0),
    (3_000, 3_000_000, 10, 1), (2_999, 3_000_000, 10, 0), (10_000, 300_000_000, 0, 0),
    (1_000, 20_000_000, 1, 0), (3_650_000, 1_000_000, 36_500, 3_650),
  ])
  func `days of cover`(quantity: Int64, average: Int64, cover: Int64, days: Int) {
    let decision = decide(demand(average, 0), quantity: quantity)
    #expect(decision.daysOfCover == cover)
    #expect(decision.daysToStockout == days)
  }

  @Test func `no cover without demand, no stockout date beyond ten years`() {
    #expect(decide(demand(0, 0), quantity: 1_000).daysOfCover == nil)
    #expect(decide(demand(nil, 0), quantity: 1_000).daysOfCover == nil)
    let long = decide(demand(1_000_000, 0), quantity: 3_650_001)
    #expect(long.daysOfCover == 36_500)
    #expect(long.daysToStockout == nil)
  }
}
