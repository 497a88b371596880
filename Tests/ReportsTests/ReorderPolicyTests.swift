import Reports
import Testing
import Values

@Suite struct ReorderPolicyTests {
  @Test func `defaults, scopes and orders are read exactly`() throws {
    let policy = try ReorderPolicy.parse(
      """
      defaults: {lead_time_days: 5, lead_time_std_days: 1.25, service_level: 0.975001}
      overrides:
        product_id:
          00000000-0000-0000-0000-0000000000aa: {rule: min_max}
        sku:
          05432: {pack_size: 0.5, min_order_quantity: 12}
        supplier:
          Exotic Liquids: {review_days: 0}
        category:
          00000000-0000-0000-0000-0000000000cc: {lead_time_days: 2}
          เครื่องดื่ม: {lead_time_days: 3, rule: demand}
      on_order:
        - {sku: NW-1, store: Main, quantity: 20, expected: 2026-11-30}
        - {product_id: 00000000-0000-0000-0000-0000000000aa,
           store: 00000000-0000-0000-0000-0000000000bb, quantity: 0.001}
      """, file: "policy.yml")
    #expect(policy.defaults.leadTimeDays == 5)
    #expect(policy.defaults.leadTimeStdDays == 1_250_000)
    #expect(policy.defaults.serviceLevel == 975_001)
    #expect(policy.defaults.reviewDays == 7)
    #expect(
      policy.overrides.map(\.scope) == [
        .categoryName("เครื่องดื่ม"), .categoryID(UUIDBytes(high: 0, low: 0xCC)),
        .supplierName("Exotic Liquids"), .sku("05432"), .productID(UUIDBytes(high: 0, low: 0xAA)),
      ])
    #expect(policy.overrides.map(\.line) == [11, 10, 8, 6, 4])
    var terms = policy.defaults
    for override in policy.overrides { terms.apply(override.changes) }
    #expect(terms.leadTimeDays == 2)
    #expect(terms.rule == .minMax)
    #expect(terms.reviewDays == 0)
    #expect(terms.packSize == 500)
    #expect(terms.minOrderQuantity == 12_000)
    #expect(policy.onOrder.map(\.quantity) == [20_000, 1])
    #expect(policy.onOrder[0].product == .sku("NW-1"))
    #expect(policy.onOrder[0].store == .name("Main"))
    #expect(policy.onOrder[0].expected == Day("2026-11-30"))
    #expect(policy.onOrder[1].store == .id(UUIDBytes(high: 0, low: 0xBB)))
    #expect(policy.onOrder[1].expected == nil)
  }

  @Test func `every bad value is a problem with its line`() {
    let error = #expect(throws: DefinitionProblems.self) {
      try ReorderPolicy.parse(
        """
        defaults:
          lead_time_days: -1
          lead_time_std_days: -0.5
          review_days: 1.5
          service_level: 95
          pack_size: 0
          min_order_quantity: 1,5
          rule: max
          lead_time: 3
        overrides:
          shop: {}
          sku: [A]
          product_id: {NW-1: {service_level: 1}}
        on_order:
          - {sku: A, product_id: B, store: S, quantity: 1}
          - {sku: A, quantity: 0, expected: 30.11.2026}
        """, file: "p.yml")
    }
    let found = error?.problems.map { "\($0.line ?? 0) \($0.message)" } ?? []
    #expect(
      found == [
        "2 'defaults.lead_time_days' must be a whole number from 0 to 10000",
        "3 'defaults.lead_time_std_days' must be a number of at least 0, below 10000000, with at "
          + "most 6 decimals",
        "4 'defaults.review_days' must be a whole number from 0 to 10000",
        "5 'defaults.service_level' must lie between 0 and 1, both excluded, with at most 6 decimals",
        "6 'defaults.pack_size' must be a number above 0, below 10000000, with at most 3 decimals",
        "7 'defaults.min_order_quantity' must be a number of at least 0, below 10000000, with at "
          + "most 3 decimals",
        "8 'defaults.rule' is 'max', which is not a valid rule",
        "9 'defaults.lead_time' is an unknown key",
        "11 'overrides.shop' is an unknown key",
        "12 'overrides.sku' must be a map",
        "13 'overrides.product_id.NW-1' is not a product id",
        "13 'overrides.product_id.NW-1.service_level' must lie between 0 and 1, both excluded, "
          + "with at most 6 decimals",
        "15 'on_order.A' must name its product once",
        "16 'on_order.A' lacks the key 'store'",
        "16 'on_order.A.expected' is '30.11.2026', which is not a date",
        "16 'on_order.A.quantity' must be a number above 0, below 10000000, with at most 3 decimals",
      ])
  }

  @Test func `a file that is missing is a problem`() {
    #expect(throws: DefinitionProblems.self) { try ReorderPolicy.load(file: "/none/policy.yml") }
  }

  @Test(
    arguments: [
      ("kg", 1), ("KG.", 1), (" กก. ", 1), ("กิโลกรัม", 1), ("lb", 1), ("oz", 1), ("g", 1),
      ("pcs", 1000), ("l", 1000), ("ml", 1000), ("10 kg pkg.", 1000), ("ขวด", 1000), ("", 1000),
    ] as [(String, Int64)])
  func `a pack is one, or a thousandth for a unit of weight`(unit: String, pack: Int64) {
    #expect(ReorderPolicy.Terms().packSize(unit: unit) == pack)
  }
}
