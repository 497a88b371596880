import Foundation
import Reports
import ReportWriters
import Testing
import TestSupport

@Suite struct SampleTests {
  /// `SAMPLE_FOLDER=/tmp/x swift test --filter SampleTests` keeps the files for the eye.
  @Test func `the sample is written in every format`() throws {
    if let kept = ProcessInfo.processInfo.environment["SAMPLE_FOLDER"] {
      #expect(try SampleReport.report.write([.csv, .csvExcel, .json, .xlsx], to: kept).count == 10)
    }
    try withTemporaryFolder { folder in
      let files = try SampleReport.report.write([.csv, .csvExcel, .json, .xlsx], to: folder)
      #expect(try names(in: folder) == files.map(\.name).sorted())
      #expect(files.count == 10)
    }
  }
}
