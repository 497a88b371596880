import Foundation
import Testing

/// Output folders that cannot be written: 73, and the former run stands.
struct OutputTests {
  private static let words = ["run", "inventory-valuation", "--date", Workplace.day, "--force"]

  @Test func `a file is where the folder should be`() throws {
    try Workplace.lend { place in
      try place.write("a file", to: "file")
      try place.expectFailure(
        Self.words + ["--output", "file"], code: 73, says: ["file", "output folder"])
      #expect(FileManager.default.contents(atPath: place.folder + "/file") == Data("a file".utf8))
    }
  }

  @Test func `a folder is where the period's link should be`() throws {
    try Workplace.lend { place in
      try place.write("a file", to: "other/inventory-valuation/2020-01-01/file")
      try place.expectFailure(
        Self.words + ["--output", "other"], code: 73, says: ["2020-01-01", "move it away"])
      #expect(
        try FileManager.default.contentsOfDirectory(
          atPath: place.folder + "/other/inventory-valuation/.runs"
        ).allSatisfy { $0.hasPrefix(".") })
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root may mount a small file system"))
  func `a full disk`() throws {
    try Workplace.lend { place in
      try SmallDisk.mounted(on: place.folder + "/disk", options: "size=2m") { disk in
        try FileManager.default.copyItem(atPath: place.output, toPath: disk + "/out")
        // Room for a file or two, so that the run begins and cannot end.
        for room in [24, 96] {
          try SmallDisk.fill(disk + "/filler", leaving: room << 10, of: disk)
          let before = try Workplace.contents(of: disk)
          try place.expectFailure(
            Self.words + ["--output", disk + "/out"], code: 73, says: ["space", disk])
          #expect(try Workplace.contents(of: disk) == before, "something is left, \(room) kB")
          #expect(try place.run("verify", disk + "/out").code == 0)
          try FileManager.default.removeItem(atPath: disk + "/filler")
        }
      }
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root may mount a small file system"))
  func `a read-only disk`() throws {
    try Workplace.lend { place in
      try SmallDisk.mounted(on: place.folder + "/disk", options: "size=2m") { disk in
        try FileManager.default.copyItem(atPath: place.output, toPath: disk + "/out")
        try SmallDisk.makeReadOnly(disk)
        let before = try Workplace.contents(of: disk)
        try place.expectFailure(
          Self.words + ["--output", disk + "/out"], code: 73, says: ["Read-only", disk])
        #expect(try Workplace.contents(of: disk) == before)
      }
    }
  }

  @Test(.enabled(if: geteuid() != 0, "permissions do not bind root"))
  func `no right to write`() throws {
    try Workplace.lend { place in
      let folder = place.output + "/inventory-valuation/.runs"
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      try place.expectFailure(
        Self.words, code: 73, says: ["Permission denied", "inventory-valuation/.runs"])
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    }
  }
}

/// A small file system in memory; only root may mount one.
enum SmallDisk {
  static let isAvailable: Bool =
    (try? withTemporaryFolder { folder in
      try mounted(on: folder + "/disk", options: "size=64k") { _ in true }
    }) ?? false

  static func mounted<Result>(
    on path: String, options: String, _ body: (String) throws -> Result
  ) throws -> Result {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try call("mount", "-t", "tmpfs", "-o", options, "tmpfs", path)
    defer { try? call("umount", path) }
    return try body(path)
  }

  static func makeReadOnly(_ path: String) throws {
    try call("mount", "-o", "remount,ro", path)
  }

  /// Writes a file that leaves so many bytes free.
  static func fill(_ path: String, leaving room: Int, of disk: String) throws {
    let attributes = try FileManager.default.attributesOfFileSystem(forPath: disk)
    let free = (attributes[.systemFreeSize] as? NSNumber)?.intValue ?? 0
    try Data(count: max(0, free - room)).write(to: URL(fileURLWithPath: path))
  }

  private static func call(_ words: String...) throws {
    let outcome = try Program.run("/usr/bin/env", words)
    guard outcome.code == 0 else { throw CannotGoOn(outcome.errors) }
  }
}
