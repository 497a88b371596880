import Files
import Foundation
import Reports
import TestSupport
import Testing
import Values

@testable import Publishing

/// `latest` after any sequence of runs and accidents, against the simplest model of it.
struct LatestModelTests {
  private static let schedules: [ReportDefinition.Schedule] = [
    .manual, .hourly, .daily, .weekly(weekday: 7), .monthEnd,
  ]

  /// Whether the contract calls a period one of the schedule, by dates written out.
  private func isScheduled(
    _ from: String, _ to: String, _ schedule: ReportDefinition.Schedule, ofRanges: Bool
  ) -> Bool {
    let monthEnds = ["2026-09-30", "2026-10-31", "2026-11-30"]
    switch schedule {
    case .manual: return true
    case .hourly, .daily: return from == to
    case .weekly:
      guard ofRanges, let first = Day(from), let last = Day(to) else { return from == to }
      return first.distance(to: last) == 6
    case .monthEnd:
      return monthEnds.contains(to) && from == (ofRanges ? to.prefix(8) + "01" : to)
    }
  }

  @Test func `any sequence of runs, filters and wrong links leaves the latest of the schedule`()
    throws
  {
    var random = SeededRandom(of: "LATEST_SEED")
    for _ in 0..<12 {
      let schedule = Self.schedules[Int.random(in: 0..<5, using: &random)]
      let ofRanges = Bool.random(using: &random)
      try withTemporaryFolder { output in
        try play(schedule, ofRanges: ofRanges, in: output, using: &random)
      }
    }
  }

  private func play(
    _ schedule: ReportDefinition.Schedule, ofRanges: Bool, in output: String,
    using random: inout SeededRandom
  ) throws {
    let definition = SampleReport.scheduled(schedule, ofRanges: ofRanges)
    let series = ScheduledSeries(definition)
    let folder = try ReportFolder(output: output, report: SampleReport.name)
    let start = try #require(Day("2026-09-28"))
    // The unfiltered periods of the schedule, by their last day.
    var model: [String: Set<String>] = [:]
    for number in 0..<25 {
      let accident = Int.random(in: 0..<8, using: &random)
      if number > 0, accident < 2 {
        let names = try FileSystem.names(in: folder.path).filter { PeriodFolderName($0) != nil }
        try FileSystem.remove(folder.latestLink)
        if accident == 0, let name = names.randomElement(using: &random) {
          try FileSystem.link(folder.latestLink, to: name)
        }
        _ = try folder.sweep(series)
      } else {
        let last = start.advanced(by: Int.random(in: 0..<66, using: &random))
        let lengths = [0, 0, 0, 6, 6, 29, 30, last.civil.day - 1]
        let length = lengths[Int.random(in: 0..<8, using: &random)]
        let from = last.advanced(by: -length).description
        let to = last.description
        let isFiltered = Int.random(in: 0..<5, using: &random) == 0
        let run = try SampleRun(
          context: SampleReport.context(
            from, to: to, stores: isFiltered ? ["x"] : [], of: definition)
        ).publish(to: output, id: SampleRun.id(number))
        if !isFiltered, isScheduled(from, to, schedule, ofRanges: ofRanges) {
          model[to, default: []].insert(run.facts.periodFolder)
        }
      }
      let shown = try FileSystem.linkTarget(folder.latestLink)
      let expected = model.max { $0.key < $1.key }?.value
      let isRight = shown.map { expected?.contains($0) == true } ?? (expected == nil)
      try #require(
        isRight, "\(schedule) of ranges \(ofRanges), step \(number): \(shown ?? "none")")
    }
    #expect(try Verification(output: output, of: [definition]).findings() == [])
  }
}
