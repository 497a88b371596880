import Foundation
import Testing
import TestServers

/// Looking costs the same after years: no manifest is read but those that are shown.
struct LongHistoryTests {
  /// Adds runs of former years whose manifests nobody can read to an end: whoever opens one of these
  /// pipes waits forever.
  private func age(_ place: Workplace, report: String, days: Int) throws {
    let files = FileManager.default
    // The newest is one of the schedule, as after years of nights.
    let manifest = "\(place.output)/\(report)/\(Workplace.day)/datapackage.json"
    try String(contentsOfFile: manifest, encoding: .utf8)
      .replacing(#""by_hand" : true,"#, with: "")
      .write(toFile: manifest, atomically: false, encoding: .utf8)
    for day in 0..<days {
      let month = day / 28 + 1
      let date = "2019-\(month < 10 ? "0" : "")\(month)-\(10 + day % 20)"
      let run = "\(date.replacing("-", with: ""))T0100\(10 + day % 50)Z-00\(1_000 + day)"
      let folder = "\(place.output)/\(report)/.runs/\(run)"
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try #require(unsafe mkfifo("\(folder)/datapackage.json", 0o644) == 0)
      try? files.createSymbolicLink(
        atPath: "\(place.output)/\(report)/\(date)", withDestinationPath: ".runs/\(run)")
    }
  }

  /// Runs the program; one that does not end is ended, and that is a failure.
  private func run(_ words: [String], in place: Workplace) throws -> Program.Outcome {
    let program = try place.start(words)
    let end = ContinuousClock.now + .seconds(30)
    while program.isRunning, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.01) }
    if program.isRunning { program.send(SIGKILL) }
    let outcome = try program.wait()
    #expect(outcome.code == 0, "\(words): \(outcome)")
    return outcome
  }

  @Test func `status and history read no manifest that they do not show`() throws {
    try Workplace.lend { place in
      let reports = ["inventory-valuation", "movement-summary"]
      for report in reports { try age(place, report: report, days: 300) }
      #expect(try run(["status"], in: place).output.contains(Workplace.day))
      let history = try run(["history", "inventory-valuation", "--limit", "1"], in: place)
      #expect(history.output.contains(Workplace.day))
      // What is remembered is newer than all of them.
      for _ in 0..<2 { #expect(try place.run("run", "low-stock", "--force").code == 0) }
      let newest = try run(["history", "--limit", "2"], in: place).output
      #expect(newest.split(separator: "low-stock").count == 3, "\(newest)")
    }
  }
}
