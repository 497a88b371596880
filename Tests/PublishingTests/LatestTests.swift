import Files
import Foundation
import Reports
import TestSupport
import Testing
import Values

@testable import Publishing

struct LatestTests {
  /// Publishes one after the other and gives what `latest` shows after each.
  private func latest(
    after contexts: [ReportContext], in output: String
  ) throws -> [String?] {
    let folder = try ReportFolder(output: output, report: SampleReport.name)
    return try contexts.enumerated().map { number, context in
      try SampleRun(context: context).publish(to: output, id: SampleRun.id(number))
      return try FileSystem.linkTarget(folder.latestLink)
    }
  }

  @Test func `the day that ends last is latest, whenever it is published`() throws {
    try withTemporaryFolder { output in
      let shown = try latest(
        after: [
          SampleReport.context("2026-11-20"), SampleReport.context("2026-11-22"),
          SampleReport.context("2026-11-21"), SampleReport.context("2026-11-22"),
          SampleReport.context("2026-11-30"),
        ], in: output)
      #expect(shown == ["2026-11-20", "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-30"])
      #expect(try Verification(output: output).findings() == [])
    }
  }

  @Test func `a period that the schedule does not ask for is never latest`() throws {
    try withTemporaryFolder { output in
      let shown = try latest(
        after: [
          SampleReport.context("2026-11-01", to: "2026-11-30"), SampleReport.context("2026-11-20"),
          SampleReport.context("2026-11-01", to: "2026-11-30"),
          SampleReport.context("2026-11-20", to: "2026-11-21"),
        ], in: output)
      #expect(shown == [nil, "2026-11-20", "2026-11-20", "2026-11-20"])
      #expect(try Verification(output: output).findings() == [])
    }
  }

  @Test func `a latest that shows what the schedule does not ask for is mended by the next run`()
    throws
  {
    try withTemporaryFolder { output in
      let month = try SampleReport.context("2026-11-01", to: "2026-11-30")
      _ = try latest(after: [month], in: output)
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      func spoil() throws {
        try FileSystem.remove(folder.latestLink)
        try FileSystem.link(folder.latestLink, to: "2026-11-01_2026-11-30")
        #expect(try Verification(output: output).findings().map(\.kind) == [.wrongLatest])
      }
      try spoil()
      #expect(try ReportFolder.sweep(output: output) == [])
      #expect(try FileSystem.linkTarget(folder.latestLink) == nil)
      try SampleRun(context: SampleReport.context("2026-11-20")).publish(
        to: output, id: SampleRun.id(9))
      try spoil()
      #expect(try ReportFolder.sweep(output: output) == [])
      #expect(try FileSystem.linkTarget(folder.latestLink) == "2026-11-20")
      try spoil()
      // Without a definition nobody can say which it should be.
      #expect(try Verification(output: output, of: []).findings() == [])
    }
  }

