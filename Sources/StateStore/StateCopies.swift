import Files
import Foundation
import Values

/// The copies of states that runs leave beside the output, so that losing one folder loses not
/// both.
///
/// A copy's name has when it was made and the state that it is of; the copies of a state are none of
/// another's.
package struct StateCopies: Sendable {
  private let folder: String

  /// How many are kept of each state.
  package static let kept = 2
  /// How old the newest may be before another is made.
  private static let interval: Int64 = 20 * 3_600 * 1_000_000

  /// The copies in an output folder, in `.state`, which no report can have as its name.
  package init(output: String) {
    folder = "\(output)/.state"
  }

  /// The copies of all states, newest first by their names.
  package var all: [String] {
    names.sorted(by: >).map { "\(folder)/\($0)" }
  }

  /// Whether there is any, of whichever state.
  var areAny: Bool { !names.isEmpty }

  /// The copies of a state by its id, the one that has come farthest first: the time in a name is of
  /// whichever clock.
  func of(_ id: String) -> [String] {
    let ending = Self.ending(id)
    return all.filter { $0.hasSuffix(ending) }
      .map { (path: $0, entries: StateDatabase.entries(ofCopy: $0)) }
      .sorted { ($0.entries, $0.path) > ($1.entries, $1.path) }.map(\.path)
  }

  /// Makes a verified copy if there is none of this night, and removes those that are too many.
  func add(of state: StateDatabase, now: Instant) throws(StateError) {
    let id = try state.read { try StateIdentity($0).id }
    let due = Instant(microseconds: now.microseconds - Self.interval)
    let (first, last) = ("\(folder)/\(Self.name(due, id))", "\(folder)/\(Self.name(now, id))")
    // A copy from the future is of a clock that was set back: it proves nothing.
    let known = of(id)
    if known.contains(where: { first < $0 && $0 <= last }) { return }
    try StateFile.makePrivateFolder(folder)
    StateFile.sweep(folder)
    try state.copy(to: last)
    for old in known.dropFirst(Self.kept - 1) where old != last {
      try? FileManager.default.removeItem(atPath: old)
    }
  }

  private var names: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    // Those of older versions do not say of which state they are.
    return names.filter { $0.wholeMatch(of: /state-\d{8}T\d{6}Z(-[0-9a-f]{8})?\.sqlite/) != nil }
  }

  private static func name(_ instant: Instant, _ id: String) -> String {
    let stamp = instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }
    return "state-\(stamp)Z\(ending(id))"
  }

  private static func ending(_ id: String) -> String { "-\(StateIdentity.short(id)).sqlite" }
}
