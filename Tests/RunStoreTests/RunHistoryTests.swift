import Foundation
import Reports
import Testing

@testable import RunStore

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
    let clock = ContinuousClock()
    let looked = try clock.measure { () throws in
      #expect(try history.records(of: "a", limit: 20).first?.run == "run-9999")
      #expect(try history.running(of: "a").isEmpty)
    }
    #expect(looked < .milliseconds(100))
    let keep: Set = ["run-3", "run-4"]
    let before = Instant(microseconds: .max)
    var removed = 0
    let pruned = try clock.measure { () throws in
      removed = try history.prune(report: "a", before: before, keeping: keep)
    }
    // The newest one stays whatever happens.
    #expect(removed == 9_997)
    #expect(try history.records(limit: 9).map(\.run) == ["run-9999", "run-4", "run-3"])
    #expect(pruned < .seconds(5))
  }

  @Test func `a copy is whole, verified, and can be put back`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let state = try StateDatabase(folder: folder)
    let history = RunHistory(state, output: "/out")
    try history.save([record(1, state: .published)])
    let copy = folder + "/copy.sqlite"
    try state.copy(to: copy)
    try state.copy(to: copy)
    try StateDatabase.check(file: copy)
    try history.save([record(2, state: .published)])
    let other = folder + "/other"
    #expect(try StateDatabase.restore(copy, to: other, stamp: "x") == nil)
    let kept = try StateDatabase.restore(copy, to: other, stamp: "y")
    #expect(kept == "\(other)/state.sqlite.replaced-y")
    let restored = RunHistory(try StateDatabase(folder: other), output: "/out")
    #expect(try restored.records(limit: 9).map(\.run) == ["run-1"])
    let damaged = folder + "/damaged"
    var bytes = try Data(contentsOf: URL(filePath: copy))
    bytes.replaceSubrange(4_096..<4_196, with: Data(repeating: 0xFF, count: 100))
    try bytes.write(to: URL(filePath: damaged))
    #expect(throws: StateError.self) { try StateDatabase.check(file: damaged) }
    #expect(throws: StateError.self) {
      _ = try StateDatabase.restore(damaged, to: other, stamp: "z")
    }
    try StateDatabase(folder: other).check()
  }

  @Test func `nothing takes the place of a state that somebody has open`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let copy = folder + "/copy.sqlite"
    func restore() throws { _ = try StateDatabase.restore(copy, to: folder, stamp: "x") }
    try withExtendedLifetime(try StateDatabase(folder: folder)) { state in
      try state.copy(to: copy)
      let error = #expect(throws: StateError.self) { try restore() }
      #expect(error?.description.contains("in use") == true, "\(String(describing: error))")
      // The file stayed where it is, under its name.
      try RunHistory(state, output: "/out").save([record(1, state: .published)])
    }
    let there = RunHistory(try StateDatabase(folder: folder), output: "/out")
    #expect(try there.records(limit: 9).map(\.run) == ["run-1"])
  }

  @Test func `copies are made once a night, and two are kept`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let state = try StateDatabase(folder: folder)
    let copies = StateCopies(output: folder)
    for hours in [0, 1, 24, 25, 48, 72, 50] {
      let now = Instant(microseconds: (1_795_311_000 + Int64(hours) * 3_600) * 1_000_000)
      try copies.add(of: state, now: now)
    }
    // The last came from a clock that was set back: it is made, and the newest other one kept.
    #expect(copies.all.count == 2)
    #expect(copies.all.map { $0.suffix(23) }.contains { $0.hasPrefix("20261124T") })
  }
}
