import Foundation
import Reports
import TestSupport
import Testing
import Values

@testable import Publishing

struct PruneTests {
  private func publish(_ days: [String], to output: String) throws {
    for (number, day) in days.enumerated() {
      try SampleRun(context: SampleReport.context(day)).publish(
        to: output, id: SampleRun.id(number))
    }
  }

  private func periods(in output: String) throws -> [String] {
    try PublishedReports(output: output).periods(of: SampleReport.name).map(\.name.text)
  }

  @Test func `the newest days and the month ends stay`() throws {
    try withTemporaryFolder { output in
      try publish(
        [
          "2026-09-30", "2026-10-30", "2026-10-31", "2026-11-18", "2026-11-19", "2026-11-20",
          "2026-11-20",
        ], to: output)
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      let all = try folder.pruning(Retention(daily: 2), of: nil)
      #expect(all.periods.map(\.text) == ["2026-10-30", "2026-11-18"])
      // The replaced run of a kept period is what was once told to people: it stays.
      #expect(all.runs == [SampleRun.id(1), SampleRun.id(3)])
      #expect(all.bytes > 0)
      let one = try folder.pruning(Retention(daily: 2, monthly: 1), of: nil)
      #expect(one.periods.map(\.text) == ["2026-09-30", "2026-10-30", "2026-11-18"])
      #expect(try periods(in: output).count == 6)
      try folder.prune(all)
      #expect(
        try periods(in: output) == ["2026-09-30", "2026-10-31", "2026-11-19", "2026-11-20"])
      #expect(folder.prunedThrough() == Day("2026-11-18"))
      #expect(try Verification(output: output).findings() == [])
      #expect(try folder.pruning(Retention(daily: 2), of: nil).runs == [])
    }
  }

  @Test func `a period that was asked for by hand takes no place from the nights`() throws {
    try withTemporaryFolder { output in
      try publish(["2026-11-18", "2026-11-19", "2026-11-20"], to: output)
      for (number, last) in ["2026-11-21", "2026-11-17"].enumerated() {
        try SampleRun(context: SampleReport.context("2026-11-01", to: last)).publish(
          to: output, id: SampleRun.id(3 + number))
      }
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      let series = ScheduledSeries(SampleReport.scheduled(.daily, ofRanges: true))
      let pruning = try folder.pruning(Retention(daily: 2), of: series)
      #expect(pruning.periods.map(\.text) == ["2026-11-01_2026-11-17", "2026-11-18"])
      // What is never scheduled has only such periods.
      let manual = ScheduledSeries(SampleReport.scheduled(.manual, ofRanges: true))
      #expect(try folder.pruning(Retention(daily: 4), of: manual).periods.count == 1)
    }
  }

  @Test func `the newest run that is whole is never removed`() throws {
    try withTemporaryFolder { output in
      try publish(["2026-11-17", "2026-11-18", "2026-11-19"], to: output)
      let folder = try ReportFolder(output: output, report: SampleReport.name)
      for number in 1...2 {
        let run = try PublishedRun(folder: folder.run(SampleRun.id(number)))
        try FileManager.default.removeItem(atPath: run.path(of: run.package.resources[0]))
      }
      try folder.prune(try folder.pruning(Retention(daily: 1), of: nil))
      #expect(try periods(in: output) == ["2026-11-17", "2026-11-19"])
    }
  }

  @Test func `a lock is held by one, named, and ends with its holder`() throws {
    try withTemporaryFolder { output in
      func holder() throws -> String? { try RunLock.holder(output: output, report: "a") }
      #expect(try holder() == nil)
      var lock = try RunLock(output: output, report: "a", holder: "process 1")
      #expect(lock != nil)
      #expect(try holder() == "process 1")
      #expect(try RunLock(output: output, report: "a", holder: "process 2") == nil)
      #expect(try RunLock(output: output, report: "b", holder: "process 2") != nil)
      lock = nil
      #expect(try holder() == nil)
      // Who may not look does not take it for free.
      let path = output + "/a/.runs/.lock-run"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: path)
      let error = #expect(throws: PublishingError.self) { try holder() }
      #expect(error?.path == path)
    }
  }
}
