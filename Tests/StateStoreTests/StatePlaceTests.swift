import Files
import Foundation
import GRDB
import Glibc
import Testing
import Values

@testable import StateStore

/// A state and an output folder that belong together, and what comes between them.
@Suite struct StatePlaceTests {
  @Test func `a first state is made, and missed when it is gone`() throws {
    let test = try TestPlace()
    #expect(try test.place.look() == nil)
    try TestPlace.remember(1, in: test.place.open())
    #expect(try test.runs() == ["run-1"])
    try FileManager.default.removeItem(atPath: test.place.folder)
    // Though nothing is published, it was remembered that there was one.
    #expect(TestPlace.cause { _ = try test.place.open() } == .lost)
    #expect(TestPlace.cause { _ = try test.place.look() } == .lost)
    #expect(TestPlace.cause { _ = try test.place.begin(acceptingLoss: false) } == .lost)
    #expect(!FileManager.default.fileExists(atPath: test.place.folder))
    _ = try test.place.begin(acceptingLoss: true)
    #expect(try test.runs() == [])
  }

  @Test func `a state that is new is missed where reports are published`() throws {
    let test = try TestPlace()
    try test.publish()
    #expect(TestPlace.cause { _ = try test.place.open() } == .lost)
    // Nor is an empty file a memory.
    try test.place.makeFolder()
    try Data().write(to: URL(filePath: test.state))
    #expect(TestPlace.cause { _ = try test.place.open() } == .foreign)
    // A state of something else is none of these reports, though nothing tells of another.
    let other = StatePlace(folder: test.root + "/other", output: test.root + "/other-out")
    try TestPlace.remember(1, in: other.open())
    let here = StatePlace(folder: other.folder, output: test.place.output)
    #expect(TestPlace.cause { _ = try here.open() } == .foreign)
  }

  @Test func `copies beside the output tell of a state that is gone`() throws {
    let test = try TestPlace()
    do {
      let state = try test.place.open()
      try state.leaveCopy(now: Instant.now)
      state.close()
    }
    try FileManager.default.removeItem(atPath: test.place.output + "/.state/belongs-to.json")
    try FileManager.default.removeItem(atPath: test.place.folder)
    let error = #expect(throws: StateError.self) { try test.place.open() }
    #expect(error?.cause == .lost)
    #expect(error?.copy == test.place.copies.all.first)
  }

  @Test func `the state of an older version is known by what it remembers`() throws {
    let test = try TestPlace()
    try test.publish()
    do {
      let state = try StateDatabase(folder: test.place.folder)
      try RunHistory(state, output: test.place.output).save([
        RunRecord(
          run: "r", report: "a", attempt: 1, started: Instant(microseconds: 1), host: "h",
          process: 1)
      ])
      try state.current().pool.write {
        try $0.execute(
          sql: """
            DROP TABLE state_identity; DROP TABLE output_folder;
            DELETE FROM grdb_migrations WHERE identifier IN ('identity', 'progress')
            """)
      }
      try state.copy(to: test.root + "/old.sqlite")
      state.close()
    }
    let state = try test.place.open()
    let id = try state.read { try StateIdentity($0).id }
    state.close()
    // A copy from before the upgrade is of the same state.
    _ = try StateRestore(to: test.place, stamp: "x").perform(test.root + "/old.sqlite")
    #expect(try test.place.open().read { try StateIdentity($0).id } == id)
  }

  @Test func `another state, and an older copy under the same name, are refused`() throws {
    let test = try TestPlace()
    let copy = test.root + "/copy.sqlite"
    do {
      let state = try test.place.open()
      try state.copy(to: copy)
      _ = try state.changeAlerts { try $0.add(AlertMute(product: "a"), at: Instant.now) }
      state.close()
      try test.place.open().close()
    }
    let other = StatePlace(folder: test.root + "/other", output: test.place.output)
    _ = try StateDatabase(folder: other.folder)
    #expect(TestPlace.cause { _ = try other.open() } == .foreign)
    try FileManager.default.removeItem(atPath: test.state)
    try FileManager.default.copyItem(atPath: copy, toPath: test.state)
    let error = #expect(throws: StateError.self) { try test.place.open() }
    #expect(error?.description.contains("older copy") == true, "\(String(describing: error))")
    #expect(error?.description.contains("state restore ") == true, "\(String(describing: error))")
    try FileManager.default.removeItem(atPath: test.state)
    // Put back by the command, it is what was asked for.
    _ = try StateRestore(to: test.place, stamp: "x").perform(copy)
    _ = try test.place.open()
  }

