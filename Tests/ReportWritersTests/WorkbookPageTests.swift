import ReportWriters
import Reports
import Testing

/// The sheets of a workbook that are read like a page: summary, checks and about.
@Suite struct WorkbookPageTests {
  @Test func `the summary has every total, per unit where units differ`() throws {
    let sheet = try WorkbookReader.sample().sheet("Summary")
    let formulas = sheet.cells.values.compactMap { cell in
      cell.formula.map { "\($0) = \(cell.value)" }
    }
    #expect(formulas.contains("'Detail'!$J$1 = 537453.86"))
    #expect(
      formulas.contains {
        $0.hasPrefix("SUMIF('Detail'!$G$5:$G$64,$D$")
          && $0.hasSuffix(",'Detail'!$H$5:$H$64) = 430.5")
      })
    #expect(sheet.texts.contains("✗ 1 failed, ! 1 warned, 1 passed: see Checks"))
    #expect(sheet.texts.contains("end of 2026-11-21 (2026-11-22T00:00:00+07:00)"))
  }

  @Test func `units that Excel takes for one are plain numbers`() throws {
    let rows: [[TestCell]] = ["kg", "KG", "*", "pcs"].map { [.text($0), .number("1.000")] }
    let report = TestReport(tables: [
      .init("t", [.of("unit", .text), .of("q", .quantity, totalled: true)], rows)
    ])
    let sheet = try WorkbookReader.sample(report).sheet("Summary")
    #expect(sheet.cells.values.filter { $0.formula?.contains("SUMIF") == true }.count == 1)
  }

  @Test func `many units are few lines`() throws {
    let units = (1...40).map { "unit \($0)" }
    let rows: [[TestCell]] = (units + ["unit 40", "unit 40", "unit 39"]).map {
      [.text($0), .number("1.000")]
    }
    var report = TestReport(tables: [
      .init("t", [.of("unit", .text), .of("q", .quantity, totalled: true)], rows)
    ])
    report.checks = units.map {
      CheckResult(
        name: "sums", title: "They agree.", outcome: $0 == "unit 7" ? .warned : .passed,
        expected: "1.000", found: "1.000", detail: "T: q in \($0)", figure: "T: q")
    }
    let book = try WorkbookReader.sample(report)
    let summary = try book.sheet("Summary").texts
    #expect(summary.filter { $0.hasPrefix("unit ") }.count == 8)
    #expect(summary.contains("unit 39") && summary.contains("unit 40"))
    #expect(summary.contains("Quantities in 32 more units"))
    #expect(summary.contains("! 1 warned, 39 passed: see Checks"))
    let checks = try book.sheet("Checks")
    #expect(checks.rowCount == 3)
    #expect(checks.cells["F2"]?.value == "T: q in unit 7")
    #expect(checks.cells["F3"]?.value == "T: q, in 39 units")
    #expect(checks.cells["C3"]?.value == "39 figures" && checks.cells["D3"]?.value == "the same")

    report.checks = report.checks.prefix(9).map { $0 }
    report.tables[0].rows = Array(rows.prefix(9))
    let few = try WorkbookReader.sample(report)
    #expect(try few.sheet("Checks").rowCount == 10)
    #expect(try few.sheet("Summary").texts.filter { $0.hasPrefix("unit ") }.count == 9)
  }

  @Test func `checks show symbol, word and exact text`() throws {
    let sheet = try WorkbookReader.sample().sheet("Checks")
    #expect(sheet.cells["A2"]?.value == "✓ passed")
    #expect(sheet.cells["C2"]?.value == "1234567890123456789012345678.90")
    #expect(sheet.cells["C2"]?.kind == .text)
    #expect(sheet.cells["A3"]?.value == "! warned")
    #expect(sheet.cells["A4"]?.value == "✗ failed")
    #expect(sheet.cells["A4"]?.isBold == true)
  }

  @Test func `checks show how far figures are apart`() throws {
    let sheet = try WorkbookReader.sample().sheet("Checks")
    #expect(sheet.cells["E1"]?.value == "Difference")
    #expect(sheet.cells["E2"]?.value == "0" && sheet.cells["E2"]?.isBold == false)
    #expect(sheet.cells["E3"]?.value == "8" && sheet.cells["E3"]?.format == "#,##0")
    #expect(sheet.cells["E4"]?.value == "-0.01" && sheet.cells["E4"]?.format == "#,##0.00")
    #expect(sheet.cells["E4"]?.kind == .number && sheet.cells["E4"]?.isBold == true)
    let words = CheckResult(
      name: "n", title: "T.", outcome: .passed, expected: "9 figures", found: "1.5.2")
    var report = SampleReport.report
    report.checks = [words]
    #expect(try WorkbookReader.sample(report).sheet("Checks").cells["E2"] == nil)
  }

  @Test func `a total that several tables have is listed once, and those that frame a period stay`()
    throws
  {
    func table(_ key: String, _ columns: [Column], _ cells: [TestCell]) -> TestReport.Table {
      .init(key, columns, [cells])
    }
    let value = Column.of("cost_value", .money, totalled: true)
    let opening = Column.of("opening_value", .money, totalled: true)
    let report = TestReport(tables: [
      table("a", [value, opening], [.number("5.00"), .number("4.00")]),
      table("b", [opening, value], [.number("4.00"), .number("5.00")]),
      table("d", [value], [.number("5.01")]),
    ])
    let sheet = try WorkbookReader.sample(report).sheet("Summary")
    let formulas = sheet.cells.values.compactMap(\.formula).sorted()
    #expect(formulas == ["'a'!$A$1", "'a'!$B$1", "'b'!$A$1", "'d'!$A$1"])
    #expect(sheet.texts.contains("A total that several tables have is listed once."))
  }

  @Test func `quantities of several units go from the first figure to the last of each unit`()
    throws
  {
    let columns: [Column] = [
      .of("unit", .text), .of("opening", .quantity, totalled: true),
      .of("closing", .quantity, totalled: true),
    ]
    let rows: [[TestCell]] = [
      [.text("pcs"), .number("2.000"), .number("3.000")],
      [.text("kg"), .number("0.500"), .number("1.250")],
    ]
    let texts = try WorkbookReader.sample(TestReport(tables: [.init("t", columns, rows)]))
      .sheet("Summary").texts
    let place = try #require(texts.firstIndex(of: "Quantities by unit"))
    #expect(
      Array(texts[(place + 5)...]) == [
        "t", "opening", "0.5", "kg", "closing", "1.25", "kg", "opening", "2", "pcs", "closing",
        "3", "pcs",
      ])
  }

  @Test func `about says what, when, where and what every column means`() throws {
    let texts = try WorkbookReader.sample().sheet("About").texts
    for expected in [
      "Asia/Bangkok", "Complete", "THB", "Prices are today's.", "90 (default)",
      "inventory-reports 1.0.0", "Quantity times cost price, rounded to the cent on every line.",
      "last_movement_at",
    ] { #expect(texts.contains(expected), "\(expected)") }
  }
}
