import Foundation
import ReportWriters
import Reports
import Spreadsheet
import TestSupport
import Testing

/// The tables of Excel's in a workbook, and the rules that a workbook has to keep.
@Suite struct WorkbookTableTests {
  @Test func `rows are a table of Excel's, with the header's words`() throws {
    let book = try WorkbookReader.sample()
    let table = try #require(book.parts["xl/tables/table1.xml"]?.first("table"))
    #expect(
      table.attributes["displayName"] == "lines_detail" && table.attributes["ref"] == "A4:M64")
    #expect(table.first("autoFilter")?.attributes["ref"] == "A4:M64")
    let detail = try book.sheet("Detail")
    let headings = table.all("tableColumn").map { $0.attributes["name"] }
    #expect(headings == "ABCDEFGHIJKLM".map { detail.cells["\($0)4"]?.value })
    #expect(detail.xml.first("autoFilter") == nil)
    #expect(detail.xml.first("tableParts")?.all("tablePart").count == 1)
  }

  @Test func `each heading has its meaning as a note`() throws {
    let book = try WorkbookReader.sample()
    let notes = try #require(book.parts["xl/comments1.xml"]).all("comment")
    #expect(notes.count == 13 && notes[3].attributes["ref"] == "D4")
    #expect(notes[3].all("t").map(\.text) == ["The code on the pack."])
  }

  @Test(
    arguments: [
      ("lines_detail", true), ("A", true), ("", false), ("1a", false), ("_a", false),
      ("a b", false),
      ("A1", false), ("XFD9", false), ("R1C1", false), ("r", false), ("ä", false),
      ("lines_ก", false),
      (String(repeating: "a", count: 128), false),
    ]) func `names that formulas take`(name: String, isValid: Bool)
  {
    #expect(TableName.isValid(name) == isValid)
  }

  @Test(
    arguments: [
      (["a", "b"], true), (["a", "A"], false), (["a", ""], false), (["a "], false),
      (["\ta"], false),
      (["a\nb"], false), (["x_x0041_"], false), ([String(repeating: "ก", count: 255)], true),
      ([String(repeating: "ก", count: 256)], false), (["ราคา (THB)", "<&\">'[]#@"], true),
    ]) func `headings that a table takes`(headings: [String], areValid: Bool)
  {
    #expect(TableName.areValid(headings: headings) == areValid)
  }

  @Test func `headings that are alike leave a filter`() throws {
    let columns = ["Name", "NAME"].map { Column(key: $0, type: .text, title: $0) }
    let report = TestReport(tables: [.init("t", columns, [[.text("x"), .text("y")]])])
    let book = try WorkbookReader.sample(report)
    #expect(try book.sheet("t").xml.first("autoFilter")?.attributes["ref"] == "A4:B5")
    #expect(book.parts["xl/tables/table1.xml"] == nil)
  }

  /// Names as somebody might give them who wants to break the file.
  static var hostile: TestReport {
    func table(_ key: String, _ title: String, _ headings: [String]) -> TestReport.Table {
      let columns = headings.enumerated().map { index, heading in
        Column(
          key: index == 0 ? "unit" : "c\(index)", type: index == 0 ? .text : .money, title: heading,
          meaning: heading, totalled: index > 0)
      }
      let rows: [[TestCell]] = (1...3).map { number in
        headings.indices.map {
          $0 == 0 ? .text("=cmd|'/c calc'!A\(number)") : .number("-\(number).05")
        }
      }
      return .init(key, title: title, columns, rows)
    }
    var report = TestReport(tables: [
      table("a1", "A1", ["A1", "R1C1", "=1+1"]),
      table("r1c1", "R1C1", ["'", "\"", "'\"]]>&<"]),
      table("detail", "O'Neil's \"best\" & <Söhne>!", ["[#All]", "a\nb", "@"]),
      table("detail_2", String(repeating: "ก", count: 31), ["ราคา", "ราคา ", "x_x0041_"]),
      table("t", String(repeating: "'", count: 31) + "x", ["Same", "same", "SAME"]),
      table("c", "History", ["", "a", "b"]),
      table("unit_c1", "Summary", [String(repeating: "h", count: 300), "d", "e"]),
      table("unit", "checks", ["Tab\there", "e\u{301}", "é"]),
    ])
    report.checks = report.tables.map {
      CheckResult(
        name: "n", title: "T.", outcome: .passed, expected: "1", found: "2",
        detail: "\($0.definition.title): x")
    }
    return report
  }

  private func check(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Reference/check_workbook.py").standardizedFileURL.path
    let found = try ChildProcess.run(TestPython.path, [script] + arguments)
    return (found.status, found.text + found.errors)
  }

  private static let reports: [(report: TestReport, rows: Int)] = [
    (SampleReport.report, 1_048_576), (SampleReport.report, 12), (hostile, 1_048_576), (hostile, 6),
  ]

  @Test(arguments: reports.indices)
  func `a workbook keeps the rules by which Excel opens it`(place: Int) throws {
    let (report, rows) = Self.reports[place]
    try withTemporaryFolder { folder in
      let files = try report.write(
        [.xlsx], to: folder, options: WriterOptions(rowsPerSheet: rows))
      let found = try check(["\(folder)/\(files[0].name)"])
      #expect(found.status == 0, "\(found.text)")
    }
  }

  static let hasLibreOffice = ["/usr/bin/soffice", "/usr/local/bin/soffice"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: hasLibreOffice, "LibreOffice is not installed"), arguments: [0, 2])
  func `formulas come out as the values beside them`(place: Int) throws {
    try withTemporaryFolder { folder in
      let files = try Self.reports[place].report.write([.xlsx], to: folder)
      let found = try check(["--recalculate", "\(folder)/\(files[0].name)"])
      #expect(found.status == 0, "\(found.text)")
      #expect(!found.text.contains(" 0 formulas"))
    }
  }
}
