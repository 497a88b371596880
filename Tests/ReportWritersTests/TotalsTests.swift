import ReportWriters
import Reports
import TestSupport
import Testing

@Suite struct TotalsTests {
  private func summary(_ table: TestReport.Table) throws -> TableSummary {
    try withTemporaryFolder { folder in
      let report = TestReport(tables: [table])
      let output = try ReportOutput(context: report.context, formats: [], folder: folder)
      try output.begin(table.definition)
      var row = RowBuffer()
      for cells in table.rows {
        row.removeAll()
        for cell in cells { cell.append(to: &row) }
        try output.write(row)
      }
      return try output.end()
    }
  }

  @Test func `quantities add up by unit in the order of bytes, money over all`() throws {
    let summary = try summary(
      .init(
        "t",
        [
          .of("unit", .text), .of("quantity", .quantity, totalled: true),
          .of("value", .money, totalled: true), .of("price", .price),
        ],
        [
          [.text("pcs"), .number("2.000"), .number("1.10"), .number("9.00")],
          [.text("kg"), .number("-0.250"), .number("2.20"), .number("9.00")],
          [.text("pcs"), .number("3.000"), .null, .number("9.00")],
          [.null, .number("1.000"), .number("-5.00"), .null],
          [.text("KG"), .null, .number("0.01"), .null],
          [.text("ชิ้น"), .number("7.000"), .number("0.00"), .null],
        ]))
    #expect(summary.rows == 6)
    #expect(
      summary.totals == [
        1: .byUnit([
          .init(unit: "", sum: 1_000), .init(unit: "KG", sum: 0), .init(unit: "kg", sum: -250),
          .init(unit: "pcs", sum: 5_000), .init(unit: "ชิ้น", sum: 7_000),
        ]),
        2: .overall(-169),
      ])
  }

  @Test func `without rows a total is zero and a unit is none`() throws {
    let summary = try summary(
      .init(
        "t",
        [
          .of("unit", .text), .of("quantity", .quantity, totalled: true),
          .of("value", .money, totalled: true),
        ], []))
    #expect(summary.totals == [1: .byUnit([]), 2: .overall(0)])
  }

  @Test func `quantities without a unit have no total, for it might mix them`() throws {
    let summary = try summary(
      .init("t", [.of("quantity", .quantity, totalled: true)], [[.number("1.000")]]))
    #expect(summary.totals == [0: .byUnit([])])
  }

  @Test func `a sum of more than 128 bits is an error`() throws {
    let table = TestReport.Table(
      "t", [.of("value", .money, totalled: true)],
      Array(repeating: [TestCell(kind: .number, text: "", cell: .number(.max))], count: 2))
    #expect(throws: ReportWriteError.totalTooLarge(table: "t", column: "value")) {
      try summary(table)
    }
  }

  @Test func `the tables must be those of the report, in order`() throws {
    try withTemporaryFolder { folder in
      let report = SampleReport.report
      let output = try ReportOutput(context: report.context, formats: [.csv], folder: folder)
      try output.begin(report.tables[0].definition)
      try output.end()
      #expect(output.summary(of: "detail")?.rows == 0)
      #expect(throws: ReportWriteError.self) { try output.finish(checks: []) }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }
}
