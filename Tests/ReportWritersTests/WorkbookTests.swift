import ReportWriters
import Reports
import Testing
import Values

/// The sheets of a workbook's tables, besides their cells.
@Suite struct WorkbookTests {
  @Test func `the sheets come in order`() throws {
    #expect(
      try WorkbookReader.sample().sheets.map(\.name) == [
        "Summary", "Detail", "By store", "By day", "Exceptions", "Checks", "About",
      ])
  }

  @Test func `a table has its heading, formats, filter, frozen header and print set-up`() throws {
    let book = try WorkbookReader.sample()
    let sheet = try book.sheet("Detail")
    #expect(sheet.cells["J4"]?.value == "Cost value (THB)")
    #expect(sheet.cells["J4"]?.isBold == true)
    // A whole quantity has no decimals, but their room.
    let formats = [
      "C5": "@", "H5": "#,##0_._0_0_0", "H8": "#,##0.000", "I5": "#,##0.00", "K5": "0.0%",
    ]
    for (cell, format) in formats { #expect(sheet.cells[cell]?.format == format) }
    #expect(sheet.cells["M5"]?.format == "yyyy-mm-dd hh:mm:ss")
    #expect(sheet.cells["M7"]?.format == "yyyy-mm-dd hh:mm:ss")
    let pane = sheet.xml.first("pane")?.attributes
    #expect(pane?["ySplit"] == "4" && pane?["state"] == "frozen")
    // Through the product.
    #expect(pane?["xSplit"] == "5" && pane?["topLeftCell"] == "F5")
    let setup = sheet.xml.first("pageSetup")?.attributes
    #expect(setup?["orientation"] == "landscape" && setup?["paperSize"] == "9")
    #expect(setup?["fitToHeight"] == "0")
    #expect(sheet.xml.first("pageSetUpPr")?.attributes["fitToPage"] == "1")
    #expect(sheet.xml.first("oddFooter")?.text.contains("Page &P of &N") == true)
    #expect(sheet.xml.first("ignoredError")?.attributes["numberStoredAsText"] == "1")
    let names = book.parts["xl/workbook.xml"]?.all("definedName") ?? []
    #expect(names.contains { $0.text == "Detail!$4:$4" })
    #expect(
      sheet.xml.first("oddFooter")?.text.hasPrefix("&L&8Sample of stock · 2026-11-21&C&8&A") == true
    )
  }

  @Test func `only a time that would be shown as the next day's has its milliseconds`() throws {
    let calendar = SampleReport.report.context.calendar
    let midnight = calendar.start(of: try #require(Day("2026-11-22"))).microseconds
    let rows: [[TestCell]] = [-500_001, -500_000, 43_200_999_999].map {
      [.time(midnight + $0, "")]
    }
    let sheet = try WorkbookReader.sample(
      TestReport(tables: [.init("t", [.of("at", .timestamp)], rows)])
    ).sheet("t")
    let plain = "yyyy-mm-dd hh:mm:ss"
    #expect((5...7).map { sheet.cells["A\($0)"]?.format } == [plain, plain + ".000", plain])
  }

  @Test func `a wide table is printed on pages that can be read, each with the names`() throws {
    let columns: [Column] =
      [.of("sku", .code), .of("product_name", .text)]
      + (1...30).map { .of("figure_number_\($0)", .money) }
    let cells: [TestCell] =
      [.text("0001"), .text("Tea")] + (1...30).map { _ in .number("1234567.00") }
    let book = try WorkbookReader.sample(TestReport(tables: [.init("t", columns, [cells])]))
    let setup = try book.sheet("t").xml.first("pageSetup")?.attributes
    let pages = try #require(setup?["fitToWidth"].flatMap { Int($0) })
    #expect(pages == 3 && setup?["fitToHeight"] == "0" && setup?["pageOrder"] == "overThenDown")
    let names = book.parts["xl/workbook.xml"]?.all("definedName").map(\.text) ?? []
    #expect(names.contains("t!$A:$B,t!$4:$4"))
  }

  @Test func `a negative quantity is bold besides its minus sign`() throws {
    let sheet = try WorkbookReader.sample().sheet("Detail")
    #expect(sheet.cells["H5"]?.value == "-8.000")
    #expect(sheet.cells["H5"]?.isBold == true)
    #expect(sheet.cells["H6"]?.isBold == false)
  }

  @Test func `totals are formulas with their value, apart from the table`() throws {
    let sheet = try WorkbookReader.sample().sheet("Detail")
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
    let names = try WorkbookReader.sample().parts["xl/workbook.xml"]?.all("definedName") ?? []
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
    let sheet = try WorkbookReader.sample(TestReport(tables: [.init("t", columns, rows)])).sheet(
      "t")
    #expect(sheet.cells["A1"]?.value == "Totals for each unit: see Summary")
    #expect(sheet.cells["A2"]?.value == "← Summary")
    #expect(sheet.cells["A4"]?.value == "unit")
    let one = try WorkbookReader.sample(
      TestReport(tables: [.init("t", columns, [rows[0], rows[0]])])
    ).sheet("t")
    #expect(one.cells["B1"]?.value == "2.000")
  }

  @Test func `the header of a table without totals stands where that of each table does`() throws {
    let report = TestReport(tables: [.init("t", [.of("a", .text)], [[.text("x")]])])
    let sheet = try WorkbookReader.sample(report).sheet("t")
    #expect(sheet.cells["A1"]?.value == "← Summary")
    #expect(sheet.cells["A2"] == nil && sheet.cells["A3"] == nil)
    #expect(sheet.cells["A4"]?.value == "a" && sheet.cells["A5"]?.value == "x")
    #expect(sheet.xml.first("pane")?.attributes["ySplit"] == "4")
  }

  @Test func `a label stands beside the table where each column has a total`() throws {
    let columns: [Column] = [.of("a", .money, totalled: true), .of("b", .money, totalled: true)]
    let report = TestReport(tables: [.init("t", columns, [[.number("1.00"), .number("2.00")]])])
    let sheet = try WorkbookReader.sample(report).sheet("t")
    #expect(sheet.cells["B1"]?.value == "2.00" && sheet.cells["C1"]?.value == "Total")
  }

  @Test func `what is for programs is folded away`() throws {
    var table = SampleReport.report.tables[1]
    table.definition.columns[0].isFolded = true
    let sheet = try WorkbookReader.sample(TestReport(tables: [table])).sheet("By store")
    let columns = sheet.xml.all("col").map {
      [$0.attributes["hidden"], $0.attributes["collapsed"]]
    }
    #expect(columns[0] == ["1", nil] && columns[1] == [nil, "1"])
    // The label of the totals is seen.
    #expect(sheet.cells["A1"] == nil && sheet.cells["B1"]?.value == "Total")
  }

  @Test func `a table without rows says so and totals nothing`() throws {
    let sheet = try WorkbookReader.sample().sheet("Exceptions")
    #expect(sheet.cells["A5"]?.value == "No rows")
    #expect(sheet.rowCount == 5)
    #expect(sheet.cells["C1"]?.value == "0.00" && sheet.cells["C1"]?.formula == nil)
    #expect(sheet.xml.first("autoFilter") == nil && sheet.xml.first("tablePart") == nil)
  }
}