  @Test func `what is remembered of an output folder moves with it, and not to its copy`() throws {
    let test = try TestPlace()
    func open(_ output: String) throws -> [String] {
      let place = StatePlace(folder: test.place.folder, output: output)
      let state = try place.open()
      defer { state.close() }
      return try RunHistory(state, output: place.output).records(limit: 9).map(\.run)
    }
    let (first, second) = (test.root + "/out", test.root + "/second")
    do {
      let state = try test.place.open()
      try RunHistory(state, output: test.place.output).save([
        RunRecord(
          run: "r", report: "a", attempt: 1, started: Instant(microseconds: 1), host: "h",
          process: 1)
      ])
      state.close()
    }
    try FileManager.default.copyItem(atPath: first, toPath: second)
    #expect(try open(second) == [])
    #expect(try open(first) == ["r"])
    // The one goes, the other takes its place; and back.
    try FileManager.default.moveItem(atPath: first, toPath: first + ".away")
    try FileManager.default.moveItem(atPath: second, toPath: first)
    #expect(try open(first) == [])
    #expect(try open(first + ".away") == ["r"])
    try FileManager.default.moveItem(atPath: first, toPath: second)
    try FileManager.default.moveItem(atPath: first + ".away", toPath: first)
    #expect(try open(first) == ["r"])
    #expect(try open(second) == [])
  }

  @Test func `copies are made once a night, two of each state, and none of another's goes`() throws
  {
    let test = try TestPlace()
    func add(to state: StateDatabase, hours: Int) throws {
      try state.leaveCopy(
        now: Instant(microseconds: (1_795_311_000 + Int64(hours) * 3_600) * 1_000_000))
    }
    let state = try test.place.open()
    for hours in [0, 1, 24, 25, 48, 72] { try add(to: state, hours: hours) }
    let former = test.place.copies.all
    #expect(former.count == 2)
    #expect(former.allSatisfy { $0.contains("state-2026112") })
    state.close()
    try FileManager.default.removeItem(atPath: test.place.folder)
    let other = try test.place.begin(acceptingLoss: true)
    for hours in [96, 120, 144] { try add(to: other, hours: hours) }
    #expect(Set(test.place.copies.all).isSuperset(of: former))
    #expect(test.place.copies.all.count == 4)
    // A state that is nobody's leaves none.
    try StateDatabase(folder: test.root + "/nobody").leaveCopy(now: Instant.now)
    #expect(test.place.copies.all.count == 4)
  }

  @Test func `a copy of a clock that was wrong is not the one that has come farthest`() throws {
    let test = try TestPlace()
    let state = try test.place.open()
    func add(hours: Int64) throws {
      try state.leaveCopy(
        now: Instant(microseconds: (1_795_311_000 + hours * 3_600) * 1_000_000))
    }
    for (night, hours) in [0, 24 * 365 * 127, 24, 48].enumerated() {
      try TestPlace.remember(night, in: state)
      try add(hours: Int64(hours))
    }
    let copies = test.place.copies.all
    #expect(copies.count == 2)
    #expect(copies.first?.contains("20261124") == true && !copies[1].contains("2153"))
    // The night has its copy.
    try TestPlace.remember(9, in: state)
    try add(hours: 49)
    #expect(test.place.copies.all == copies)
    state.close()
    try FileManager.default.removeItem(atPath: test.place.folder)
    let error = #expect(throws: StateError.self) { try test.place.open() }
    #expect(error?.copy == copies.first)
  }

  @Test(arguments: ["deleted", "moved", "folder moved", "log deleted", "replaced"])
  func `nothing is acknowledged that is written into a file without a name`(_ way: String) throws {
    let test = try TestPlace()
    let files = FileManager.default
    let state = try test.place.open()
    try TestPlace.remember(1, in: state)
    try state.copy(to: test.root + "/copy.sqlite")
    switch way {
    case "deleted":
      for name in try files.contentsOfDirectory(atPath: test.place.folder) {
        try files.removeItem(atPath: "\(test.place.folder)/\(name)")
      }
    case "moved": try files.moveItem(atPath: test.state, toPath: test.state + ".away")
    case "folder moved": try files.moveItem(atPath: test.place.folder, toPath: test.root + "/away")
    case "log deleted": try files.removeItem(atPath: test.state + "-wal")
    default: try StateFile.rename(test.root + "/copy.sqlite", to: test.state)
    }
    if way == "log deleted" || way == "replaced" {
      // There is a file: what is written is in it, and what it does not have is known.
      for suffix in ["-wal", "-shm"] where way == "replaced" {
        try? files.removeItem(atPath: test.state + suffix)
      }
      try TestPlace.remember(2, in: state)
      #expect(try test.runs().contains("run-2"))
    } else {
      let error = #expect(throws: StateError.self) { try TestPlace.remember(2, in: state) }
      #expect(error?.cause == .lost)
      #expect(error?.description.contains("state restore") == true)
      #expect(TestPlace.cause { try state.ensureInPlace() } == .lost)
    }
    if way == "folder moved" {
      try? files.removeItem(atPath: test.place.folder)
      try files.moveItem(atPath: test.root + "/away", toPath: test.place.folder)
      try TestPlace.remember(3, in: state)
      #expect(try test.runs() == ["run-1", "run-3"])
    }
  }

