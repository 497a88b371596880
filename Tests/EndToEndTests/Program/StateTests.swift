import Foundation
import Publishing
import Testing

/// The state is a memory, not the truth: without it everything is still published, and said so.
struct StateTests {
  private static let words = ["run", "inventory-valuation", "--date", "2020-04-01"]

  private func runs(_ place: Workplace) throws -> [[String: Any]] {
    let history = try place.run("history", "inventory-valuation", "--json")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(history.output.utf8)) as? [[String: Any]])
  }

  private func state(_ place: Workplace) -> String { place.folder + "/state/state.sqlite" }

  private func damage(_ place: Workplace) throws {
    for suffix in ["-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: state(place) + suffix)
    }
    try Data(repeating: 0x41, count: 8_192).write(to: URL(fileURLWithPath: state(place)))
  }

  @Test func `a deleted state is made again from what is published`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      try FileManager.default.removeItem(atPath: place.folder + "/state")
      #expect(try runs(place).count == 2)
      let again = try place.run(Self.words)
      #expect(again.code == 0 && again.errors == "")
      #expect(FileManager.default.fileExists(atPath: state(place)))
      #expect(try runs(place).map { $0["state"] as? String } == ["published", "published"])
    }
  }

  @Test func `a damaged state is named, and the report is published`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      try damage(place)
      let run = try place.run(["run", "inventory-valuation", "--date", "2020-04-02"])
      #expect(run.code == 3)
      #expect(run.errors.contains("damaged") && run.errors.contains("restore"), "\(run)")
      #expect(run.errors.split(separator: "\n").count == 1)
      let latest = try PublishedReports(output: place.output).latest(of: "inventory-valuation")
      #expect(latest?.facts.periodFolder == "2020-04-02")
      let status = try place.run("status")
      #expect(status.code == 0 && status.errors.contains("damaged"))
      #expect(status.output.contains("2020-04-02"))
      #expect(try place.run("status", "--check").code == 1)
      #expect(try runs(place).count == 3)
      #expect(try place.run("state", "check").code == 65)
    }
  }

  @Test func `the copy beside the output takes the place of a damaged state`() throws {
    try Workplace.lend { place in
      // The former run left one, but not of this state.
      try FileManager.default.removeItem(atPath: place.output + "/.state")
      #expect(try place.run(Self.words).code == 0)
      let copies = try FileManager.default.contentsOfDirectory(atPath: place.output + "/.state")
      #expect(copies.count == 1)
      try damage(place)
      let copy = "\(place.output)/.state/\(copies[0])"
      let restored = try place.run("state", "restore", copy)
      #expect(restored.code == 0, "\(restored)")
      #expect(restored.output.contains("replaced-"))
      #expect(try place.run("state", "check").code == 0)
      #expect(try place.run(Self.words).errors == "")
      #expect(try runs(place).count == 2)
      // What is no copy is refused, and the state stays.
      try place.write("no copy", to: "other")
      #expect(try place.run("state", "restore", "other").code == 65)
      #expect(try place.run("state", "restore", "missing").code != 0)
      #expect(try place.run("state", "check").code == 0)
      #expect(try place.run("state", "backup", "backup.sqlite").code == 0)
      #expect(try place.run("state", "backup", "/nowhere/backup.sqlite").code == 73)
    }
  }

  @Test func `a state in a folder that cannot be is no reason not to publish`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_STATE"] = "/dev/null/state"
      let run = try place.run(Self.words)
      #expect(run.code == 3 && run.errors.contains("/dev/null/state"), "\(run)")
      #expect(try PublishedReports(output: place.output).latest(of: "inventory-valuation") != nil)
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "only root may mount a small file system"))
  func `a state on a full or read-only disk is no reason not to publish`() throws {
    try Workplace.lend { place in
      try SmallDisk.mounted(on: place.folder + "/disk", options: "size=512k") { disk in
        place.environment["REPORT_STATE"] = disk + "/state"
        #expect(try place.run(Self.words).code == 0)
        try SmallDisk.fill(disk + "/filler", leaving: 0, of: disk)
        let full = try place.run(["run", "inventory-valuation", "--date", "2020-04-02"])
        #expect(full.code == 3 && full.errors.contains("make room"), "\(full)")
        try SmallDisk.makeReadOnly(disk)
        let readOnly = try place.run(["run", "inventory-valuation", "--date", "2020-04-03"])
        #expect(readOnly.code == 3 && readOnly.errors.contains("readonly"), "\(readOnly)")
        let latest = try PublishedReports(output: place.output).latest(of: "inventory-valuation")
        #expect(latest?.facts.periodFolder == "2020-04-03")
        let status = try place.run("status")
        #expect(status.code == 0 && status.output.contains("2020-04-03"))
      }
    }
  }

  @Test func `a clock that was set back doubles nothing`() throws {
    try Workplace.lend { place in
      #expect(try place.run("run", "--due", "inventory-valuation").code == 0)
      // As if the last run had been of next year: this machine's clock is far behind.
      let published = PublishedReports(output: place.output)
      let run = try #require(try published.latest(of: "inventory-valuation"))
      let path = run.folder + "/datapackage.json"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let asOf = #""as_of" : "\#(run.facts.asOf.text)""#
      #expect(text.contains(asOf))
      try text.replacingOccurrences(of: asOf, with: #""as_of" : "2199-01-01T00:00:00+07:00""#)
        .write(toFile: path, atomically: false, encoding: .utf8)
      let status = try place.run("status")
      #expect(status.errors.contains("clock"), "\(status)")
      let before = try published.runs(of: "inventory-valuation")
      #expect(try place.run("run", "--due", "inventory-valuation").code == 0)
      #expect(try published.runs(of: "inventory-valuation") == before)
    }
  }
}
