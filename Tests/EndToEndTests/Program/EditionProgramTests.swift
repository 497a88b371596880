import Foundation
import Glibc
import Publishing
import Reports
import Testing
import TestServers
import TestSupport

/// Editions by the program: what it refuses, what it ends with, and what is left when it is killed.
struct EditionProgramTests {
  private static let report = "movement-summary"
  private static let edition = "movement-summary.stores"

  private static func lend(_ body: (Workplace, EditionSample) throws -> Void) throws {
    try withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      try Workplace.lend(sample.database) { place in
        place.environment["REPORT_DEFINITIONS"] = sample.reports
        try body(place, sample)
      }
    }
  }

  @Test func `an edition that fails ends the run with 3, and the report is published`() throws {
    try Self.lend { place, sample in
      // Something of another's stands where the edition is to be shown.
      let period = "\(place.output)/\(Self.edition)/2026-11-21"
      try FileManager.default.createDirectory(
        atPath: period + "/theirs", withIntermediateDirectories: true)
      let words = ["run", Self.report, "--date", "2026-11-21"]
      let failed = try place.run(words)
      #expect(failed.code == 3, "\(failed)")
      #expect(failed.errors.contains("/\(Self.edition)/2026-11-21"), "\(failed)")
      let published = PublishedReports(output: place.output)
      let first = try #require(try published.latest(of: Self.report))
      try FileManager.default.removeItem(atPath: period)
      let healed = try place.run(words)
      #expect(healed.code == 0 && healed.errors.isEmpty, "\(healed)")
      #expect(try published.latest(of: Self.report)?.id == first.id)
      #expect(try published.latest(of: Self.edition) != nil)
      #expect(try place.run("verify").code == 0)
      let status = try place.run("status")
      #expect(status.output.contains(Self.edition), "\(status)")
      // It is made with its report, and not alone.
      let alone = try place.run("run", Self.edition)
      #expect(alone.code == 64 && alone.errors.contains("name '\(Self.report)'"), "\(alone)")
    }
  }

  @Test func `a process that dies between report and edition leaves what the next run makes`()
    throws
  {
    try Self.lend { place, sample in
      let words = ["run", Self.report, "--date", "2026-11-21", "--force"]
      let runs = "\(place.output)/\(Self.edition)/.runs"
      let link = "\(place.output)/\(Self.report)/2026-11-21"
      var isKilled = false
      for _ in 0..<20 where !isKilled {
        let before = try? FileManager.default.destinationOfSymbolicLink(atPath: link)
        let program = try place.start(words)
        // Nothing is shown without this lock: the program waits for it after the report is shown.
        while program.isRunning,
          try !FileManager.default.fileExists(atPath: runs)
            || !FileManager.default.contentsOfDirectory(atPath: runs).contains(where: {
              $0.hasSuffix(".partial")
            })
        {}
        let descriptor = unsafe open(runs + "/.lock", O_RDWR)
        defer { close(descriptor) }
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
          _ = try program.wait()
          continue
        }
        func isShown() -> Bool {
          (try? FileManager.default.destinationOfSymbolicLink(atPath: link)) != before
        }
        while program.isRunning, !isShown() { usleep(1_000) }
        usleep(200_000)
        isKilled = program.isRunning
        program.send(SIGKILL)
        _ = try program.wait()
      }
      #expect(isKilled)
      let published = PublishedReports(output: place.output)
      let run = try #require(try published.latest(of: Self.report))
      #expect(try published.latest(of: Self.edition)?.id != run.id)
      let verified = try place.run("verify")
      #expect(verified.code == 0, "\(verified)")
      let healed = try place.run("run", Self.report, "--date", "2026-11-21")
      #expect(healed.code == 0 && healed.errors.isEmpty, "\(healed)")
      #expect(try published.latest(of: Self.report)?.id == run.id)
      let edition = try #require(try published.latest(of: Self.edition))
      #expect(edition.facts.totals["detail"]?["sold"] == run.facts.totals["detail"]?["sold"])
      let partial = try FileManager.default.contentsOfDirectory(atPath: runs)
        .filter { $0.hasSuffix(".partial") }
      #expect(partial.isEmpty)
      let history = try place.run("history", Self.edition)
      #expect(history.output.contains("published"), "\(history)")
      #expect(!history.output.contains("running"), "\(history)")
    }
  }

  @Test func `check refuses an edition that would tell a cost`() throws {
    try Self.lend { place, sample in
      let path = "\(sample.reports)/slow-movers/report.yml"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      let lists = try #require(text.range(of: "slow_movers: [", options: .backwards))
      try text.replacingCharacters(in: lists, with: "slow_movers: [cost_value, ")
        .write(toFile: path, atomically: true, encoding: .utf8)
      let outcome = try place.run("check", "--offline")
      #expect(outcome.code == 78, "\(outcome)")
      #expect(outcome.errors.contains("slow-movers/report.yml:"), "\(outcome)")
      #expect(outcome.errors.contains("'cost_value', which reveals costs"), "\(outcome)")
    }
  }

  @Test(
    arguments: [
      ("{group: a, roles: [reports:read, stock:read], editions: [stores]}", "one role"),
      ("{group: a, roles: [alerts:manage], editions: [stores]}", "one role"),
      ("{group: a, roles: [reports:read], editions: []}", "'editions' is empty"),
      ("{group: a, roles: [reports:read], editions: [a.b]}", "'a.b' is not the key"),
    ])
  func `access that would show more than editions is refused`(entry: String, says: String) throws {
    try Workplace.lend { place in
      try place.write("site: {access: [\(entry)]}\n", to: "inventory-reports.yml")
      place.environment["INVENTORY_REPORTS_CONFIG"] = place.folder + "/inventory-reports.yml"
      let outcome = try place.run("serve")
      #expect(outcome.code == 78 && outcome.errors.contains(says), "\(outcome)")
    }
  }
}
