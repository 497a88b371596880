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
    #expect(sheet.cells["J4"]?.value == "Cost value (THB)")
    #expect(sheet.cells["J4"]?.isBold == true)
    let formats = ["C5": "@", "H5": "#,##0.000", "I5": "#,##0.00", "K5": "0.0%"]
    for (cell, format) in formats { #expect(sheet.cells[cell]?.format == format) }
    #expect(sheet.cells["M5"]?.format == "yyyy-mm-dd hh:mm:ss")
    #expect(sheet.cells["M6"]?.format == "yyyy-mm-dd hh:mm:ss.000")
    #expect(sheet.xml.first("autoFilter")?.attributes["ref"] == "A4:M64")
    let pane = sheet.xml.first("pane")?.attributes
    #expect(pane?["ySplit"] == "4" && pane?["state"] == "frozen")
    let setup = sheet.xml.first("pageSetup")?.attributes
    #expect(setup?["orientation"] == "landscape" && setup?["paperSize"] == "9")
    #expect(setup?["fitToHeight"] == "0")
    #expect(sheet.xml.first("pageSetUpPr")?.attributes["fitToPage"] == "1")
    #expect(sheet.xml.first("oddFooter")?.text.contains("Page &P of &N") == true)
    #expect(sheet.xml.first("ignoredError")?.attributes["numberStoredAsText"] == "1")
    let names = book.parts["xl/workbook.xml"]?.all("definedName") ?? []
    #expect(names.contains { $0.text == "Detail!$4:$4" })
  }

  @Test func `a negative quantity is bold besides its minus sign`() throws {
    let sheet = try sample().sheet("Detail")
    #expect(sheet.cells["H5"]?.value == "-8.000")
    #expect(sheet.cells["H5"]?.isBold == true)
    #expect(sheet.cells["H6"]?.isBold == false)
  }

  @Test func `totals are formulas with their value, apart from the table`() throws {
    let sheet = try sample().sheet("Detail")
    #expect(sheet.cells["B1"]?.value == "Total")
    #expect(sheet.cells["J1"]?.formula == "SUM('Detail'!$J$5:$J$64)")
    #expect(sheet.cells["B2"]?.value == "Total of the filtered rows")
    #expect(sheet.cells["J2"]?.formula == "SUBTOTAL(109,'Detail'!$J$5:$J$64)")
    for cell in ["B1", "J1", "B2", "J2"] { #expect(sheet.cells[cell]?.isBold == true) }
    for cell in ["J1", "J2"] { #expect(sheet.cells[cell]?.value == "537453.86") }
    // Kilograms and pieces: no total.
    #expect(sheet.cells["H1"] == nil && sheet.cells["H2"] == nil)
    // A blank row parts them from the header, and the last row is the table's.
    let rows = sheet.xml.all("row")
    #expect(rows.map { $0.attributes["r"] } == (1...64).map { "\($0)" })
    #expect(rows[2].all("c").isEmpty)
    #expect(sheet.xml.first("dimension")?.attributes["ref"] == "A1:M64")
  }

  @Test func `each total and each table has a name`() throws {
    let names = try sample().parts["xl/workbook.xml"]?.all("definedName") ?? []
    let expected = [
      "total_detail_cost_value": "'Detail'!$J$1", "filtered_detail_cost_value": "'Detail'!$J$2",
      "table_detail": "'Detail'!$A$4:$M$64", "table_by_day": "'By day'!$A$4:$C$25",
    ]
    for (name, cells) in expected {
      #expect(names.first { $0.attributes["name"] == name }?.text == cells)
    }
    #expect(!names.contains { $0.attributes["name"] == "table_exceptions" })
  }

  @Test func `where no figure is the sum of all, the reader is told where to look`() throws {
    let rows: [[TestCell]] = ["kg", "pcs"].map { [.text($0), .number("1.000")] }
    let columns: [Column] = [.of("unit", .text), .of("q", .quantity, totalled: true)]
    let sheet = try sample(TestReport(tables: [.init("t", columns, rows)])).sheet("t")
    #expect(sheet.cells["A1"]?.value == "Totals for each unit: see Summary")
    #expect(sheet.cells["A2"] == nil)
    #expect(sheet.cells["A4"]?.value == "unit")
    let one = try sample(TestReport(tables: [.init("t", columns, [rows[0], rows[0]])])).sheet("t")
    #expect(one.cells["B1"]?.value == "2.000")
  }

  @Test func `a table without totals begins with its header`() throws {
    let report = TestReport(tables: [.init("t", [.of("a", .text)], [[.text("x")]])])
    let book = try sample(report)
    let sheet = try book.sheet("t")
    #expect(sheet.cells["A1"]?.value == "a" && sheet.cells["A2"]?.value == "x")
    #expect(sheet.xml.first("pane")?.attributes["ySplit"] == "1")
    #expect(sheet.xml.first("autoFilter")?.attributes["ref"] == "A1:A2")
  }

  @Test func `a label stands beside the table where each column has a total`() throws {
    let columns: [Column] = [.of("a", .money, totalled: true), .of("b", .money, totalled: true)]
    let report = TestReport(tables: [.init("t", columns, [[.number("1.00"), .number("2.00")]])])
    let sheet = try sample(report).sheet("t")
    #expect(sheet.cells["B1"]?.value == "2.00" && sheet.cells["C1"]?.value == "Total")
  }

  @Test func `what is for programs is folded away`() throws {
    var table = SampleReport.report.tables[1]
    table.definition.columns[0].isFolded = true
    let sheet = try sample(TestReport(tables: [table])).sheet("By store")
    let columns = sheet.xml.all("col").map {
      [$0.attributes["hidden"], $0.attributes["collapsed"]]
    }
    #expect(columns[0] == ["1", nil] && columns[1] == [nil, "1"])
    // The label of the totals is seen.
    #expect(sheet.cells["A1"] == nil && sheet.cells["B1"]?.value == "Total")
  }

  @Test func `the summary has every total, per unit where units differ`() throws {
    let sheet = try sample().sheet("Summary")
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

  private func bars(_ columns: [Column], _ rows: [[TestCell]], group: String) throws -> [String] {
    var report = TestReport(tables: [.init("t", columns + [.of("v", .money)], rows)])
    report.charts = [.init(kind: .bars, title: "V", table: "t", group: group, value: "v")]
    let chart = try #require(try sample(report).parts["xl/charts/chart1.xml"])
    return (chart.first("cat")?.all("v") ?? []).map(\.text)
  }

  @Test func `other is never a single one`() throws {
    func labels(_ count: Int) throws -> [String] {
      try bars(
        [.of("a", .text)], (1...count).map { [.text("g\($0)"), .number("\(100 - $0).00")] },
        group: "a")
    }
    #expect(try labels(13).last == "g13")
    #expect(try labels(14).last == "other (2)")
    #expect(try labels(14).count == 13)
  }

  @Test func `bars are the groups of the table, and of one name each shows its id`() throws {
    let found = try bars(
      [.of("key", .code), .of("name", .text)],
      [
        [.text("c0000001-1"), .text("Tea"), .number("5.00")],
        [.text("Tea"), .text("Tea"), .number("4.00")],
        [.text("c0000002-1"), .text("Mugs"), .number("3.00")],
        [.text("c0000003-1"), .text("Mugs"), .number("2.00")],
        [.text("c0000003-2"), .text("Mugs"), .number("1.00")],
        [.null, .text("(none)"), .number("0.50")], [.text("Pots"), .text("Pots"), .number("0.25")],
      ], group: "name")
    #expect(
      found == [
        "Tea (c0000001)", "Tea (no id)", "Mugs (c0000002)", "Mugs (c0000003-1)",
        "Mugs (c0000003-2)", "(none)", "Pots",
      ])
    let id = "00000001-0000-4000-8000-000000000001"
    let stores = try bars(
      [.of("store_id", .uuid), .of("store_name", .text)],
      [
        [.uuid(id), .text("Main"), .number("5.00")], [.uuid(id), .text("Main"), .number("4.00")],
        [.null, .null, .number("1.00")],
      ], group: "store_name")
    #expect(stores == ["Main", "(none)"])
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
    let book = try sample(report)
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
    let few = try sample(report)
    #expect(try few.sheet("Checks").rowCount == 10)
    #expect(try few.sheet("Summary").texts.filter { $0.hasPrefix("unit ") }.count == 9)
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
    #expect(sheet.cells["A5"]?.value == "No rows")
    #expect(sheet.rowCount == 5)
    #expect(sheet.cells["C1"]?.value == "0.00" && sheet.cells["C1"]?.formula == nil)
    #expect(sheet.xml.first("autoFilter") == nil)
  }

  @Test(arguments: [10, 21, 24, 25])
  func `a table that does not fit goes on, and sums every sheet`(limit: Int) throws {
    let book = try sample(options: WriterOptions(rowsPerSheet: limit))
    let parts = book.sheets.filter { $0.name.hasPrefix("By day") }
    let rows = 21
    // Totals, a blank row and the header need a row each.
    let perSheet = limit - 4
    #expect(parts.count == (rows + perSheet - 1) / perSheet)
    var found: [String] = []
    for part in parts {
      #expect(part.rowCount <= limit)
      #expect(part.cells["A4"]?.value == "Date")
      for row in 5...limit {
        if let cell = part.cells["A\(row)"], cell.kind == .number { found.append(cell.value) }
      }
    }
    #expect(found.count == rows && Set(found).count == rows)
    // Each sheet has the totals of all of them.
    for part in parts {
      let total = part.cells["B1"]
      let filtered = part.cells["B2"]
      #expect(total?.value == "1059299.50" && filtered?.value == "1059299.50")
      #expect(total?.formula?.split(separator: ",").count == parts.count)
      #expect(filtered?.formula == total?.formula?.replacing("SUM(", with: "SUBTOTAL(109,"))
      #expect(part.cells["A1"]?.value == (parts.count > 1 ? "Total of all sheets" : "Total"))
    }
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
      #expect(sheet.all("row").count == 4 + 5)
      #expect(
        sheet.all("f").first?.text == "SUM('t'!$A$5:$A$1048576,'t (2)'!$A$5:$A$9)")
    }
  }
}
