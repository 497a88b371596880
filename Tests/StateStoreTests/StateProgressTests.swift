import Foundation
import Reports
import Testing

@testable import StateStore

/// How the output folder follows the state: an older state in its place is told by it.
@Suite struct StateProgressTests {
  private typealias Change = @Sendable (StateDatabase, StatePlace) throws -> Void

  /// Everything that must not be lost, and how it is changed.
  private static let changes: [(String, Change)] = [
    ("a mute", { state, _ in try mute(state) }),
    ("a run", { state, _ in try TestPlace.remember(7, in: state) }),
    ("a run that is replaced", { state, _ in try TestPlace.remember(1, in: state) }),
    (
      "a price",
      { state, _ in
        let now = Instant(microseconds: 1)
        _ = try PriceHistory(state, system: 1, database: 1)
          .add([], extent: .init(since: now, seenTo: now), former: nil)
      }
    ),
    (
      "a round",
      { state, _ in try state.changeAlerts { try $0.finishRound(at: .now, watched: 1) } }
    ),
    (
      "a review",
      { state, place in
        try state.changeReview(of: place.output) { review in
          _ = try review.take(
            ReviewBook(
              run: "r", day: Day(daysSinceEpoch: 1), asOf: Instant(microseconds: 1),
              takenAt: Instant(microseconds: 1), currency: "THB"))
        }
      }
    ),
  ]

  private static func looks(_ place: StatePlace) -> [() throws -> StateDatabase?] {
    [{ try place.open() }, { try place.look() }, { try place.openExisting() }]
  }

  private static func mute(_ state: StateDatabase) throws {
    _ = try state.changeAlerts { try $0.add(AlertMute(product: "a"), at: Instant.now) }
  }

