import Foundation
import Publishing
import StateStore
import Testing
import TestServers
import TestSupport
import Values

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

  @Test func `a deleted state is missed until a copy is put back or the loss accepted`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      // Another state has left one there, too: that of the former run.
      let copy = try #require(place.statePlace.copies.all.first)
      try FileManager.default.removeItem(atPath: place.folder + "/state")
      #expect(try runs(place).count == 2)
      // The reports are made; what is remembered is never begun anew in silence.
      for day in ["2020-04-02", "2020-04-03"] {
        let again = try place.run(["run", "inventory-valuation", "--date", day])
        #expect(again.code == 3, "\(again)")
        for word in ["is missing", "state restore \(copy)", "init"] {
          #expect(again.errors.contains(word), "\(again.errors)")
        }
        #expect(again.errors.split(separator: "\n").count == 1)
      }
      #expect(!FileManager.default.fileExists(atPath: state(place)))
      let status = try place.run("status")
      #expect(status.code == 0 && status.errors.contains("is missing"), "\(status)")
      for words in [["check"], ["backup", "x.sqlite"], ["init"]] {
        try place.expectFailure(["state"] + words, code: 78, says: ["is missing"])
      }
      let restored = try place.run("state", "restore", copy)
      #expect(restored.code == 0, "\(restored)")
      let after = try place.run(Self.words)
      #expect(after.code == 0 && after.errors == "", "\(after)")
      #expect(try runs(place).count == 4)

      try FileManager.default.removeItem(atPath: place.folder + "/state")
      let begun = try place.run("state", "init", "--accept-loss", "--json")
      #expect(begun.code == 0)
      #expect(
        try JSONSerialization.jsonObject(with: Data(begun.output.utf8)) as? [String: String]
          == ["state": state(place), "output": place.statePlace.output])
      let anew = try place.run(Self.words)
      #expect(anew.code == 0 && anew.errors == "", "\(anew)")
      #expect(
        try runs(place).compactMap { $0["state"] as? String }.allSatisfy { $0 == "published" })
      // The copies of the former state are still there.
      let kept = place.statePlace.copies.all
      #expect(kept.contains(copy) && kept.count > 1)
    }
  }

  @Test func `another state in its place, or an older copy, is refused`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      #expect(try place.run("state", "backup", "old.sqlite").code == 0)
      var other = place
      other.environment["REPORT_STATE"] = place.folder + "/other"
      let lost = try other.run(["run", "inventory-valuation", "--date", "2020-04-02"])
      #expect(lost.code == 3 && lost.errors.contains(place.folder + "/state"), "\(lost)")
      #expect(try other.run("state", "init", "--accept-loss").code == 0)
      let foreign = try place.run(Self.words)
      #expect(foreign.code == 3 && foreign.errors.contains("is not the one"), "\(foreign)")
      #expect(try place.run("state", "init", "--accept-loss").code == 0)
      #expect(try place.run(Self.words).code == 0)
    }
  }

  @Test func `a moved output folder takes what is remembered of it along`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      let history = try place.run("history", "--limit", "99").output
      try FileManager.default.moveItem(atPath: place.output, toPath: place.folder + "/moved")
      place.environment["REPORT_OUTPUT"] = place.folder + "/moved"
      let run = try place.run(Self.words)
      #expect(run.code == 0 && run.errors == "", "\(run)")
      #expect(try place.run("history", "--limit", "99").output == history)
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
      let plan = try place.run("prune", "--keep-daily", "1", "--dry-run")
      #expect(plan.code == 65 && plan.errors.contains("would not clean up the state"), "\(plan)")
      #expect(try place.run("status", "--check").code == 1)
      #expect(try runs(place).count == 3)
      #expect(try place.run("state", "check").code == 65)
    }
  }

  @Test func `the copy beside the output takes the place of a damaged state`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      let copy = try #require(place.statePlace.copies.all.first)
      try damage(place)
      let restored = try place.run("state", "restore", copy)
      #expect(restored.code == 0, "\(restored)")
      #expect(restored.output.contains("replaced-"))
      #expect(try place.run("state", "check").code == 0)
      #expect(try place.run(Self.words).errors == "")
      #expect(try runs(place).count == 2)
      // What is no copy is refused, and the state stays.
      try place.write("no copy", to: "other")
      try place.expectFailure(
        ["state", "restore", "other"], code: 65, says: ["not a complete copy", "name another"])
      for file in ["missing", "/tmp", "/dev/null"] {
        try place.expectFailure(
          ["state", "restore", file], code: 64, says: ["there is no file \(file)"])
      }
      #expect(try place.run("state", "check").code == 0)
      #expect(try place.run("state", "backup", "backup.sqlite").code == 0)
      try place.expectFailure(
        ["state", "backup", "/nowhere/backup.sqlite"], code: 73,
        says: ["the copy /nowhere/backup.sqlite", "name another file"])
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

  @Test func `a state begins after nights without one, unless there was one before`() throws {
    try Workplace.lend { place in
      let output = place.folder + "/fresh"
      place.environment["REPORT_OUTPUT"] = output
      place.environment["REPORT_STATE"] = "/dev/null/state"
      #expect(try place.run(Self.words).code == 3)
      place.environment["REPORT_STATE"] = place.folder + "/begun"
      #expect(try place.run("alerts", "mute", "--product", "0001").code == 0)
      let words = ["run", "inventory-valuation", "--date"]
      let night = try place.run(words + ["2020-04-02"])
      #expect(night.code == 0 && night.errors == "", "\(night)")
      #expect(try runs(place).count == 2)
      // What a later night knew of the prices of the one before tells of a state, when all else is gone.
      #expect(try place.run(words + ["2020-04-03"]).code == 0)
      for folder in [output + "/.state", place.folder + "/begun"] {
        try FileManager.default.removeItem(atPath: folder)
      }
      try place.expectFailure(
        ["alerts", "mute", "--product", "0001"], code: 78, says: ["is missing", output])
      #expect(try place.run(words + ["2020-04-04"]).code == 3)
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `a state on a full or read-only disk is no reason not to publish`() throws {
    try Workplace.lend { place in
      try SmallDisk.mounted(on: place.folder + "/disk", options: "size=1m") { disk in
        place.environment["REPORT_STATE"] = disk + "/state"
        #expect(try place.run("state", "init", "--accept-loss").code == 0)
        #expect(try place.run(Self.words).code == 0)
        try SmallDisk.fill(disk + "/filler", leaving: 0, of: disk)
        let full = try place.run(["run", "inventory-valuation", "--date", "2020-04-02"])
        #expect(full.code == 3 && full.errors.contains("make room"), "\(full)")
        try SmallDisk.makeReadOnly(disk)
        let readOnly = try place.run(["run", "inventory-valuation", "--date", "2020-04-03"])
        #expect(
          readOnly.code == 3 && readOnly.errors.lowercased().contains("read-only"), "\(readOnly)")
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

  @Test func `status says what to do about days of the future, and that helps`() throws {
    try Workplace.lend { place in
      // As a database's clock that was far ahead leaves it.
      let folder = place.output + "/inventory-valuation"
      let files = FileManager.default
      let run = try #require(
        try PublishedReports(output: place.output).latest(of: "inventory-valuation"))
      let path = run.folder + "/datapackage.json"
      try String(contentsOfFile: path, encoding: .utf8)
        .replacing(#""\#(run.facts.asOf.text)""#, with: #""2153-01-02T00:00:00+07:00""#)
        .replacing("2020-01-0", with: "2153-01-0")
        .write(toFile: path, atomically: false, encoding: .utf8)
      try files.moveItem(atPath: folder + "/2020-01-01", toPath: folder + "/2153-01-01")
      func latest() throws -> String {
        try files.destinationOfSymbolicLink(atPath: folder + "/latest")
      }
      let words = ["run", "inventory-valuation", "--date", "2020-01-02"]
      #expect(try place.run(words).code == 0)
      #expect(try latest() == "2153-01-01")
      let status = try place.run("status")
      #expect(status.errors.contains("such as inventory-valuation/2153-01-01,"), "\(status)")
      try files.removeItem(atPath: folder + "/2153-01-01")
      #expect(try place.run(words).code == 0)
      #expect(try latest() == "2020-01-02")
      #expect(try place.run("verify").code == 0)
    }
  }

  @Test func `a run whose process died before its link is not called published`() throws {
    try Workplace.lend { place in
      #expect(try place.run(Self.words).code == 0)
      let published = PublishedReports(output: place.output)
      let id = try #require(try published.latest(of: "inventory-valuation")).id.text
      // As that leaves it: the folder has its name, and the record is of a run that goes on.
      try FileManager.default.removeItem(atPath: "\(place.output)/inventory-valuation/2020-04-01")
      do {
        let state = try place.statePlace.open()
        let history = RunHistory(state, output: place.statePlace.output)
        var record = try #require(
          try history.records(of: "inventory-valuation", limit: 9).first { $0.run == id })
        record.state = .running
        try history.save([record])
        state.close()
      }
      func state(_ place: Workplace) throws -> String? {
        try runs(place).first { $0["run"] as? String == id }?["state"] as? String
      }
      #expect(try state(place) == "abandoned")
      #expect(try place.run("run", "inventory-valuation", "--date", "2020-04-02").code == 0)
      #expect(try state(place) == "abandoned")
      // Nor when nothing is remembered of it.
      try place.forgetAll()
      #expect(try place.run("run", "inventory-valuation", "--date", "2020-04-03").code == 0)
      #expect(try state(place) == nil)
      #expect(try place.run(Self.words).code == 0)
      #expect(try published.runs(of: "inventory-valuation").count == 5)
    }
  }
}
