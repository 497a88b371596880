import Foundation
import ReportWriters
import Reports
import TestSupport
import Testing

/// A table that is longer than a sheet.
@Suite struct WorkbookRowLimitTests {
  @Test(arguments: [10, 21, 24, 25])
  func `a table that does not fit goes on, and sums every sheet`(limit: Int) throws {
    let book = try WorkbookReader.sample(options: WriterOptions(rowsPerSheet: limit))
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
    try withTemporaryFolder { folder in
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
      let listing = try ChildProcess.run(
        "unzip", ["-p", "\(folder)/\(files[0].name)", "xl/worksheets/sheet3.xml"])
      let sheet = try XMLReader.read(listing.output)
      #expect(sheet.all("row").count == 4 + 5)
      #expect(
        sheet.all("f").first?.text == "SUM('t'!$A$5:$A$1048576,'t (2)'!$A$5:$A$9)")
    }
  }
}