  /// Puts a copy in the place of the state, as somebody does by hand.
  private func put(_ copy: String, in test: TestPlace) throws {
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: test.state + suffix)
    }
    try FileManager.default.copyItem(atPath: copy, toPath: test.state)
  }

  @Test(arguments: changes.indices, [false, true])
  func `an older state is refused after any change, by whoever looked first too`(
    _ index: Int, _ hasLooked: Bool
  ) throws {
    let (name, change) = Self.changes[index]
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      let first = try test.place.open()
      try TestPlace.remember(1, in: first)
      try first.copy(to: copy)
      first.close()
      let state = try hasLooked ? #require(try test.place.openExisting()) : test.place.open()
      try change(state, test.place)
      state.close()
    }
    try put(copy, in: test)
    for look in Self.looks(test.place) {
      let error = #expect(throws: StateError.self, "\(name)") { _ = try look() }
      #expect(error?.description.contains("older copy") == true, "\(name)")
    }
  }

  @Test func `what was there before a restore is put back by the command alone`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      let state = try test.place.open()
      try state.copy(to: copy)
      for number in 1...9 { try TestPlace.remember(number, in: state) }
      state.close()
    }
    let replaced = try #require(try StateRestore(to: test.place, stamp: "x").perform(copy).replaced)
    for former in [replaced, copy] {
      let kept = test.root + "/kept.sqlite"
      try FileManager.default.moveItem(atPath: test.state, toPath: kept)
      try put(former, in: test)
      #expect(TestPlace.cause { _ = try test.place.open() } == .foreign, "\(former)")
      try put(kept, in: test)
      try FileManager.default.removeItem(atPath: kept)
      #expect(try test.runs() == [])
    }
    _ = try StateRestore(to: test.place, stamp: "y").perform(replaced)
    #expect(try test.runs().count == 9)
  }

  @Test(arguments: [false, true])
  func `a replaced state that the mark did not follow is put back by the command alone`(
    _ isMarkLost: Bool
  ) throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      let state = try test.place.open()
      try TestPlace.remember(1, in: state)
      try state.copy(to: copy)
      let mark = try OutputMark.read(in: test.place.output)
      for number in 2...9 { try TestPlace.remember(number, in: state) }
      // As after a power cut.
      try mark?.write(in: test.place.output)
      if isMarkLost {
        try FileManager.default.removeItem(atPath: test.place.output + "/.state/belongs-to.json")
      }
      state.close()
    }
    let restore = StateRestore(to: test.place, stamp: "x")
    let replaced = try #require(try restore.perform(copy).replaced)
    try put(replaced, in: test)
    for look in Self.looks(test.place) {
      let error = #expect(throws: StateError.self) { _ = try look() }
      #expect(error?.description.contains("older copy") == true)
    }
    _ = try StateRestore(to: test.place, stamp: "y").perform(replaced)
    #expect(try test.runs().count == 9)
  }

  @Test func `what changes nothing leaves the mark as it is`() throws {
    let test = try TestPlace()
    let state = try test.place.open()
    try Self.mute(state)
    let mark = OutputMark.stamp(in: test.place.output)
    #expect(mark != nil)
    _ = try state.changeAlerts { try $0.mutes(at: Instant.now) }
    _ = try state.readAlerts { try $0.holds() }
    #expect(OutputMark.stamp(in: test.place.output) == mark)
  }

  @Test func `of two that change the state at once, the mark has all`() async throws {
    let test = try TestPlace()
    let states = try (0..<4).map { _ in try test.place.open() }
    await withTaskGroup(of: Void.self) { group in
      for state in states {
        group.addTask { for _ in 1...25 { try? Self.mute(state) } }
      }
    }
    let entries = try states[0].read { try StateIdentity($0).entries }
    #expect(entries >= 100)
    #expect(try OutputMark.read(in: test.place.output)?.entries == entries)
  }

  @Test func `a mark that another process writes meanwhile stays`() throws {
    let test = try TestPlace()
    try test.place.open().close()
    let output = test.place.output
    let mark = try #require(try OutputMark.read(in: output))
    var (next, other) = (mark, mark)
    next.entries += 1
    other.state = UUID().uuidString
    // After `mark` was read.
    try other.write(in: output)
    try next.write(in: output, inPlaceOf: { $0 == mark })
    #expect(try OutputMark.read(in: output) == other)
    let names = try FileManager.default.contentsOfDirectory(atPath: output + "/.state")
    #expect(names == ["belongs-to.json"])
    try next.write(in: output, inPlaceOf: { $0 == other })
    #expect(try OutputMark.read(in: output) == next)
  }

  @Test func `a change is kept although the mark cannot be written`() throws {
    let test = try TestPlace()
    let state = try test.place.open()
    let folder = test.place.output + "/.state"
    // A folder under the mark's name: nothing can take its place.
    try FileManager.default.removeItem(atPath: folder + "/belongs-to.json")
    try FileManager.default.createDirectory(
      atPath: folder + "/belongs-to.json/a", withIntermediateDirectories: true)
    try TestPlace.remember(1, in: state)
    #expect(try TestPlace.runs(state) == ["run-1"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["belongs-to.json"])
  }

  @Test func `the mark is made as soon as the output folder is there`() throws {
    let test = try TestPlace()
    let place = StatePlace(folder: test.place.folder, output: test.root + "/later")
    let state = try place.open()
    try TestPlace.remember(1, in: state)
    #expect(!FileManager.default.fileExists(atPath: place.output))
    try FileManager.default.createDirectory(
      atPath: place.output, withIntermediateDirectories: true)
    try TestPlace.remember(2, in: state)
    let mark = try #require(try OutputMark.read(in: place.output))
    #expect(try mark.state == state.read { try StateIdentity($0).id })
    state.close()
    // So it may be moved after the first run.
    let moved = StatePlace(folder: place.folder, output: test.root + "/moved")
    try FileManager.default.moveItem(atPath: place.output, toPath: moved.output)
    #expect(try TestPlace.runs(moved.open()) == ["run-1", "run-2"])
  }

  @Test func `an output folder of another state is refused while the state is open`() throws {
    let test = try TestPlace()
    let (output, files) = (test.place.output, FileManager.default)
    for look in Self.looks(test.place) {
      do {
        let first = try test.place.open()
        try Self.mute(first)
        first.close()
      }
      let state = try #require(try look())
      let other = StatePlace(folder: test.root + "/other", output: test.root + "/other-out")
      try files.createDirectory(atPath: other.output, withIntermediateDirectories: true)
      try other.begin(acceptingLoss: true).close()
      try files.moveItem(atPath: output, toPath: output + ".away")
      try files.moveItem(atPath: other.output, toPath: output)
      let foreign = OutputMark.stamp(in: output)
      #expect(TestPlace.cause { try state.ensureInPlace() } == .foreign)
      #expect(TestPlace.cause { _ = try TestPlace.runs(state) } == .foreign)
      #expect(TestPlace.cause { try Self.mute(state) } != nil)
      #expect(OutputMark.stamp(in: output) == foreign)
      try files.moveItem(atPath: output, toPath: other.output)
      try files.moveItem(atPath: output + ".away", toPath: output)
      _ = try TestPlace.runs(state)
      try files.removeItem(atPath: other.output)
    }
  }
}