  @Test func `of a report without a schedule any period may be latest, the newest of equal ends`()
    throws
  {
    let manual = SampleReport.scheduled(.manual, ofRanges: true)
    try withTemporaryFolder { output in
      let shown = try latest(
        after: [
          SampleReport.context("2026-11-22", of: manual),
          SampleReport.context("2026-11-01", to: "2026-11-30", of: manual),
          SampleReport.context("2026-11-30", of: manual),
          SampleReport.context("2026-11-01", to: "2026-11-29", of: manual),
        ], in: output)
      #expect(
        shown == ["2026-11-22", "2026-11-01_2026-11-30", "2026-11-30", "2026-11-30"])
      #expect(try Verification(output: output, of: [manual]).findings() == [])
    }
  }

  @Test func `a filtered run never moves it`() throws {
    try withTemporaryFolder { output in
      let shown = try latest(
        after: [
          SampleReport.context("2026-11-22", stores: ["x"]), SampleReport.context("2026-11-20"),
          SampleReport.context("2026-11-21", stores: ["x"]),
        ], in: output)
      #expect(shown == [nil, "2026-11-20", "2026-11-20"])
      #expect(try Verification(output: output).findings() == [])
    }
  }

  @Test func `a provisional run may be latest, and ends when its snapshot was taken`() throws {
    let manual = SampleReport.scheduled(.manual, ofRanges: true)
    try withTemporaryFolder { output in
      // 2026-11-22T08:30:00+07:00 and noon.
      let morning = Instant(microseconds: 1_795_311_000_000_000)
      let noon = Instant(microseconds: morning.microseconds + 12_600_000_000)
      let shown = try latest(
        after: [
          SampleReport.context("2026-11-21", of: manual),
          SampleReport.context("2026-11-22", now: noon, of: manual),
          SampleReport.context("2026-11-01", to: "2026-11-22", now: morning, of: manual),
          // The day again, with an earlier snapshot than the month's: the month now ends last.
          SampleReport.context(
            "2026-11-22", now: Instant(microseconds: morning.microseconds - 1), of: manual),
          SampleReport.context("2026-11-21", of: manual),
          SampleReport.context("2026-11-22", of: manual),
        ], in: output)
      #expect(
        shown == [
          "2026-11-21", "2026-11-22", "2026-11-22", "2026-11-01_2026-11-22",
          "2026-11-01_2026-11-22", "2026-11-22",
        ])
      #expect(try Verification(output: output, of: [manual]).findings() == [])
    }
  }

  @Test func `of a schedule of days, one that is not over is never latest`() throws {
    try withTemporaryFolder { output in
      // 2026-11-22T08:30:00+07:00.
      let morning = Instant(microseconds: 1_795_311_000_000_000)
      let open = try SampleReport.context("2026-11-22", now: morning)
      let shown = try latest(
        after: [
          open, SampleReport.context("2026-11-20"), open, SampleReport.context("2026-11-21"), open,
          SampleReport.context("2026-11-22"),
        ], in: output)
      #expect(shown == [nil, "2026-11-20", "2026-11-20", "2026-11-21", "2026-11-21", "2026-11-22"])
      #expect(try Verification(output: output).findings() == [])
    }
  }

  @Test func `a latest that was made before its day was over is taken away`() throws {
    try withTemporaryFolder { output in
      let open = try SampleReport.context(
        "2026-11-22", now: Instant(microseconds: 1_795_311_000_000_000))
      _ = try latest(after: [open], in: output)
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      try FileSystem.link(folder.latestLink, to: "2026-11-22")
      #expect(try ReportFolder.sweep(output: output) == [])
      #expect(try FileSystem.linkTarget(folder.latestLink) == nil)
    }
  }

  @Test func `a broken latest is replaced by the period that ends last`() throws {
    try withTemporaryFolder { output in
      let contexts = try ["2026-11-22", "2026-11-20"].map { try SampleReport.context($0) }
      _ = try latest(after: contexts, in: output)
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      for broken in ["2026-11-23", "nonsense", "../.."] {
        try FileSystem.remove(folder.latestLink)
        try FileSystem.link(folder.latestLink, to: broken)
        try SampleRun(context: SampleReport.context("2026-11-21")).publish(
          to: output, id: RunID(startedAt: Instant(microseconds: 0)))
        #expect(try FileSystem.linkTarget(folder.latestLink) == "2026-11-22")
      }
    }
  }

  @Test func `a period whose manifest cannot be read is not latest`() throws {
    try withTemporaryFolder { output in
      let first = try SampleRun(context: SampleReport.context("2026-11-22")).publish(
        to: output, id: SampleRun.id(0))
      try Data("{".utf8).write(to: URL(fileURLWithPath: first.folder + "/datapackage.json"))
      try SampleRun(context: SampleReport.context("2026-11-20")).publish(
        to: output, id: SampleRun.id(1))
      let latest = try PublishedReports(output: output).latest(of: SampleReport.name)
      #expect(latest?.id == SampleRun.id(1))
    }
  }

  @Test(arguments: [(1, false), (366, false), (367, true)])
  func `days by hand are no schedule's, unless they are too many to look at`(
    days: Int, isScheduled: Bool
  ) throws {
    try withTemporaryFolder { output in
      let last = try #require(Day("2026-11-20"))
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      let series = ScheduledSeries(SampleReport.definition)
      var run = SampleRun(context: try SampleReport.context("2026-11-20"))
      run.isByHand = true
      try run.publish(to: output, id: SampleRun.id(0))
      let target = try #require(try FileSystem.linkTarget("\(folder.path)/2026-11-20"))
      for age in 1..<max(days, 1) {
        try FileSystem.link("\(folder.path)/\(last.advanced(by: -age))", to: target)
      }
      #expect(try folder.wasScheduled(series, upTo: last) == isScheduled)
      // One of the schedule among them is found, but not from the days before it.
      run.isByHand = false
      run.context = try SampleReport.context("2026-11-19")
      try run.publish(to: output, id: SampleRun.id(1))
      #expect(try folder.wasScheduled(series, upTo: last))
      #expect(try !folder.wasScheduled(series, upTo: last.advanced(by: -2)))
    }
  }
}
