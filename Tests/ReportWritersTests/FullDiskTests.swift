import Foundation
import Reports
import ReportWriters
import Spreadsheet
import Testing
import TestSupport

/// A disk that is full somewhere on the way: an error and no file, or every file complete.
@Suite(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"), .serialized)
struct FullDiskTests {
  @Test(arguments: ReportFormat.allCases)
  func `a full disk is an error, never half a file`(format: ReportFormat) throws {
    var failures = 0
    var successes = 0
    // From too small for anything to large enough.
    for kilobytes in Self.sizes(format) {
      try SmallDisk.mounted(options: "size=\(kilobytes)k") { folder in
        let report = Self.report
        do {
          try report.write([format], to: folder)
          successes += 1
          let found = try FormatReader.rows(report.tables[0], format, in: folder)
          #expect(found.count == report.tables[0].rows.count)
          #expect(found.last?.last == found.first?.last)
        } catch let error as ReportWriteError {
          failures += 1
          #expect(Self.isFullDisk(error), "\(error)")
          #expect(try names(in: folder).isEmpty)
        }
      }
    }
    #expect(failures > 0)
    #expect(successes > 0)
  }

  @Test func `when the last of several files fails, none is left`() throws {
    for kilobytes in [700, 900, 1_100] {
      try SmallDisk.mounted(options: "size=\(kilobytes)k") { folder in
        do {
          try Self.report.write(ReportFormat.allCases, to: folder)
          Issue.record("the disk is too large for this test")
        } catch let error as ReportWriteError {
          #expect(Self.isFullDisk(error), "\(error)")
          let left = try names(in: folder)
          #expect(left.isEmpty)
        }
      }
    }
  }

  @Test(arguments: [300, 1_200, 1_800, 2_300])
  func `rows that do not fit are an error, at once or at the end`(kilobytes: Int) throws {
    try SmallDisk.mounted(options: "size=\(kilobytes)k") { folder in
      let error = try #require(throws: WorkbookError.self) {
        var book = try Workbook(
          path: "\(folder)/x.xlsx",
          properties: DocumentProperties(
            title: "", subject: "", author: "", comments: "", created: 1))
        let rows = try book.addTable("S")
        var state: UInt64 = 3
        // Some 2 MB compressed, once among the rows and once in the package.
        for _ in 0..<130_000 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          try rows.nextRow()
          try rows.write(text: "\(state)", column: 0)
        }
        try book.close()
      }
      #expect(error.isSystem && error.code == ENOSPC, "\(error)")
      let left = try names(in: folder)
      #expect(left.isEmpty)
    }
  }

  private static var report: TestReport {
    let rows = (0..<1_500).map { index in
      [
        TestCell.text("\(index &* 2_654_435_761 % 1_000_003) กาแฟคั่วบด"), .number("\(index).000"),
        .text("the same"),
      ]
    }
    return TestReport(tables: [
      .init("t", [.of("a", .text), .of("q", .quantity), .of("z", .text)], rows)
    ])
  }

  private static func sizes(_ format: ReportFormat) -> [Int] {
    format == .xlsx ? Array(stride(from: 32, through: 1_472, by: 48)) : [4, 8, 16, 32, 64, 1_024]
  }

  private static func isFullDisk(_ error: ReportWriteError) -> Bool {
    if case .file(_, _, let errno) = error { return errno == ENOSPC }
    return error.isCannotWrite
  }
}
