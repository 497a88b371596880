import Foundation
import Reports
import Values

@testable import Publishing

/// A run of the sample report: its files as a writer would leave them, and their publication.
struct SampleRun {
  var context: ReportContext
  /// Differs from run to run where a test must tell the files of two runs apart.
  var mark = "a"
  /// More bytes in the JSON file, to fill a disk.
  var padding = 0
  /// Whether a person named its days.
  var isByHand = false

  private struct Zeros: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
  }

  /// The id of a run that started so many seconds after 2026-11-22T01:30:00Z, always the same.
  static func id(_ second: Int) -> RunID {
    var zeros = Zeros()
    let start = Instant(microseconds: (1_795_311_000 + Int64(second)) * 1_000_000)
    return RunID(startedAt: start, using: &zeros)
  }

  var files: [ReportFile] {
    let period = PeriodFolderName(context: context)
    return [
      ReportFile(report: SampleReport.name, label: period.text, format: .csv, table: "detail"),
      ReportFile(report: SampleReport.name, label: period.text, format: .csvExcel, table: "detail"),
      ReportFile(report: SampleReport.name, label: period.text, format: .csv, table: "exceptions"),
      ReportFile(report: SampleReport.name, label: period.text, format: .json),
      ReportFile(report: SampleReport.name, label: period.text, format: .xlsx),
    ]
  }

  var publication: Publication {
    let start = Instant(microseconds: 1_795_311_000_000_000)
    return Publication(
      context: context,
      summaries: [
        TableSummary(
          table: SampleReport.detail, rows: 3,
          totals: [
            4: .byUnit([
              .init(unit: "kg", sum: 1500), .init(unit: "pcs", sum: 99_999_999_996_999),
            ]),
            5: .overall(10_000_000_000_000_123_449),
          ]),
        TableSummary(table: SampleReport.exceptions, rows: 0, totals: [:]),
      ],
      checks: [
        CheckResult(
          name: "totals", title: "The totals agree.", outcome: .passed,
          expected: "100000000000001234.49", found: "100000000000001234.49")
      ],
      files: files, asOf: Instant(microseconds: start.microseconds - 1_500_000),
      source: SourceFacts(
        server: "replica-1:5432", isStandby: true, replayPosition: "0/3000148",
        replayTime: ZonedTime(start, in: context.calendar), lagMilliseconds: 1_250),
      started: start, finished: Instant(microseconds: start.microseconds + 2_000_123),
      formulaGuard: true, isByHand: isByHand)
  }

  /// Writes the files into a run's folder.
  func write(into folder: RunFolder) throws {
    let csv = Data((SampleReport.header + SampleReport.rows.joined()).utf8)
    let contents = [
      csv, Data([0xEF, 0xBB, 0xBF]) + csv, Data("kind\r\n".utf8),
      Data(#"{"mark":"\#(mark)\#(String(repeating: " ", count: padding))"}"#.utf8), Data("PK".utf8),
    ]
    for (file, content) in zip(files, contents) {
      try content.write(to: URL(fileURLWithPath: folder.path(of: file)))
    }
  }

  /// Writes and publishes it as one run.
  @discardableResult
  func publish(
    to output: String, id: RunID,
    reached: (PublishStep) throws(PublishingError) -> Void = { _ throws(PublishingError) in }
  ) throws -> PublishedRun {
    let folder = try RunFolder(output: output, report: SampleReport.name, id: id)
    try write(into: folder)
    return try folder.publish(publication, reached: reached)
  }
}
