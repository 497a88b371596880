import Foundation
import Publishing
import StateStore
import Testing
import TestServers
import TestSupport

/// Commands that only look at the state change nothing of it, and need no right to.
struct StateLookTests {
  private static let words = ["run", "inventory-valuation", "--date", "2020-04-01"]

  private static let looks = [
    ["alerts", "list"], ["alerts", "status"], ["alerts", "dead"], ["status"], ["history"],
    ["state", "check"], ["prune", "--keep-daily", "1", "--dry-run"],
  ]

  @Test func `looking at the state changes nothing of it`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      #expect(try place.run("alerts", "mute", "--product", "0001").code == 0)
      /// What lies in the state folder and beside the output, and when each was changed.
      func contents() throws -> [String] {
        try [place.folder + "/state", place.output + "/.state"].flatMap { folder in
          let files = try FileManager.default.subpathsOfDirectory(atPath: folder).sorted()
          return try files.map { name in
            let path = "\(folder)/\(name)"
            let changed = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
            let data = FileManager.default.contents(atPath: path) ?? Data()
            return "\(name) \(String(describing: changed)) \(ContentHash.sha256(Array(data)))"
          }
        }
      }
      let before = try contents()
      for words in Self.looks {
        let look = try place.run(words)
        #expect(look.code == 0 && look.errors == "", "\(words): \(look)")
        #expect(try contents() == before, "\(words)")
      }
      #expect(try place.run("alerts", "list").output.contains("0001"))
      // Where nothing was remembered yet there is nothing to show, and nothing is made.
      place.environment["REPORT_STATE"] = place.folder + "/none"
      place.environment["REPORT_OUTPUT"] = place.folder + "/new"
      for words in Self.looks.prefix(3) { #expect(try place.run(words).code == 0, "\(words)") }
      #expect(!FileManager.default.fileExists(atPath: place.folder + "/none"))
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root may mount a small file system"))
  func `a state that cannot be written to can be looked at`() throws {
    try Workplace.lend { place in
      try SmallDisk.mounted(on: place.folder + "/disk", options: "size=8m") { disk in
        place.environment["REPORT_STATE"] = disk + "/state"
        #expect(try place.run("state", "init", "--accept-loss").code == 0)
        #expect(try place.run(Self.words).code == 0)
        try SmallDisk.makeReadOnly(disk)
        for words in Self.looks + [["state", "backup", "copy.sqlite"]] {
          let look = try place.run(words)
          #expect(look.code == 0 && look.errors == "", "\(words): \(look)")
        }
        #expect(try place.run("history", "inventory-valuation").output.contains("2020-04-01"))
        try place.expectFailure(
          ["alerts", "mute", "--product", "0001"], code: 73, says: ["read and write there"])
      }
    }
  }
}
