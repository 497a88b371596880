import Reports
import Testing
import Values

@testable import Inventory

/// The worked example of the contract, to the cent.
@Suite struct AgeingExampleTests {
  private let times = TestTimes.bangkok

  private func example(_ carrying: FinancePolicy.CarryingValue = .standard) throws -> StockAgeing {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 10, "2026-02-01")
    story.move(1, "SALE", -4, "2026-03-05")
    story.move(1, "PURCHASE", 6, "2026-03-10")
    story.move(1, "TRANSFER", -3, "2026-03-12", "TR1")
    story.move(1, "ADJUSTMENT", -2, "2026-03-15")
    story.move(1, "ADJUSTMENT", 2, "2026-03-16")
    story.move(2, "TRANSFER", 3, "2026-03-12", "TR1")
    story.move(2, "SALE", -4, "2026-03-20")
    story.move(2, "PURCHASE", 5, "2026-03-25")
    story.cost(1_000, from: times.at("2026-01-01"))
    story.cost(1_200, from: times.at("2026-03-10", hours: 9))
    var policy = FinancePolicy()
    policy.carryingValue = carrying
    policy.defaults.provision = [0, 1_000, 1_000, 1_000, 1_000, 1_000]
    policy.defaults.taxInPrice = 70_000
    policy.defaults.sellingCost = 50_000
    return try story.ageing("2026-03-31", policy)
  }

  @Test func `values by standard, by layers and by average`() throws {
    let rows = try example().rows("detail")
    let keys = [
      "quantity", "standard_value", "fifo_value", "average_cost", "average_value",
      "fifo_difference", "average_difference", "carrying_value", "recorded_share",
    ]
    #expect(
      rows.map { $0.only(keys) } == [
        [
          "quantity": "9.000", "standard_value": "108.00", "fifo_value": "102.00",
          "average_cost": "11.0000", "average_value": "99.00", "fifo_difference": "-6.00",
          "average_difference": "-9.00", "carrying_value": "108.00", "recorded_share": "1.0000",
        ],
        [
          "quantity": "4.000", "standard_value": "48.00", "fifo_value": "48.00",
          "average_cost": "12.0000", "average_value": "48.00", "fifo_difference": "0.00",
          "average_difference": "0.00", "carrying_value": "48.00", "recorded_share": "1.0000",
        ],
      ])
  }

  @Test func `ages, provision and net realisable value`() throws {
    let row = try #require(try example().rows("detail").first)
    let expected = [
      "quantity_1": "6.000", "value_1": "72.00", "quantity_2": "3.000", "value_2": "36.00",
      "quantity_3": "0.000", "value_3": "0.00", "quantity_unknown": "0.000",
      "value_unknown": "0.00", "average_age_days": "33.3", "oldest_on": "2026-02-01",
      "age_basis": "known", "last_receipt_on": "2026-03-10", "last_sale_on": "2026-03-05",
      "days_since_receipt": "21", "days_since_sale": "26", "movement_status": "active",
      "provision": "3.60", "nrv_unit": "11.10", "nrv_write_down": "8.10", "allowance": "8.10",
      "net_value": "99.90",
    ]
    #expect(row.only(Array(expected.keys)) == expected)
  }

  @Test func `layers with their dates and costs`() throws {
    let rows = try example().rows("layers")
    #expect(
      rows.map {
        [$0["received_on"], $0["quantity"], $0["unit_cost"], $0["value"], $0["age_days"]]
      }
        == [
          ["2026-02-01", "3.000", "10.00", "30.00000", "58"],
          ["2026-03-10", "6.000", "12.00", "72.00000", "21"],
          ["2026-03-25", "4.000", "12.00", "48.00000", "6"],
        ])
    #expect(Set(rows.map { $0["basis"] }) == ["known"])
    #expect(Set(rows.map { $0["cost_basis"] }) == ["recorded"])
  }

  @Test func `cost flows of the month`() throws {
    let rows = try example().rows("cost_flow")
    let keys = [
      "basis", "store_name", "opening_value", "purchases", "sales", "adjustments", "transfers",
      "other", "corrections", "closing_value",
    ]
    let expected = [
      "fifo A 100.00 72.00 -40.00 0.00 -30.00 0.00 0.00 102.00",
      "fifo B 0.00 60.00 -42.00 0.00 30.00 0.00 0.00 48.00",
      "fifo (all stores) 100.00 132.00 -82.00 0.00 0.00 0.00 0.00 150.00",
      "average A 100.00 72.00 -40.00 0.00 -33.00 0.00 0.00 99.00",
      "average B 0.00 60.00 -44.00 0.00 33.00 0.00 -1.00 48.00",
      "average (all stores) 100.00 132.00 -84.00 0.00 0.00 0.00 -1.00 147.00",
    ]
    #expect(rows.map { row in keys.map { row[$0] ?? "" }.joined(separator: " ") } == expected)
  }

  @Test func `groups, buckets and checks agree`() throws {
    for carrying in FinancePolicy.CarryingValue.allCases {
      let ageing = try example(carrying)
      #expect(ageing.checks().filter { !$0.holds }.isEmpty)
      let detail = try ageing.rows("detail")
      let buckets = try ageing.rows("buckets")
      #expect(buckets.sum("value") == detail.sum("carrying_value"))
      #expect(buckets.sum("provision") == detail.sum("provision"))
      for group in ["by_store", "by_category", "by_supplier"] {
        let rows = try ageing.rows(group)
        for key in ["carrying_value", "fifo_value", "value_2", "provision", "net_value"] {
          #expect(rows.sum(key) == detail.sum(key))
        }
      }
    }
    #expect(try example().rows("in_transit").isEmpty)
    #expect(try example().rows("exceptions").isEmpty)
  }
}
