import Foundation
import Reports
import TestSupport
import Testing

@testable import StateStore

@Suite struct RunHistoryTests {
  private let folder = URL.temporaryDirectory.appending(path: UUID().uuidString).path

  private func record(_ number: Int, report: String = "a", state: RunRecord.State) -> RunRecord {
    RunRecord(
      run: "run-\(number)", report: report, attempt: 1, state: state,
      started: Instant(microseconds: Int64(number) * 1_000_000), host: "here", process: 1)
  }

  @Test func `a record comes back as it was saved, and the later one counts`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let history = RunHistory(try StateDatabase(folder: folder), output: "/out")
    var one = record(1, state: .running)
    try history.save([one, record(2, report: "b", state: .running)])
    one.state = .published
    one.period = "2026-11-21"
    one.finished = Instant(microseconds: 5)
    one.asOf = Instant(microseconds: 4)
    one.server = "replica:5432"
    one.isStandby = true
    one.rows = 12
    one.totals = #"{"detail":{"cost":"1.20"}}"#
    one.stages = ["read": 12, "write": 3]
    one.warnings = ["ที่ \"one\""]
    one.error = "none"
    try history.save([one])
    #expect(try history.records(of: "a", limit: 9) == [one])
    #expect(try history.records(limit: 9).map(\.report) == ["b", "a"])
    #expect(try history.running(of: "b").count == 1)
    #expect(try history.published(of: "a") == ["run-1"])
    #expect(
      try RunHistory(StateDatabase(folder: folder), output: "/other").records(limit: 9).isEmpty)
    try history.remove(run: "run-2", report: "b")
    #expect(try history.records(limit: 9) == [one])
  }

  @Test func `ten thousand runs are looked through at once, and pruned in seconds`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let history = RunHistory(try StateDatabase(folder: folder), output: "/out")
    try history.save((0..<10_000).map { record($0, state: .published) })
    let looked = try threadTime { () throws in
      #expect(try history.records(of: "a", limit: 20).first?.run == "run-9999")
      #expect(try history.running(of: "a").isEmpty)
    }
    #expect(looked < .milliseconds(100))
    let keep: Set = ["run-3", "run-4"]
    let before = Instant(microseconds: .max)
    var removed = 0
    let pruned = try threadTime { () throws in
      removed = try history.prune(report: "a", before: before, keeping: keep)
    }
    // The newest one stays whatever happens.
    #expect(removed == 9_997)
    #expect(try history.records(limit: 9).map(\.run) == ["run-9999", "run-4", "run-3"])
    #expect(pruned < .seconds(5))
  }
}
