import Reports
import Testing
import Values

@Suite struct FinancePolicyTests {
  @Test func `every part is read exactly`() throws {
    let policy = try FinancePolicy.parse(
      """
      fiscal_year_start: 4
      carrying_value: fifo
      ageing: {days: [10, 20, 30, 40, 50], provision: [0, 0, 0.1, 0.25, 0.5, 1.00], provision_unknown: 0.75}
      nrv: {tax_in_price: 0.07, selling_cost: 0.051234}
      idle: {slow_days: 60, dead_days: 120}
      analysis: {abc: [0.7, 0.9], xyz: [0.4, 1.25], overstock_days: 45}
      overrides:
        category:
          00000000-0000-0000-0000-0000000000cc: {nrv: {selling_cost: 0.2}}
          ชา: {provision: [0, 0, 0, 0, 0, 0.5]}
          Tea: {provision_unknown: 1}
      """, file: "finance.yml")
    #expect(policy.fiscalYearStart == 4)
    #expect(policy.carryingValue == .fifo)
    #expect(policy.ageingDays == [10, 20, 30, 40, 50])
    #expect(policy.defaults.rates == [0, 0, 1_000, 2_500, 5_000, 10_000, 7_500])
    #expect(policy.defaults.taxInPrice == 70_000)
    #expect(policy.defaults.sellingCost == 51_234)
    #expect(policy.idle.slowDays == 60)
    #expect(policy.idle.deadDays == 120)
    #expect(policy.analysis.abc == [7_000, 9_000])
    #expect(policy.analysis.xyz == [4_000, 12_500])
    #expect(policy.analysis.overstockDays == 45)
    #expect(
      policy.overrides.map(\.scope) == [
        .categoryName("ชา"), .categoryName("Tea"),
        .categoryID(UUIDBytes(high: 0, low: 0xCC)),
      ])
    #expect(policy.overrides.map(\.line) == [10, 11, 9])
    // An override replaces single terms: the rate for unknown age stays that of the defaults.
    var terms = policy.defaults
    terms.apply(policy.overrides[0].changes)
    #expect(terms.rates == [0, 0, 0, 0, 0, 5_000, 7_500])
    terms = policy.defaults
    terms.apply(policy.overrides[1].changes)
    #expect(terms.rates == [0, 0, 1_000, 2_500, 5_000, 10_000, 10_000])
    terms.apply(policy.overrides[2].changes)
    #expect(terms.sellingCost == 200_000)
    #expect(terms.taxInPrice == 70_000)
  }

  @Test func `nothing but what is written is decided`() throws {
    let policy = try FinancePolicy.parse("carrying_value: standard", file: "finance.yml")
    #expect(policy.defaults.rates == nil)
    #expect(policy == FinancePolicy(file: "finance.yml"))
    let rates = try FinancePolicy.parse(
      "ageing: {provision: [0, 0, 0, 0.25, 0.50, 1.00]}", file: "finance.yml")
    #expect(rates.defaults.rates == [0, 0, 0, 2_500, 5_000, 10_000, 10_000])
    #expect(rates.ageingDays == [30, 60, 90, 180, 365])
  }

  @Test func `every bad value is a problem with its line`() {
    let error = #expect(throws: DefinitionProblems.self) {
      try FinancePolicy.parse(
        """
        fiscal_year_start: 13
        carrying_value: lifo
        ageing:
          days: [30, 60, 60, 180, 365]
          provision: [0, 0.5, 1.1, 0, 0]
          provision_unknwon: 1
        nrv: {tax_in_price: 7, selling_cost: -0.1}
        idle: {slow_days: 90, dead_days: 30}
        analysis: {abc: [0.9, 0.8], xyz: [0.5], overstock_days: 0}
        overrides:
          supplier: {North: {}}
          category:
            Tea: {provision_unknown: 0.5, carrying_value: fifo}
        bins: 3
        """, file: "f.yml")
    }
    let found = error?.problems.map { "\($0.line ?? 0) \($0.message)" } ?? []
    #expect(
      found == [
        "1 'fiscal_year_start' must be a whole number from 1 to 12",
        "2 'carrying_value' is 'lifo', which is not a valid carrying value",
        "4 'ageing.days' must ascend",
        "5 'ageing.provision' has 5 rates in place of 6",
        "6 'ageing.provision_unknwon' is an unknown key",
        "7 'nrv.selling_cost' must lie between 0 and 1, with at most 6 decimals",
        "7 'nrv.tax_in_price' must lie between 0 and 1, with at most 6 decimals",
        "8 'idle' has dead_days (30) below slow_days (90)",
        "9 'analysis.abc' must ascend",
        "9 'analysis.overstock_days' must be a whole number from 1 to 100000",
        "9 'analysis.xyz' has 1 bounds in place of 2",
        "11 'overrides.supplier' is an unknown key",
        "13 'overrides.category.Tea.carrying_value' is an unknown key",
        "13 'overrides.category.Tea.provision_unknown' needs 'provision' beside it or in 'ageing'",
        "14 'bins' is an unknown key",
      ])
    #expect(error?.problems.first?.description.hasPrefix("f.yml:1: ") == true)
    let remedy = error?.problems.first { $0.line == 6 }?.remedy
    #expect(remedy == "did you mean 'provision_unknown'?")
  }

  @Test func `rates for unknown age alone are a problem`() {
    let error = #expect(throws: DefinitionProblems.self) {
      try FinancePolicy.parse("ageing: {provision_unknown: 1}", file: "f.yml")
    }
    #expect(
      error?.problems.map(\.message) == [
        "'ageing.provision_unknown' needs 'provision' beside it"
      ])
  }

  @Test func `a file that is not there is a problem`() {
    let error = #expect(throws: DefinitionProblems.self) {
      try FinancePolicy.load(file: "/nowhere/finance-policy.yml")
    }
    #expect(error?.problems.count == 1)
  }
}
