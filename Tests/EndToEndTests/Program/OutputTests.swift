import Foundation
import Testing
import TestServers
import TestSupport

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
      place.environment["REPORT_STATE"] = "/dev/null/state"
      let run = try place.run(Self.words + ["--output", "other"])
      #expect(run.code == 73 && run.errors.contains("The run was not recorded"), "\(run)")
      #expect(
        try FileManager.default.contentsOfDirectory(
          atPath: place.folder + "/other/inventory-valuation/.runs"
        ).allSatisfy { $0.hasPrefix(".") })
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
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

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
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

  @Test func `no right to write`() throws {
    try Workplace.lend { place in
      if geteuid() == 0 {
        // Without this capability permissions bind root, too: also those of the server's socket,
        // which lies in a folder of the server's user.
        place.starter = ["setpriv", "--bounding-set=-dac_override"]
        let socket = try #require(place.environment["DB_HOST"]) + "/.s.PGSQL.5432"
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: socket)
      }
      let folder = place.output + "/inventory-valuation/.runs"
      try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: folder)
      try place.expectFailure(
        Self.words, code: 73, says: ["Permission denied", "inventory-valuation/.runs"])
      try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
    }
  }
}
