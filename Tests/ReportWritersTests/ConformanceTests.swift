import ReportWriters
import Reports
import TestSupport
import Testing

/// What every format has to do, whoever writes it.
@Suite struct ConformanceTests {
  @Test(arguments: ReportFormat.allCases, ConformanceCase.all)
  func `every cell reads as it was given`(
    format: ReportFormat, example: ConformanceCase
  ) throws {
    try withTemporaryFolder { folder in
      try example.report.write([format], to: folder)
      for table in example.report.tables {
        let found = try FormatReader.rows(table, format, in: folder)
        #expect(found.count == table.rows.count)
        for (row, cells) in zip(found, table.rows) {
          let expected = zip(cells, table.definition.columns).map { cell, column in
            FormatReader.expected(cell, column.type, format)
          }
          #expect(row == expected)
        }
      }
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `two runs give the same bytes`(format: ReportFormat) throws {
    let runs = try (0..<2).map { _ in
      try withTemporaryFolder { folder in
        try SampleReport.report.write([format], to: folder)
        return try names(in: folder).map { try bytes(of: $0, in: folder) }
      }
    }
    #expect(runs[0] == runs[1])
    #expect(!runs[0].isEmpty)
  }

  @Test(arguments: ReportFormat.allCases)
  func `written with others a format is what it is alone`(format: ReportFormat) throws {
    let alone = try withTemporaryFolder { folder in
      try SampleReport.report.write([format], to: folder).map { try bytes(of: $0.name, in: folder) }
    }
    let together = try withTemporaryFolder { folder in
      try SampleReport.report.write(ReportFormat.allCases, to: folder)
        .filter { $0.format == format }.map { try bytes(of: $0.name, in: folder) }
    }
    #expect(alone == together)
  }

  @Test(arguments: ReportFormat.allCases)
  func `a row that does not fit leaves no file`(format: ReportFormat) throws {
    try withTemporaryFolder { folder in
      let report = SampleReport.report
      let table = report.tables[0].definition
      let output = try ReportOutput(context: report.context, formats: [format], folder: folder)
      try output.begin(table)
      var row = RowBuffer()
      for cell in report.tables[0].rows[0] { cell.append(to: &row) }
      for _ in 0..<5_000 { try output.write(row) }
      row.append(.null)
      #expect(
        throws: ReportWriteError.cellCount(
          table: "detail", row: 5_001, expected: table.columns.count,
          found: table.columns.count + 1)
      ) { try output.write(row) }
      #expect(try names(in: folder).isEmpty)
      #expect(throws: ReportWriteError.self) { try output.end() }
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `a value of the wrong type is refused, by name`(format: ReportFormat) throws {
    try withTemporaryFolder { folder in
      let report = TestReport(tables: [.init("t", [.of("amount", .money)], [[.text("12")]])])
      #expect(throws: ReportWriteError.cellType(table: "t", column: "amount", row: 1)) {
        try report.write([format], to: folder)
      }
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `bytes that are not UTF-8 are refused`(format: ReportFormat) throws {
    try withTemporaryFolder { folder in
      let report = TestReport(tables: [.init("t", [.of("a", .text), .of("b", .text)], [])])
      let output = try ReportOutput(context: report.context, formats: [format], folder: folder)
      try output.begin(report.tables[0].definition)
      // One character in two cells: as a whole it is UTF-8, each for itself it is not.
      var row = RowBuffer()
      let bytes: [UInt8] = [0xC3, 0xA9]
      row.append(text: bytes.span.extracting(0..<1))
      row.append(text: bytes.span.extracting(1..<2))
      #expect(throws: ReportWriteError.notUTF8(table: "t", row: 1)) { try output.write(row) }
      #expect(try names(in: folder).isEmpty)
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `what is let go of leaves no file`(format: ReportFormat) throws {
    try withTemporaryFolder { folder in
      let report = SampleReport.report
      do {
        let output = try ReportOutput(context: report.context, formats: [format], folder: folder)
        try output.begin(report.tables[0].definition)
        try output.end()
        try output.begin(report.tables[1].definition)
      }
      #expect(try names(in: folder).isEmpty)
    }
  }

  @Test(arguments: ReportFormat.allCases)
  func `an existing file is never replaced`(format: ReportFormat) throws {
    try withTemporaryFolder { folder in
      try SampleReport.report.write([format], to: folder)
      let before = try names(in: folder).map { try bytes(of: $0, in: folder) }
      #expect(throws: ReportWriteError.self) { try SampleReport.report.write([format], to: folder) }
      #expect(try names(in: folder).map { try bytes(of: $0, in: folder) } == before)
    }
  }

  @Test(arguments: ["ก", "🍜", "x"])
  func `a text too long for a cell is cut in the workbook alone, which says so`(
    letter: String
  ) throws {
    // Emoji count twice, as Excel counts.
    let most = 32_767 / letter.utf16.count
    let long = String(repeating: letter, count: most + 1)
    let report = TestReport(
      tables: [
        .init(
          "t", [.of("a", .code), .of("b", .text)],
          [[.text("1"), .text(long)], [.text("2"), .text(String(long.dropLast()))]])
      ])
    try withTemporaryFolder { folder in
      try report.write(ReportFormat.allCases, to: folder)
      for format in ReportFormat.allCases where format != .xlsx {
        let rows = try FormatReader.rows(report.tables[0], format, in: folder)
        #expect(rows[0][1].contains(long), "\(format)")
      }
      let rows = try FormatReader.rows(report.tables[0], .xlsx, in: folder)
      let cut = "text " + String(long.prefix((32_767 - 8) / letter.utf16.count)) + " … (cut)"
      #expect(rows[0][1] == cut)
      let about = try WorkbookReader("\(folder)/sample-2026-11-21.xlsx").sheet("About").texts
      #expect(about.contains { $0.hasPrefix("1 text is longer than the 32,767 characters") })
      #expect(rows[1][1] == "text " + String(long.dropLast()))
    }
  }
}
