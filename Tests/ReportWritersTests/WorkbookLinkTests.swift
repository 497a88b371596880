import ReportWriters
import Reports
import Testing

/// The links of a workbook, all of which stay in it.
@Suite struct WorkbookLinkTests {
  private func links(_ sheet: WorkbookReader.Sheet) -> [String: String] {
    var found: [String: String] = [:]
    for link in sheet.xml.all("hyperlink") {
      found[link.attributes["ref"] ?? ""] = link.attributes["location"]
    }
    return found
  }

  @Test func `the summary leads to each sheet, and each sheet back`() throws {
    let book = try WorkbookReader.sample()
    let summary = try book.sheet("Summary")
    var targets: [String: String] = [:]
    for (cell, location) in links(summary) {
      targets[summary.cells[cell]?.value ?? ""] = location
    }
    for (name, location) in [
      ("Detail", "'Detail'!B1"), ("By store", "'By store'!A1"), ("By day", "'By day'!A1"),
      ("Exceptions", "'Exceptions'!A1"),
      ("✗ 1 failed, ! 1 warned, 1 passed: see Checks", "'Checks'!A1"),
    ] { #expect(targets[name] == location) }
    for name in ["Detail", "By store", "By day", "Exceptions"] {
      let sheet = try book.sheet(name)
      let back = try #require(links(sheet).first)
      #expect(back.value == "'Summary'!A1" && sheet.cells[back.key]?.value == "← Summary")
    }
  }

  @Test func `a check leads to the table that it is about`() throws {
    var report = SampleReport.report
    report.checks = ["By day: Sales", "By days: Sales", "no table"].map {
      CheckResult(name: "n", title: "T.", outcome: .passed, detail: $0)
    }
    #expect(links(try WorkbookReader.sample(report).sheet("Checks")) == ["F2": "'By day'!A1"])
  }

  private static func id(_ number: Int) -> String {
    "0000000\(number)-0000-4000-8000-000000000000"
  }

  private static let pair: [Column] = [
    .of("store_id", .uuid), .of("store_name", .text), .of("product_id", .uuid), .of("sku", .code),
  ]

  private func row(_ store: Int?, _ product: Int, sku: TestCell? = nil) -> [TestCell] {
    [
      store.map { .uuid(Self.id($0)) } ?? .null, .text("Store"), .uuid(Self.id(product)),
      sku ?? .text("00\(product)"),
    ]
  }

  @Test func `what is found about a product in a store leads to its line`() throws {
    let report = TestReport(tables: [
      .init("detail", title: "Stock, it's all", Self.pair, [row(1, 5), row(2, 5), row(1, 6)]),
      .init(
        "exceptions", Self.pair,
        [row(1, 6), row(2, 5), row(2, 6), row(nil, 5), row(1, 5, sku: .null), row(1, 5)]),
    ])
    let book = try WorkbookReader.sample(report)
    let found = links(try book.sheet("exceptions"))
    #expect(
      found == [
        "B1": "'Summary'!A1", "D5": "'Stock, it''s all'!B7", "D6": "'Stock, it''s all'!B6",
        "D10": "'Stock, it''s all'!B5",
      ])
    #expect(try book.sheet("exceptions").cells["D5"]?.value == "006")
    #expect(try book.sheet("exceptions").cells["D5"]?.kind == .text)
    // Its own lines lead nowhere.
    #expect(links(try book.sheet("Stock, it's all")).count == 1)
  }

  @Test func `lines on a second sheet are not led to`() throws {
    let report = TestReport(tables: [
      .init("detail", Self.pair, (1...9).map { row($0, 1) }),
      .init("exceptions", Self.pair, [row(1, 1), row(9, 1)]),
    ])
    let book = try WorkbookReader.sample(report, options: WriterOptions(rowsPerSheet: 8))
    #expect(
      links(try book.sheet("exceptions")) == [
        "B1": "'Summary'!A1", "D5": "'detail'!B5",
      ])
  }
}
