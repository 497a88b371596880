import Foundation

/// Something that reads bytes from outside, and must not end the program whatever they are.
///
/// `Tests/FuzzTests` gives each some changed inputs; the package in `Fuzz/` lets libFuzzer make them for
/// as long as one likes.
public struct Reader: Sendable {
  /// A name for the command line.
  public var name: String
  /// Sound inputs, from which others are made.
  public var seeds: @Sendable () throws -> [[UInt8]]
  /// Reads an input; a trap is a fault.
  public var read: @Sendable ([UInt8]) -> Void

  /// Every reader.
  public static let all: [Reader] = [
    copy, records, policy, definition, manifest, summary, words,
  ]

  /// Files that are read lie in memory, and belong to this process alone.
  static let folder = "/dev/shm/fuzz-\(ProcessInfo.processInfo.processIdentifier)"

  static func write(_ bytes: [UInt8], to path: String) {
    try? Data(bytes).write(to: URL(filePath: path))
  }

  /// Removes the files.
  public static func cleanUp() {
    for suffix in ["", "-ledger", "-seed", "-reports"] {
      try? FileManager.default.removeItem(atPath: folder + suffix)
    }
  }
}
