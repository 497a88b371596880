import Foundation
import TestSupport
import Testing

@testable import Spreadsheet

/// A sheet of more than 4 GB, which needs the long fields of ZIP64; minutes, so only when asked for.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["LARGE_SHEETS"] != nil, "make bench-large"))
struct LargeSheetTests {
  @Test(.timeLimit(.minutes(30)))
  func `a sheet above 4 GB is read to its last row`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/x.xlsx"
      var book = try Workbook(
        path: path,
        properties: DocumentProperties(
          title: "Large", subject: "", author: "", comments: "", created: 1))
      let rows = try book.addTable("Large")
      // Other parts lie behind the large one.
      let small = try book.addTable("Small")
      try small.nextRow()
      try small.write(text: "behind", column: 0)
      let words = Array(String(repeating: "A long text for a cell, 1234567890. ", count: 116).utf8)
      for row in 0..<1_048_576 {
        try rows.nextRow()
        try rows.write(number: Int128(row), scale: 0, column: 0)
        try rows.write(text: words.span, column: 1)
      }
      #expect(rows.extent.size > 1 << 32)
      print("\(rows.extent.size) bytes of rows, peak memory \(try Self.peakMemory())")
      try book.close()
      #expect(try names(in: folder) == ["x.xlsx"])
      #expect(try ChildProcess.run("unzip", ["-tq", path]).status == 0)
      let found = try ChildProcess.run(TestPython.path, ["-c", Self.reading, path])
      #expect(
        found.text
          == "1048576 rows, sum \(1_048_576 * 1_048_575 / 2), then behind\n")
    }
  }

  private static func peakMemory() throws -> String {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    return String(status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? "unknown")
  }

  private static let reading = """
    import sys, openpyxl
    sys.stderr = sys.stdout
    book = openpyxl.load_workbook(sys.argv[1], read_only=True)
    count = total = 0
    for row in book["Large"].iter_rows(values_only=True):
        assert row[1].endswith("1234567890. ") and len(row[1]) == 4176
        count, total = count + 1, total + row[0]
    print(f"{count} rows, sum {total}, then {book['Small']['A1'].value}")
    """
}
