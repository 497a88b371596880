import Foundation
import Spreadsheet
import TestSupport
import Testing

@Suite(.serialized) struct SpreadsheetTests {
  private let properties = DocumentProperties(
    title: "T", subject: "S", author: "A", comments: "C", created: 1_000_000_000)

  @Test(
    arguments: [
      ("Detail", "Detail"), ("a/b:c*d?e[f]g\\h", "a b c d e f g h"), ("'quoted'", "quoted"),
      ("", "Sheet"), (" ", "Sheet"), ("History", "History table"), ("Q1", "Q1 table"),
      ("2026", "2026 table"), ("R1C1", "R1C1 table"), ("r", "r table"), ("Row", "Row"),
      ("สินค้า", "สินค้า"), ("tab\there", "tab here"), ("ABCD1", "ABCD1"), ("O'Neil", "O'Neil"),
    ]) func `a sheet's name is made valid`(title: String, name: String)
  {
    #expect(SheetName.valid(title) == name)
  }

  @Test func `a sheet's name is short and its own`() {
    let long = String(repeating: "🍜", count: 20)
    #expect(SheetName.valid(long).utf16.count == 30)
    #expect(SheetName.valid(long, part: 2).hasSuffix(" (2)"))
    #expect(SheetName.valid(long, part: 2).utf16.count <= 31)
    #expect(SheetName.valid("detail", taken: ["Detail"]) == "detail ~2")
    #expect(SheetName.valid("detail", taken: ["Detail", "DETAIL ~2"]) == "detail ~3")
  }

  @Test func `names of every kind make a workbook that can be read`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/n.xlsx"
      var book = try Workbook(path: path, properties: properties)
      var names: [String] = []
      for title in ["Q1", "O'Neil & Söhne <1>", String(repeating: "ก", count: 40), "a!b", "x y"] {
        let name = SheetName.valid(title, taken: names)
        names.append(name)
        let rows = try book.addTable(name)
        try book.setPage(rows.sheet, PageSetup(footer: "A & B", headerRow: 0))
        try rows.nextRow()
        try rows.write(text: "h", column: 0)
        try book.filterHeader(rows.sheet, columns: 1)
      }
      try book.define("total_x", as: "'Q1 table'!$A$1")
      try book.close()
      let reader = try WorkbookReader(path)
      #expect(reader.sheets.map(\.name) == names)
      let defined = reader.parts["xl/workbook.xml"]?.all("definedName").map(\.text) ?? []
      #expect(defined.filter { $0 == "'Q1 table'!$A$1" }.count == 2)
      #expect(defined.contains("'O''Neil & Söhne <1>'!$1:$1"))
    }
  }

  @Test(
    arguments: [
      (5, 1, 0.5), (1, 1, 0.1), (-123_456, 3, -123.456), (0, 2, 0),
      (9_007_199_254_740_993, 2, 90071992547409.93),
    ] as [(Int128, Int, Double)])
  func `a decimal becomes the nearest double`(value: Int128, scale: Int, double: Double) {
    #expect(NearestDouble.of(value, scale: scale) == double)
  }

  @Test func `long decimals become the nearest double, too`() {
    var state: UInt64 = 42
    for _ in 0..<2_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let value = Int128(Int64(bitPattern: state)) * Int128(state % 1_000_003)
      for scale in [0, 2, 3, 6, 23] {
        #expect(NearestDouble.of(value, scale: scale) == Double("\(value)e-\(scale)"))
      }
    }
  }

  @Test func `days and times are Excel's`() {
    #expect(DateSerial.day(daysSince1970: 0) == 25_569)
    #expect(DateSerial.day(daysSince1970: -25_508) == 61)
    #expect(DateSerial.day(daysSince1970: -25_509) == nil)
    #expect(DateSerial.time(localMicroseconds: 43_200_000_000) == 25_569.5)
    // Cut, so that the last moment of a day stays in it.
    let last = DateSerial.time(localMicroseconds: 86_399_999_999)
    #expect(last == 25_569 + 86_399_999.0 / 86_400_000)
    #expect(DateSerial.time(localMicroseconds: -1) == 25_568 + 86_399_999.0 / 86_400_000)
    #expect(DateSerial.time(localMicroseconds: .max) == nil)
    #expect(DateSerial.time(localMicroseconds: .min) == nil)
  }

  @Test func `letting go of workbooks leaves neither files nor descriptors`() throws {
    try withTemporaryFolder { folder in
      for round in 0..<50 {
        var book = try Workbook(path: "\(folder)/\(round).xlsx", properties: properties)
        for name in ["a", "b", "c"] {
          let rows = try book.addTable(name)
          // More than stays in memory.
          for row in 0..<(round < 4 ? 30_000 : 1) {
            try rows.nextRow()
            try rows.write(text: "\(row &* 2_654_435_761)", column: 0)
          }
        }
        if round % 2 == 0 { try book.close() }
      }
      #expect(try names(in: folder).count == 25)
      // Those of this folder alone, named or not: other tests open and close theirs meanwhile.
      let open = try names(in: "/proc/self/fd").compactMap {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
      }
      #expect(!open.contains { $0.contains(URL(filePath: folder).lastPathComponent) })
    }
  }

  @Test func `a failed cell names its place`() throws {
    try withTemporaryFolder { folder in
      var book = try Workbook(path: "\(folder)/x.xlsx", properties: properties)
      let rows = try book.addTable("S")
      for _ in 0..<3 { try rows.nextRow() }
      do throws(WorkbookError) {
        try rows.write(serial: .nan, column: 27)
        Issue.record("written")
      } catch {
        #expect(error.sheet == "S" && error.cell == "AB3" && !error.isSystem)
      }
    }
  }

  @Test func `several sheets are written turn by turn`() throws {
    try withTemporaryFolder { folder in
      let path = "\(folder)/x.xlsx"
      var book = try Workbook(path: path, properties: properties)
      let memory = try book.addSheet("M")
      let left = try book.addTable("L")
      let right = try book.addTable("R")
      for row in 0..<300 {
        for rows in [left, right] {
          try rows.nextRow()
          try rows.write(number: Int128(row), scale: 1, column: rows.sheet.index)
        }
        try book.nextRow(memory)
        try book.write(number: Int128(row), scale: 1, memory, column: memory.index)
      }
      try book.close()
      let reader = try WorkbookReader(path)
      #expect(try reader.sheet("M").cells["A300"]?.value == "29.9")
      #expect(try reader.sheet("L").cells["B300"]?.value == "29.9")
      #expect(try reader.sheet("R").cells["C1"]?.value == "0.0")
      let created = reader.parts["docProps/core.xml"]?.first("created")?.text
      #expect(created == "2001-09-09T01:46:40Z")
    }
  }

  @Test func `a folder that is not there is known at once`() {
    #expect(throws: WorkbookError.self) {
      _ = try Workbook(path: "/nowhere/x.xlsx", properties: properties)
    }
  }
}