  @Test func `a file that goes while it is written to is not acknowledged`() throws {
    let test = try TestPlace()
    let state = try test.place.open()
    let cause = TestPlace.cause {
      try state.write { database in
        try database.execute(sql: "CREATE TABLE another (a)")
        try FileManager.default.moveItem(atPath: test.state, toPath: test.state + ".away")
      }
    }
    #expect(cause == .gone)
  }

  @Test func `the state is for its user alone, and nobody else can hold its lock`() throws {
    let test = try TestPlace()
    do {
      let state = try test.place.open()
      try TestPlace.remember(1, in: state)
      #expect(try TestPlace.mode(test.place.folder) == 0o700)
      for name in try FileManager.default.contentsOfDirectory(atPath: test.place.folder) {
        #expect(try TestPlace.mode("\(test.place.folder)/\(name)") == 0o600, "\(name)")
      }
      try state.copy(to: test.root + "/copy.sqlite")
      #expect(try TestPlace.mode(test.root + "/copy.sqlite") == 0o600)
      try state.leaveCopy(now: Instant.now)
      #expect(try TestPlace.mode(test.place.output + "/.state") == 0o700)
      state.close()
    }
    // What an older version left, or somebody made by hand.
    let files = FileManager.default
    let copies = test.place.output + "/.state"
    let ledger = test.place.folder + "/ledger"
    try files.createDirectory(atPath: ledger, withIntermediateDirectories: true)
    for path in [test.state, test.place.folder + "/state.lock"] {
      #expect(unsafe chmod(path, 0o644) == 0)
    }
    for path in [test.place.folder, ledger, copies] { #expect(unsafe chmod(path, 0o755) == 0) }
    try TestPlace.remember(1, in: test.place.open())
    for path in [test.place.folder, ledger, copies] {
      #expect(try TestPlace.mode(path) == 0o700, "\(path)")
    }
    #expect(try TestPlace.mode(test.place.folder + "/state.lock") == 0o600)
    // A folder in which other things lie keeps its rights; the state in it is private all the same.
    try files.createDirectory(
      atPath: test.place.folder + "/reports", withIntermediateDirectories: true)
    #expect(unsafe chmod(test.place.folder, 0o755) == 0)
    #expect(unsafe chmod(test.state, 0o644) == 0)
    // Whoever may look into the folder can lock it, and only it.
    let descriptor = unsafe open(test.place.folder, O_RDONLY | O_DIRECTORY)
    defer { close(descriptor) }
    #expect(flock(descriptor, LOCK_EX | LOCK_NB) == 0)
    #expect(try test.runs() == ["run-1"])
    #expect(try TestPlace.mode(test.place.folder) == 0o755)
    #expect(try TestPlace.mode(test.state) == 0o600)
    _ = try StateRestore(to: test.place, stamp: "x").perform(test.root + "/copy.sqlite")
    #expect(try TestPlace.mode(test.state) == 0o600)
    #expect(try TestPlace.mode(test.state + ".replaced-x") == 0o600)
  }

  @Test func `who looks often reads what is published once, who begins a state each time`() throws {
    let test = try TestPlace()
    #expect(try test.place.look() == nil)
    #expect(try !test.place.hasTrace())
    // A run whose manifest cannot be read: whoever reads it takes the state for lost.
    try test.publish()
    #expect(TestPlace.cause { _ = try test.place.look() } == nil)
    #expect(TestPlace.cause { _ = try test.place.openExisting() } == nil)
    #expect(TestPlace.cause { _ = try test.place.open() } == .lost)
    // And what was found counts at once.
    #expect(TestPlace.cause { _ = try test.place.look() } == .lost)
    #expect(TestPlace.cause { _ = try test.place.openExisting() } == .lost)
  }

  @Test func `what is closed lies in one file`() throws {
    let test = try TestPlace()
    let state = try test.place.open()
    try TestPlace.remember(1, in: state)
    state.close()
    #expect(!FileManager.default.fileExists(atPath: test.state + "-wal"))
    // It is opened again when it is needed.
    #expect(try TestPlace.runs(state) == ["run-1"])
  }
}
