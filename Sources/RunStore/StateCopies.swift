import Foundation
public import Reports

/// The copies of the state that runs leave beside the output, so that losing one folder loses not
/// both.
public struct StateCopies: Sendable {
  private let folder: String

  /// How many are kept.
  public static let kept = 2
  /// How old the newest may be before another is made.
  private static let interval: Int64 = 20 * 3_600 * 1_000_000

  /// The copies in an output folder, in `.state`, which no report can have as its name.
  public init(output: String) {
    folder = "\(output)/.state"
  }

  /// The copies, newest first.
  public var all: [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter { Self.isCopy($0) }.sorted(by: >).map { "\(folder)/\($0)" }
  }

  /// Makes a verified copy if the newest is of another night, and removes those that are too many.
  public func add(of state: StateDatabase, now: Instant) throws(StateError) {
    let names = all.map { String($0.split(separator: "/").last ?? "") }
    let due = Instant(microseconds: now.microseconds - Self.interval)
    // A copy from the future is of a clock that was set back: it proves nothing.
    if let newest = names.first, newest > Self.name(due), newest <= Self.name(now) { return }
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw StateError(.cannotWrite, path: folder, reason: error.localizedDescription)
    }
    let path = "\(folder)/\(Self.name(now))"
    try state.copy(to: path)
    for old in all.filter({ $0 != path }).dropFirst(Self.kept - 1) {
      try? FileManager.default.removeItem(atPath: old)
    }
  }

  private static func name(_ instant: Instant) -> String {
    let stamp = instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }
    return "state-\(stamp)Z.sqlite"
  }

  private static func isCopy(_ name: String) -> Bool {
    name.hasPrefix("state-") && name.hasSuffix("Z.sqlite") && name.utf8.count == 29
  }
}
