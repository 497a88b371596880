import Reports
import Testing

@Suite struct RowRuleTests {
  private func verdict(
    _ rows: Int, after before: Int, _ direction: RowRule.Direction? = nil
  ) -> RowRule.Verdict {
    RowRule(table: "stock", direction: direction, warn: 20, error: 50)
      .verdict(rows: rows, after: before)
  }

  @Test func `a limit is passed when more than so many percent differ`() {
    #expect(verdict(1_000, after: 1_000) == .usual)
    #expect(verdict(800, after: 1_000) == .usual)
    #expect(verdict(799, after: 1_000) == .warns)
    #expect(verdict(500, after: 1_000) == .warns)
    #expect(verdict(499, after: 1_000) == .fails)
    #expect(verdict(1_201, after: 1_000) == .warns)
    #expect(verdict(1_501, after: 1_000) == .fails)
  }

  @Test func `a direction sees one side only`() {
    #expect(verdict(5_000, after: 1_000, .fewer) == .usual)
    #expect(verdict(0, after: 1_000, .fewer) == .fails)
    #expect(verdict(0, after: 1_000, .more) == .usual)
    #expect(verdict(1_300, after: 1_000, .more) == .warns)
  }

  @Test func `a few rows say nothing`() {
    #expect(verdict(0, after: 10) == .usual)
    #expect(verdict(0, after: 11) == .fails)
    #expect(verdict(10, after: 0) == .usual)
    #expect(verdict(11, after: 0) == .fails)
  }

  @Test func `a limit that is not given is never passed`() {
    let rule = RowRule(table: "stock", direction: nil, warn: 20, error: nil)
    #expect(rule.verdict(rows: 0, after: 1_000) == .warns)
  }
}
