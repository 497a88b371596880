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
    #expect(checks.cells["E2"]?.value == "T: q in unit 7")
    #expect(checks.cells["E3"]?.value == "T: q, in 39 units")
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

  @Test func `about says what, when, where and what every column means`() throws {
    let texts = try WorkbookReader.sample().sheet("About").texts
    for expected in [
      "Asia/Bangkok", "Complete", "THB", "Prices are today's.", "90 (default)",
      "inventory-reports 1.0.0", "Quantity times cost price, rounded to the cent on every line.",
      "last_movement_at",
    ] { #expect(texts.contains(expected), "\(expected)") }
  }
}
