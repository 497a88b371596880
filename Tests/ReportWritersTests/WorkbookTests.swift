import Foundation
import ReportWriters
import Reports
import Testing

/// What a workbook has besides the cells of its tables.
@Suite struct WorkbookTests {
  private func sample(
    _ report: TestReport = SampleReport.report, options: WriterOptions = WriterOptions()
  ) throws -> WorkbookReader {
    try withFolder { folder in
      let files = try report.write([.xlsx], to: folder, options: options)
      #expect(files == [WrittenFile(name: "sample-2026-11-21.xlsx", format: .xlsx)])
      return try WorkbookReader("\(folder)/\(files[0].name)")
    }
  }

  @Test func `the sheets come in order`() throws {
    #expect(
      try sample().sheets.map(\.name) == [
        "Summary", "Detail", "By store", "By day", "Exceptions", "Checks", "About",
      ])
  }

  @Test func `a table has its heading, formats, filter, frozen header and print set-up`() throws {
    let book = try sample()
    let sheet = try book.sheet("Detail")
    #expect(sheet.cells["J1"]?.value == "Cost value (THB)")
    #expect(sheet.cells["J1"]?.isBold == true)
    let formats = ["C2": "@", "H2": "#,##0.000", "I2": "#,##0.00", "K2": "0.0%"]
    for (cell, format) in formats { #expect(sheet.cells[cell]?.format == format) }
    #expect(sheet.cells["M2"]?.format == "yyyy-mm-dd hh:mm:ss")
    #expect(sheet.cells["M3"]?.format == "yyyy-mm-dd hh:mm:ss.000")
    #expect(sheet.xml.first("autoFilter")?.attributes["ref"] == "A1:M61")
    let pane = sheet.xml.first("pane")?.attributes
    #expect(pane?["ySplit"] == "1" && pane?["state"] == "frozen")
    let setup = sheet.xml.first("pageSetup")?.attributes
    #expect(setup?["orientation"] == "landscape" && setup?["paperSize"] == "9")
    #expect(setup?["fitToHeight"] == "0")
    #expect(sheet.xml.first("pageSetUpPr")?.attributes["fitToPage"] == "1")
    #expect(sheet.xml.first("oddFooter")?.text.contains("Page &P of &N") == true)
    #expect(sheet.xml.first("ignoredError")?.attributes["numberStoredAsText"] == "1")
    let names = book.parts["xl/workbook.xml"]?.all("definedName") ?? []
    #expect(names.contains { $0.text == "Detail!$1:$1" })
  }

  @Test func `a negative quantity is bold besides its minus sign`() throws {
    let sheet = try sample().sheet("Detail")
    #expect(sheet.cells["H2"]?.value == "-8.000")
    #expect(sheet.cells["H2"]?.isBold == true)
    #expect(sheet.cells["H3"]?.isBold == false)
  }

  @Test func `totals are formulas with their value`() throws {
    let sheet = try sample().sheet("Detail")
    #expect(sheet.cells["B62"]?.value == "Total")
    #expect(sheet.cells["J62"]?.formula == "SUM('Detail'!$J$2:$J$61)")
    #expect(sheet.cells["J62"]?.value == "537453.86")
    // Kilograms and pieces: no total.
    #expect(sheet.cells["H62"]?.formula == nil)
  }

  @Test func `each total has a name`() throws {
    let names = try sample().parts["xl/workbook.xml"]?.all("definedName") ?? []
    let total = names.first { $0.attributes["name"] == "total_detail_cost_value" }
    #expect(total?.text == "'Detail'!$J$62" || total?.text == "Detail!$J$62")
  }

  @Test func `the summary has every total, per unit where units differ`() throws {
    let sheet = try sample().sheet("Summary")
    let formulas = sheet.cells.values.compactMap { cell in
      cell.formula.map { "\($0) = \(cell.value)" }
    }
    #expect(formulas.contains("'Detail'!$J$62 = 537453.86"))
    #expect(
      formulas.contains {
        $0.hasPrefix("SUMIF('Detail'!$G$2:$G$61,$D$")
          && $0.hasSuffix(",'Detail'!$H$2:$H$61) = 430.5")
      })
    #expect(sheet.texts.contains("✗ 1 failed, ! 1 warned, 1 passed: see Checks"))
    #expect(sheet.texts.contains("end of 2026-11-21 (2026-11-22T00:00:00+07:00)"))
  }

  @Test func `units that Excel takes for one are plain numbers`() throws {
    let rows: [[TestCell]] = ["kg", "KG", "*", "pcs"].map { [.text($0), .number("1.000")] }
    let report = TestReport(tables: [
      .init("t", [.of("unit", .text), .of("q", .quantity, totalled: true)], rows)
    ])
    let sheet = try sample(report).sheet("Summary")
    #expect(sheet.cells.values.filter { $0.formula?.contains("SUMIF") == true }.count == 1)
  }

  @Test func `the charts have their points cached`() throws {
    let book = try sample()
    let bars = try #require(book.parts["xl/charts/chart1.xml"])
    #expect(bars.first("barChart") != nil)
    #expect(bars.first("cat")?.all("pt").count == 13)
    #expect(bars.first("cat")?.all("v").last?.text == "other (3)")
    let line = try #require(book.parts["xl/charts/chart2.xml"])
    #expect(line.first("lineChart") != nil)
    #expect(line.first("val")?.all("pt").count == 21)
    #expect(bars.all("t").map(\.text) == ["Cost value by product (THB)"])
  }

  @Test func `a chart of several units is not drawn, and says so`() throws {
    var report = SampleReport.report
    report.charts[0].value = "quantity"
    let book = try sample(report)
    #expect(book.parts["xl/charts/chart2.xml"] == nil)
    #expect(try book.sheet("Summary").texts.contains { $0.hasPrefix("Not drawn") })
  }

  @Test func `a line has a zero for a day without rows`() throws {
    var report = TestReport(tables: [
      .init(
        "t", [.of("date", .date), .of("v", .money)],
        [
          [.day("2026-11-05"), .number("2.00")], [.day("2026-11-02"), .number("1.00")],
          [.day("2026-11-05"), .number("3.00")],
        ])
    ])
    report.charts = [.init(kind: .line, title: "V", table: "t", group: "date", value: "v")]
    let chart = try #require(try sample(report).parts["xl/charts/chart1.xml"])
    #expect(chart.first("val")?.all("v").map(\.text) == ["1", "0", "0", "5"])
  }

  @Test func `checks show symbol, word and exact text`() throws {
    let sheet = try sample().sheet("Checks")
    #expect(sheet.cells["A2"]?.value == "✓ passed")
    #expect(sheet.cells["C2"]?.value == "1234567890123456789012345678.90")
    #expect(sheet.cells["C2"]?.kind == .text)
    #expect(sheet.cells["A3"]?.value == "! warned")
    #expect(sheet.cells["A4"]?.value == "✗ failed")
    #expect(sheet.cells["A4"]?.isBold == true)
  }

  @Test func `about says what, when, where and what every column means`() throws {
    let texts = try sample().sheet("About").texts
    for expected in [
      "Asia/Bangkok", "Complete", "THB", "Prices are today's.", "90 (default)",
      "inventory-reports 1.0.0", "Quantity times cost price, rounded to the cent on every line.",
      "last_movement_at",
    ] { #expect(texts.contains(expected), "\(expected)") }
  }

  @Test func `a table without rows says so and totals nothing`() throws {
    let sheet = try sample().sheet("Exceptions")
    #expect(sheet.cells["A2"]?.value == "No rows")
    #expect(sheet.rowCount == 2)
    #expect(sheet.xml.first("autoFilter") == nil)
  }

  @Test(arguments: [10, 21, 22])
  func `a table that does not fit goes on, and sums every sheet`(limit: Int) throws {
    let book = try sample(options: WriterOptions(rowsPerSheet: limit))
    let parts = book.sheets.filter { $0.name.hasPrefix("By day") }
    let rows = 21
    let perSheet = limit - 1
    // The totals need a row, too.
    #expect(parts.count == (rows + 1 + perSheet - 1) / perSheet)
    var found: [String] = []
    for part in parts {
      #expect(part.rowCount <= limit)
      #expect(part.cells["A1"]?.value == "Date")
      for row in 2...limit {
        if let cell = part.cells["A\(row)"], cell.kind == .number { found.append(cell.value) }
      }
    }
    #expect(found.count == rows && Set(found).count == rows)
    let total = parts.last?.cells.values.first { $0.formula != nil }
    #expect(total?.value == "1059299.50")
    let ranges = total?.formula?.split(separator: ",").count
    #expect(ranges == (rows + perSheet - 1) / perSheet)
    if parts.count > 1 {
      #expect(parts[1].name == "By day (2)")
      #expect(try book.sheet("About").texts.contains { $0.hasPrefix("By day, then By day (2)") })
    }
  }

  @Test(
    .enabled(
      if: ProcessInfo.processInfo.environment["FULL_SHEETS"] != nil,
      "a million rows: FULL_SHEETS=1 swift test -c release"))
  func `a row more than a sheet holds`() throws {
    try withFolder { folder in
      let table = TestReport.Table(
        "t", [.of("n", .integer, totalled: true), .of("name", .text)], [])
      let report = TestReport(tables: [table])
      let output = try ReportOutput(context: report.context, formats: [.xlsx], folder: folder)
      try output.begin(table.definition)
      var row = RowBuffer()
      for number in 0..<Int64(1_048_577) {
        row.removeAll()
        row.append(number: number)
        row.append(text: "ข้าวหอมมะลิ")
        try output.write(row)
      }
      try output.end()
      let files = try output.finish(checks: [])
      let listing = try run(
        "/usr/bin/unzip", "-p", "\(folder)/\(files[0].name)", "xl/worksheets/sheet3.xml")
      let sheet = try XMLReader.read(listing.output)
      #expect(sheet.all("row").count == 1 + 2 + 1)
      #expect(sheet.all("f").map(\.text) == ["SUM('t'!$A$2:$A$1048576,'t (2)'!$A$2:$A$3)"])
    }
  }
}
