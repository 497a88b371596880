import Foundation
import TestSupport
import Values

@testable import StateStore

/// A state folder and an output folder of a test's own, and another process that dies.
final class TestPlace: Sendable {
  let root: String
  let place: StatePlace

  init() throws {
    root = URL.temporaryDirectory.appending(path: "place-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(
      atPath: root + "/out", withIntermediateDirectories: true)
    place = StatePlace(folder: root + "/state", output: root + "/out")
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  var state: String { place.folder + "/state.sqlite" }

  /// Notes a run in a state.
  static func remember(_ number: Int, in state: StateDatabase) throws {
    try RunHistory(state, output: "/out").save([
      RunRecord(
        run: "run-\(number)", report: "a", attempt: 1, state: .published,
        started: Instant(microseconds: Int64(number) * 1_000_000), host: "here", process: 1)
    ])
  }

  /// The runs that a state remembers.
  static func runs(_ state: StateDatabase) throws -> [String] {
    try RunHistory(state, output: "/out").records(limit: 99).map(\.run).sorted()
  }

  func runs() throws -> [String] {
    let state = try place.open()
    defer { state.close() }
    return try Self.runs(state)
  }

  /// What lies in a folder when a process dies that has the state open: the newest is in the log.
  func dyingState(_ numbers: [Int], as path: String) throws {
    let folder = root + "/dying-\(UUID().uuidString)"
    let state = try StateDatabase(folder: folder)
    defer { state.close() }
    for number in numbers { try Self.remember(number, in: state) }
    for suffix in ["", "-wal"] {
      // By another process: closing a copy's source here would give back SQLite's locks.
      try ChildProcess.run("cp", ["\(folder)/state.sqlite\(suffix)", path + suffix])
    }
  }

  /// Publishes as little as a run can, so that something is there.
  func publish() throws {
    try FileManager.default.createDirectory(
      atPath: root + "/out/a/.runs/20261122T013000Z-4f9c2a", withIntermediateDirectories: true)
  }

  static func mode(_ path: String) throws -> Int {
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return (mode as? NSNumber)?.intValue ?? -1
  }

  static func cause(_ body: () throws -> Void) -> StateError.Cause? {
    do {
      try body()
      return nil
    } catch {
      return (error as? StateError)?.cause
    }
  }
}
