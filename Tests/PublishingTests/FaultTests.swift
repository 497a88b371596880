import Foundation
import TestSupport
import Testing

@testable import Publishing

struct FaultTests {
  /// What is published when the fault comes.
  enum Scenario: String, CaseIterable, Codable {
    /// A day after those that are published, so that `latest` moves too.
    case nextDay
    /// A day that is published already.
    case sameDay

    var day: String { self == .nextDay ? "2026-11-21" : "2026-11-20" }

    /// The steps that it passes.
    var steps: [PublishStep] {
      self == .nextDay
        ? PublishStep.allCases : PublishStep.allCases.prefix { $0 != .latestLinkMade }
    }
  }

  static let cases = Scenario.allCases.flatMap { scenario in
    scenario.steps.map { (scenario, $0) }
  }

  private static let former = SampleRun.id(0)
  private static let new = SampleRun.id(1)

  private func publishFormer(to output: String) throws {
    try SampleRun(context: SampleReport.context("2026-11-20"), mark: "former").publish(
      to: output, id: Self.former)
  }

  /// The links show the former state before the step that swaps them and the new one from it on;
  /// whatever they show is whole.
  private func checkState(
    _ scenario: Scenario, at step: PublishStep, in output: String
  ) throws {
    func isPast(_ swap: PublishStep) -> Bool {
      PublishStep.allCases.drop { $0 != swap }.contains(step)
    }
    let reports = PublishedReports(output: output)
    let day = try #require(PeriodFolderName(scenario.day))
    let shown = try reports.current(day, of: SampleReport.name)?.id
    let before = scenario == .sameDay ? Self.former : nil
    #expect(shown == (isPast(.periodLinkSwapped) ? Self.new : before))
    if scenario == .nextDay {
      let latest = try reports.latest(of: SampleReport.name)?.id
      #expect(latest == (isPast(.latestLinkSwapped) ? Self.new : Self.former))
    }
    let findings = try Verification(output: output).findings()
    #expect(findings.allSatisfy { $0.kind == .wrongLatest }, "\(findings)")
  }

  @Test(arguments: cases)
  func `a failure at any step shows the former or the new run and leaves nothing half done`(
    _ scenario: Scenario, _ step: PublishStep
  ) throws {
    try withTemporaryFolder { output in
      try publishFormer(to: output)
      let planned = PublishingError(cause: .failed, path: "x", action: "x", reason: "planned")
      #expect(throws: planned) {
        try SampleRun(context: SampleReport.context(scenario.day), mark: "new").publish(
          to: output, id: Self.new
        ) { reached throws(PublishingError) in
          if reached == step { throw planned }
        }
      }
      try checkState(scenario, at: step, in: output)
      // Nothing is left for a sweep but a latest that the run did not come to.
      #expect(try ReportFolder.sweep(output: output) == [])
      #expect(try Verification(output: output).findings() == [])
      let isNew = try PublishedReports(output: output).runs(of: SampleReport.name).count == 2
      #expect(isNew == PublishStep.allCases.drop { $0 != .periodLinkSwapped }.contains(step))
    }
  }

  @Test(arguments: cases)
  func `a killed process leaves the former or the new run, and the next sweep cleans up`(
    _ scenario: Scenario, _ step: PublishStep
  ) async throws {
    try await withTemporaryFolder { output in
      try publishFormer(to: output)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [output = output as String, scenario = scenario as Scenario, step = step as PublishStep] in
        try SampleRun(context: SampleReport.context(scenario.day), mark: "new").publish(
          to: output, id: SampleRun.id(1)
        ) { reached throws(PublishingError) in
          if reached == step { kill(getpid(), SIGKILL) }
        }
      }
      try checkState(scenario, at: step, in: output)
      let removed = try ReportFolder.sweep(output: output)
      let isPartial = PublishStep.allCases.prefix { $0 != .folderRenamed }.contains(step)
      let isLink = step == .periodLinkMade || step == .latestLinkMade
      #expect(removed.filter { $0.hasSuffix(".partial") }.count == (isPartial ? 1 : 0))
      #expect(removed.filter { $0.hasSuffix(".link") }.count == (isLink ? 1 : 0))
      #expect(try Verification(output: output).findings() == [])
      // The next run is in nobody's way.
      try SampleRun(context: SampleReport.context(scenario.day)).publish(
        to: output, id: SampleRun.id(2))
      #expect(
        try PublishedReports(output: output).latest(of: SampleReport.name)?.id == SampleRun.id(2))
      #expect(try Verification(output: output).findings() == [])
    }
  }
}
