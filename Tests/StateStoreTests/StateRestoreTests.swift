import Files
import Foundation
import GRDB
import TestSupport
import Testing
import Values

@testable import StateStore

/// What is installed is what was checked, what is replaced is kept whole, at every step.
@Suite struct StateRestoreTests {
  private func restore(_ copy: String, to test: TestPlace) throws -> StateRestore.Outcome {
    try StateRestore(to: test.place, stamp: "x").perform(copy)
  }

  @Test func `a copy is verified, put back, and belongs to the output folder`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      let state = try test.place.open()
      try TestPlace.remember(1, in: state)
      try state.copy(to: copy)
      try state.copy(to: copy)
      try StateDatabase.check(file: copy)
      try TestPlace.remember(2, in: state)
      state.close()
    }
    let outcome = try restore(copy, to: test)
    #expect(outcome.replaced == "\(test.state).replaced-x")
    #expect(try test.runs() == ["run-1"])
    let damaged = test.root + "/damaged"
    var bytes = try Data(contentsOf: URL(filePath: copy))
    bytes.replaceSubrange(4_096..<4_196, with: Data(repeating: 0xFF, count: 100))
    try bytes.write(to: URL(filePath: damaged))
    #expect(TestPlace.cause { try StateDatabase.check(file: damaged) } == .damaged)
    #expect(TestPlace.cause { _ = try restore(damaged, to: test) } == .damaged)
    #expect(try test.runs() == ["run-1"])
    try test.place.open().check()
  }

  @Test func `what only the log of a copy has is put back, too`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    try test.dyingState([1, 2], as: copy)
    #expect(try restore(copy, to: test).replaced == nil)
    #expect(try test.runs() == ["run-1", "run-2"])
  }

  @Test func `a replaced state is kept with its log, and can be put back whole`() throws {
    let test = try TestPlace()
    try test.dyingState([1], as: test.root + "/copy.sqlite")
    try test.place.makeFolder()
    try test.dyingState([1, 2, 3], as: test.state)
    let outcome = try restore(test.root + "/copy.sqlite", to: test)
    #expect(try test.runs() == ["run-1"])
    let replaced = try #require(outcome.replaced)
    let undone = try restore(replaced, to: test)
    #expect(try test.runs() == ["run-1", "run-2", "run-3"])
    // Within the same second as the first, and each is kept.
    #expect(undone.replaced == replaced + "-2")
    _ = try restore(replaced + "-2", to: test)
    #expect(try test.runs() == ["run-1"])
    #expect(try restore(replaced, to: test).replaced == replaced + "-4")
  }

  @Test func `a damaged state gives its place to a copy, and is kept with its log`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    try test.dyingState([1], as: copy)
    try test.place.makeFolder()
    for suffix in ["", "-wal"] {
      try Data(repeating: 0x41, count: 8_192).write(to: URL(filePath: test.state + suffix))
    }
    let replaced = try #require(try restore(copy, to: test).replaced)
    for suffix in ["", "-wal"] {
      #expect(try Data(contentsOf: URL(filePath: replaced + suffix)).first == 0x41)
    }
    #expect(try test.runs() == ["run-1"])
  }

  @Test func `a file that a process died in is put right, and gives its place to a copy`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    try test.dyingState([1], as: copy)
    try test.place.makeFolder()
    try test.dyingState([1, 2], as: test.state)
    // A change of the file itself, by halves: its journal has what was there before.
    let queue = try DatabaseQueue(path: test.state)
    try queue.inDatabase { database in
      try database.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN")
      for _ in 0..<300 {
        try database.execute(
          sql:
            "INSERT INTO alert_mutes (product, note, created_at) VALUES ('a', hex(zeroblob(500)), 1)"
        )
      }
      for suffix in ["", "-journal"] {
        try ChildProcess.run("cp", [test.state + suffix, test.root + "/dead" + suffix])
      }
      try database.execute(sql: "ROLLBACK")
    }
    try queue.close()
    for suffix in ["", "-journal"] {
      try StateFile.rename(test.root + "/dead" + suffix, to: test.state + suffix)
    }
    let replaced = try #require(try restore(copy, to: test).replaced)
    #expect(try test.runs() == ["run-1"])
    _ = try restore(replaced, to: test)
    #expect(try test.runs() == ["run-1", "run-2"])
  }

  @Test func `ten of the states that were replaced stay, with their logs`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      let state = try test.place.open()
      try state.copy(to: copy)
      state.close()
    }
    let oldest = "\(test.state).replaced-20200101T000000Z"
    for suffix in ["", "-wal"] { try Data("old".utf8).write(to: URL(filePath: oldest + suffix)) }
    // The last of them comes from a clock that was set back.
    for year in (2021...2030) + [2019] {
      _ = try StateRestore(to: test.place, stamp: "\(year)0101T000000Z").perform(copy)
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: test.place.folder)
      .filter { $0.contains("replaced-") }.sorted()
    #expect(
      names == ([2019] + (2022...2030)).map { "state.sqlite.replaced-\($0)0101T000000Z" })
  }

  @Test func `what a backup that was killed leaves, the next one removes`() async throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    await #expect(processExitsWith: .signal(SIGKILL)) { [copy = copy as String] in
      let file = try UnfinishedFile("\(copy).dead.unfinished")
      _ = FileManager.default.createFile(atPath: file.path + "-journal", contents: Data())
      kill(getpid(), SIGKILL)
    }
    // Another one that goes on, and what is none of ours.
    let alive = try UnfinishedFile("\(copy).alive.unfinished")
    let foreign = test.root + "/other.unfinished"
    _ = FileManager.default.createFile(atPath: foreign, contents: Data())
    let before = try FileManager.default.contentsOfDirectory(atPath: test.root)
    #expect(before.contains("copy.sqlite.dead.unfinished-journal"))
    try test.place.open().copy(to: copy)
    let after = try FileManager.default.contentsOfDirectory(atPath: test.root)
    #expect(!after.contains { $0.contains("dead") })
    #expect(FileManager.default.fileExists(atPath: alive.path))
    #expect(FileManager.default.fileExists(atPath: foreign))
  }

  @Test func `a lock ends with its holder although a child being started has the descriptor, too`()
    throws
  {
    let test = try TestPlace()
    try test.place.makeFolder()
    func child(of path: String) throws -> Int32 {
      let own = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
      let descriptor = own.compactMap(Int32.init).first {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
      }
      return dup(try #require(descriptor))
    }
    func use(_ lock: borrowing StateLock) throws -> Int32 {
      try child(of: test.place.folder + "/state.lock")
    }
    let other = try use(StateLock(.alone, of: test.place.folder))
    defer { close(other) }
    #expect(TestPlace.cause { _ = try StateLock(.alone, of: test.place.folder) } == nil)
    func make(_ file: borrowing UnfinishedFile) throws -> Int32 { try child(of: file.path) }
    let path = test.root + "/copy.sqlite.dead.unfinished"
    let another = try make(UnfinishedFile(path))
    defer { close(another) }
    StateFile.sweep(test.root, held: "copy.sqlite")
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `nothing takes the place of a state that somebody has open`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    let state = try test.place.open()
    try TestPlace.remember(1, in: state)
    try state.copy(to: copy)
    #expect(TestPlace.cause { _ = try restore(copy, to: test) } == .busy)
    // The file stayed where it is, under its name.
    try TestPlace.remember(2, in: state)
    state.close()
    #expect(try test.runs() == ["run-1", "run-2"])
    #expect(
      TestPlace.cause { try test.place.open().copy(to: test.state) } == .cannotWrite)
  }

  @Test func `a newer copy that was not put back leaves the present state as it is`() async throws {
    let test = try TestPlace()
    do {
      let state = try test.place.open()
      try state.copy(to: test.root + "/older.sqlite")
      _ = try state.changeAlerts { try $0.add(AlertMute(product: "a"), at: Instant.now) }
      try state.copy(to: test.root + "/copy.sqlite")
      state.close()
    }
    _ = try restore(test.root + "/older.sqlite", to: test)
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = test.root as String] in
      let place = StatePlace(folder: root + "/state", output: root + "/out")
      var restore = StateRestore(to: place, stamp: "y")
      restore.onStep = { if $0 == .marked { kill(getpid(), SIGKILL) } }
      _ = try restore.perform(root + "/copy.sqlite")
    }
    #expect(try test.place.open().readAlerts { try $0.mutes(at: Instant.now).isEmpty })
  }

  @Test func `a restore that is killed without a mark leaves the present state`() async throws {
    let test = try TestPlace()
    do {
      let state = try test.place.open()
      try state.copy(to: test.root + "/copy.sqlite")
      try TestPlace.remember(1, in: state)
      state.close()
    }
    try FileManager.default.removeItem(atPath: test.place.output + "/.state/belongs-to.json")
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = test.root as String] in
      let place = StatePlace(folder: root + "/state", output: root + "/out")
      var restore = StateRestore(to: place, stamp: "x")
      restore.onStep = { if $0 == .marked { kill(getpid(), SIGKILL) } }
      _ = try restore.perform(root + "/copy.sqlite")
    }
    #expect(try test.runs() == ["run-1"])
  }

  @Test(arguments: RestoreStep.allCases, [false, true])
  func `a restore that is killed at any step leaves the one state or the other`(
    _ step: RestoreStep, isOfAnother: Bool
  ) async throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      var state = try test.place.open()
      try TestPlace.remember(1, in: state)
      try state.copy(to: copy)
      if isOfAnother {
        // The copy is of a state that was given up since.
        state.close()
        try FileManager.default.removeItem(atPath: test.place.folder)
        state = try test.place.begin(acceptingLoss: true)
        try TestPlace.remember(1, in: state)
      }
      try TestPlace.remember(2, in: state)
      state.close()
    }
    // Twice, so that the second finds what the first left.
    for _ in 1...2 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [root = test.root as String, step = step as RestoreStep] in
        let place = StatePlace(folder: root + "/state", output: root + "/out")
        var restore = StateRestore(to: place, stamp: "x")
        restore.onStep = { if $0 == step { kill(getpid(), SIGKILL) } }
        _ = try restore.perform(root + "/copy.sqlite")
      }
    }
    #expect(try test.runs() == (step == .renamed ? ["run-1"] : ["run-1", "run-2"]))
    // Whichever it is, no other may be there from now on.
    #expect(try OutputMark.read(in: test.place.output)?.owners.count == 1)
    // And it can be done again.
    _ = try restore(copy, to: test)
    #expect(try test.runs() == ["run-1"])
    #expect(try OutputMark.read(in: test.place.output)?.owners.count == 1)
  }
}
