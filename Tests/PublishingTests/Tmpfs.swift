import Foundation

/// A small file system in memory, for full and read-only disks; only root may mount one.
enum Tmpfs {
  /// Whether this machine lets us mount one.
  static let isAvailable: Bool = {
    let path = NSTemporaryDirectory() + "publishing-mount-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    guard (try? run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", path)) == 0 else {
      return false
    }
    return (try? run("umount", path)) == 0
  }()

  /// Mounts one with these options over a folder and unmounts it at the end.
  static func mounted<Result>(
    on path: String, options: String, _ body: (String) throws -> Result
  ) throws -> Result {
    guard try run("mount", "-t", "tmpfs", "-o", options, "tmpfs", path) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
    defer { _ = try? run("umount", path) }
    return try body(path)
  }

  /// Mounts it anew as read-only or writable.
  static func remount(_ path: String, options: String) throws {
    guard try run("mount", "-o", "remount,\(options)", path) == 0 else {
      throw CocoaError(.fileWriteUnknown)
    }
  }

  /// Runs a command and gives its exit status.
  private static func run(_ arguments: String...) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
