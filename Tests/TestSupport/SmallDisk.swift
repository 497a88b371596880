import Foundation

/// A small file system in memory; only root may mount one.
public enum SmallDisk {
  /// What a test that is skipped says.
  public static let need = "only root may mount a small file system"

  /// Whether this machine lets us mount one.
  public static let isAvailable = (try? mounted(options: "size=64k") { _ in true }) ?? false

  /// `mount` or `umount` failed.
  struct CannotMount: Error, CustomStringConvertible {
    let description: String
  }

  /// Mounts one with these options of tmpfs over a folder, which is made if it is missing, and
  /// unmounts it at the end.
  public static func mounted<Result>(
    on path: String, options: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try call("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)
    defer { try? call("umount", path) }
    return try body(path)
  }

  /// The same over a folder of its own.
  public static func mounted<Result>(
    options: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try withTemporaryFolder { try mounted(on: $0, options: options, body) }
  }

  /// Mounts it anew so that nothing more can be written.
  public static func makeReadOnly(_ path: String) throws {
    try call("mount", "-o", "remount,ro", path)
  }

  /// Writes a file that leaves so many bytes free.
  public static func fill(_ path: String, leaving room: Int, of disk: String) throws {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: disk)
    let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    try Data(count: max(0, free - room)).write(to: URL(fileURLWithPath: path))
  }

  private static func call(_ program: String, _ arguments: String...) throws {
    let outcome = try ChildProcess.run(program, arguments)
    guard outcome.status == 0 else { throw CannotMount(description: outcome.errors) }
  }
}
