import EmbeddedPostgres
import Foundation
import Testing
import TestServers

/// Runs that do what they should: silently, once, and as asked.
struct RunTests {
  private static let words = ["run", "--all", "--date", Workplace.day]

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `success says nothing when nobody watches`() throws {
    try Workplace.lend { place in
      let outcome = try place.run(["run", "--all", "--date", "2020-01-02"])
      #expect(outcome.code == 0)
      #expect(outcome.output == "")
      #expect(outcome.errors == "")
      let verified = try place.run("verify", place.output, "--quiet")
      #expect(verified.code == 0 && verified.output == "" && verified.errors == "")
    }
  }

  @Test func `a complete period is made once`() throws {
    try Workplace.lend { place in
      // Low stock is of now, and never complete.
      let names = ["inventory-valuation", "movement-summary", "reorder-suggestions", "slow-movers"]
      let before = try Workplace.contents(of: place.output)
      let second = try place.run(["run", "--date", Workplace.day, "--json"] + names)
      #expect(second.code == 0)
      let reports = try #require(try json(second.output)["reports"] as? [[String: Any]])
      #expect(reports.map { $0["status"] as? String } == names.map { _ in "already_published" })
      #expect(try Workplace.contents(of: place.output) == before)
      // A format that is not there yet is a reason to make it again, and so is --force.
      for more in [["--format", "csv,json,xlsx,csv-excel"], ["--force"]] {
        let link = place.output + "/slow-movers/2020-01-01"
        let former = try FileManager.default.destinationOfSymbolicLink(atPath: link)
        #expect(try place.run(["run", "slow-movers", "--date", Workplace.day] + more).code == 0)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) != former)
      }
      #expect(try place.run("verify", place.output).code == 0)
    }
  }

  @Test func `a dry run writes nothing`() throws {
    try Workplace.lend { place in
      for words in [Self.words + ["--force"], ["run", "--all", "--date", "2020-01-03"]] {
        let before = try Workplace.contents(of: place.output)
        let outcome = try place.run(words + ["--dry-run", "--json"])
        #expect(outcome.code == 0)
        let reports = try #require(try json(outcome.output)["reports"] as? [[String: Any]])
        #expect(reports.count == 6)
        #expect(reports.allSatisfy { $0["status"] as? String == "planned" })
        #expect(try Workplace.contents(of: place.output) == before)
      }
      #expect(try place.run("run", "--all", "--dry-run", "--output", "none").code == 0)
      #expect(!FileManager.default.fileExists(atPath: place.folder + "/none"))
    }
  }

  @Test func `everything that is said as JSON is JSON`() throws {
    try Workplace.lend { place in
      let commands = [
        ["list"], ["show", "inventory-valuation"], ["show", "slow-movers"], ["check"],
        ["check", "--offline"], ["config", "show"], ["verify", place.output],
        Self.words + ["--force"], ["run", "low-stock"],
      ]
      for words in commands {
        let outcome = try place.run(words + ["--json"])
        #expect(outcome.code == 0, "\(words): \(outcome.errors)")
        #expect(outcome.errors == "", "\(words)")
        _ = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8))
      }
      // A failure too: the document tells the same as the exit code.
      let failed = try place.run(["verify", place.output, "--json"])
      #expect(try json(failed.output)["findings"] as? [String] == [])
    }
  }

  @Test func `verify finds a changed byte`() throws {
    try Workplace.lend { place in
      let file = place.output + "/slow-movers/2020-01-01/slow-movers-2020-01-01.json"
      let handle = try #require(FileHandle(forUpdatingAtPath: file))
      try handle.write(contentsOf: Data("[".utf8))
      try handle.close()
      let outcome = try place.run("verify", place.output)
      #expect(outcome.code == 65)
      #expect(outcome.errors.contains("slow-movers-2020-01-01.json"))
    }
  }

  @Test func `a reader that went away is no failure`() throws {
    try Workplace.lend { place in
      let program = try Program.inventoryReports.get()
      let outcome = try Program.run(
        "/bin/bash", ["-c", "set -o pipefail; '\(program)' show inventory-valuation | true"],
        environment: place.environment, folder: place.folder)
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
  }

  @Test func `About calls no date a default, and says figures as people write them`() throws {
    try Workplace.lend { place in
      let folder = "\(place.output)/reorder-suggestions/\(Workplace.day)"
      let text = try Program.run(
        "/usr/bin/unzip", ["-p", "\(folder)/reorder-suggestions-\(Workplace.day).xlsx"]
      ).output
      #expect(text.contains(Workplace.day) && !text.contains("\(Workplace.day) (default)"))
      #expect(text.contains("90 (default)"), "a window that nobody gave is one")
      #expect(text.contains("service level 0.95,") && text.contains("standard deviation 0)"))
      #expect(
        text.contains("Costs are today's unit costs") || text.contains("Costs are today&apos;s"))
    }
  }

  @Test func `stores and suppliers by name and by id give the same run`() throws {
    try Workplace.lend { place in
      func files(_ words: String...) throws -> [String: String] {
        let all = ["run", "reorder-suggestions", "--date", Workplace.day, "--output", words[0]]
        let outcome = try place.run(all + words.dropFirst())
        #expect(outcome.code == 0, "\(outcome.errors)")
        return try Workplace.contents(of: "\(place.folder)/\(words[0])")
          .filter { !$0.key.contains(".runs") && !$0.key.contains(".state") }
          .filter { $0.value != "folder" }
          .mapValues { $0.hasPrefix("->") ? "link" : $0 }
      }
      let byName = try files("a", "--store", "Silom", "--supplier", "Siam Tea")
      let byID = try files(
        "b", "--supplier", "50000000-0000-0000-0000-000000000001",
        "--store", "0B000000-0000-0000-0000-000000000001")
      #expect(byName == byID)
      #expect(byName.keys.contains { $0.contains(".f-") }, "\(byName.keys)")
    }
  }

  @Test func `sharded tables are checked in the session that read them`() throws {
    let database = try TestDatabase(
      given: "\(Places.reports)/inventory-valuation/example/given.sql")
    try database.becomeCoordinator()
    try database.execute("ALTER DATABASE \(database.name) SET log_statement = 'all'")
    try Workplace.lend(database) { place in
      let outcome = try place.run("run", "--all", "--date", "2026-11-21", "--force")
      #expect(outcome.code == 0, "\(outcome.errors)")
    }
    // No other database of this server has its statements logged, but for those that fail.
    let statements = try String(
      contentsOfFile: database.cluster.folder + "/server.log", encoding: .utf8
    ).split(separator: "\n").filter { $0.contains("LOG:  ") }
    func wasSaid(_ words: String) -> Bool { statements.contains { $0.contains(words) } }
    #expect(wasSaid("RELEASE SAVEPOINT part"))
    #expect(!wasSaid("pg_export_snapshot"))
    #expect(!wasSaid("SET TRANSACTION SNAPSHOT"))
  }
}
