import ReportWriters
import Reports
import Testing

/// The charts of a workbook.
@Suite struct WorkbookChartTests {
  @Test func `the charts have their points cached`() throws {
    let book = try WorkbookReader.sample()
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
    report.charts = [.init(kind: .bars, title: "V", table: "t", group: group, values: ["v"])]
    let chart = try #require(try WorkbookReader.sample(report).parts["xl/charts/chart1.xml"])
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

  @Test func `stacked bars have a part for each column, and one order for all`() throws {
    let columns: [Column] = [.of("name", .text), .of("a", .money), .of("b", .money)]
    var report = TestReport(tables: [
      .init(
        "t", columns,
        [
          [.text("Small"), .number("1.00"), .number("2.00")],
          [.text("Large"), .number("0.50"), .null],
          [.text("Large"), .number("0.50"), .number("4.00")],
        ])
    ])
    report.charts = [
      .init(kind: .stacked, title: "V", table: "t", group: "name", values: ["a", "b"])
    ]
    let chart = try #require(try WorkbookReader.sample(report).parts["xl/charts/chart1.xml"])
    #expect(chart.first("grouping")?.attributes["val"] == "stacked")
    #expect(
      chart.all("cat").map { $0.all("v").map(\.text) } == [
        ["Large", "Small"], ["Large", "Small"],
      ])
    #expect(chart.all("val").map { $0.all("v").map(\.text) } == [["1", "1"], ["4", "2"]])
    #expect(chart.all("tx").count == 3 && chart.first("legend") != nil)
  }

  @Test func `a chart of several units is not drawn, and says so`() throws {
    var report = SampleReport.report
    report.charts[0].values = ["quantity"]
    let book = try WorkbookReader.sample(report)
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
    report.charts = [.init(kind: .line, title: "V", table: "t", group: "date", values: ["v"])]
    let chart = try #require(try WorkbookReader.sample(report).parts["xl/charts/chart1.xml"])
    #expect(chart.first("val")?.all("v").map(\.text) == ["1", "0", "0", "5"])
  }
}
