import Foundation
import Testing
import TestServers

/// What the program says to a person who has made a mistake, and to a program that reads JSON.
struct MessageTests {
  private static func says(
    _ name: String, _ arguments: [String], code: Int32 = 64, _ words: String...
  ) -> Failure {
    Failure(name: name, arguments: arguments, code: code, says: words)
  }

  private static let failures = [
    says("a misspelt command", ["rnu", "--all"], "'rnu'", "did you mean 'run'"),
    says("a misspelt command of alerts", ["alerts", "lst"], "'alerts lst'", "did you mean 'list'"),
    says("no command at all", ["nothing"], "'nothing'", "run, backfill, status"),
    says("options before the command", ["--quiet", "status"], "after the command", "status"),
    says("a misspelt option", ["run", "--al"], "--al", "see 'inventory-reports run --help'"),
    says("a missing argument", ["show"], "<report>", "see 'inventory-reports show --help'"),
    says("options that do not fit", ["run", "--all", "low-stock"], "run --help"),
    says(
      "a misspelt report", ["run", "inventory-valuatoin"], "did you mean 'inventory-valuation'"),
    says("history of nothing", ["history", "nix"], "'nix'", "inventory-valuation, low-stock"),
    says("a misspelt parameter", ["run", "low-stock", "--set", "windo=3"], "mean 'window'"),
    says(
      "a configuration that is not there", ["status", "--config", "nix.yml"], "no", "nix.yml",
      "--config"),
    says(
      "a copy that is not there", ["state", "restore", "/nix.sqlite"], "no file /nix.sqlite",
      ".state"),
    Failure(
      name: "a folder of the state that cannot be",
      arguments: ["alerts", "mute", "--product", "0001", "--unchecked"],
      environment: ["REPORT_STATE": "/proc/nix", "REPORT_OUTPUT": "fresh"], code: 73,
      says: ["/proc/nix", "write", "report.state"]),
    Failure(
      name: "a misspelt key", arguments: ["status"],
      files: ["inventory-reports.yml": "report:\n  timezone: UTC\n"], code: 78,
      says: [":2:", "'report.timezone'", "did you mean 'report.time_zone'"]),
    Failure(
      name: "a wrong role of the file", arguments: ["run", "low-stock"],
      environment: ["DB_USER": ""],
      files: ["inventory-reports.yml": "database:\n  name: x\n  user: nobody_here\n"], code: 78,
      says: [
        "nobody_here", "database.user (inventory-reports.yml:3)", "database.password (DB_PASSWORD)",
      ]),
  ]

  @Test(arguments: failures) func `a message names the thing and the remedy`(
    _ failure: Failure
  ) throws {
    try Workplace.lend { place in
      for (name, text) in failure.files { try place.write(text, to: name) }
      place.environment.merge(failure.environment) { $1 }
      let outcome = try place.run(failure.arguments)
      #expect(outcome.code == failure.code && outcome.output == "", "\(outcome)")
      let lines = outcome.errors.split(separator: "\n")
      #expect(lines.count == 1 && !outcome.errors.contains("Usage"), "\(outcome.errors)")
      for word in failure.says { #expect(outcome.errors.contains(word), "\(outcome.errors)") }
    }
  }

  @Test func `a server that does not answer is told once`() throws {
    try Workplace.lend { place in
      place.environment["DB_HOST"] = "nowhere.invalid"
      let outcome = try place.run("run", "low-stock", "--log-level", "warning")
      #expect(outcome.code == 69)
      // By the first attempt, and by the end.
      #expect(outcome.errors.ranges(of: "could not translate host name").count == 2, "\(outcome)")
      #expect(outcome.errors.contains("database.host (DB_HOST)"))
    }
  }

  @Test func `JSON is printed on a failure too`() throws {
    struct Answer: Decodable { var error: String?, exit_code: Int32? }
    try Workplace.lend { place in
      var away = place
      away.environment["DB_HOST"] = "/nowhere"
      for (words, code) in [
        (["run", "--all", "--json"], 69), (["run", "--due", "--json"], 69),
        (["run", "nothing", "--json"], 64), (["run", "--al", "--json"], 64),
        (["status", "--json", "--config", "nix.yml"], 64),
      ] as [([String], Int32)] {
        let outcome = try away.run(words)
        #expect(outcome.code == code, "\(outcome)")
        let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
        #expect(answer.exit_code == code && answer.error?.isEmpty == false)
      }
      // What was made stands in the list, and so does what kept the rest from being made.
      let words = ["backfill", "inventory-valuation", "--from", "2019-05-31", "--to", "2019-06-01"]
      let series = try place.run(words + ["--json"])
      let answers = try JSONDecoder().decode([Answer].self, from: Data(series.output.utf8))
      #expect(series.code == 3 && answers.map(\.exit_code) == [nil, 64], "\(series)")
    }
  }

  @Test func `variables that are nearly those of settings are pointed out`() throws {
    try Workplace.lend { place in
      place.environment.merge([
        "REPORT_TIMEZONE": "UTC", "DB_PASS": "x", "DB_USER_FILE": "/x",
        "INVENTORY_REPORTS_OUTPUT": "x", "REPORT_OUTPUT": "out", "DB_SCHEMA": "x", "SITE_ID": "3",
      ]) { $1 }
      let warned = try place.run("status", "--log-level", "warning").errors
      for (name, meant) in [
        ("REPORT_TIMEZONE", "REPORT_TIME_ZONE"), ("DB_PASS", "DB_PASSWORD"),
        ("DB_USER_FILE", "DB_USER"), ("INVENTORY_REPORTS_OUTPUT", "REPORT_OUTPUT"),
      ] {
        let line = warned.split(separator: "\n").first { $0.contains(" \(name) is set") }
        #expect(line?.contains(meant) == true, "\(name): \(warned)")
      }
      #expect(!warned.contains("DB_SCHEMA") && !warned.contains("SITE_ID"), "\(warned)")
      #expect(try place.run("config", "show").output.contains("REPORT_TIMEZONE is set"))
      #expect(try place.run("status").errors == "", "a job that goes well says nothing")
    }
  }
}
