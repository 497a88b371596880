import Foundation
import Testing
import TestServers

/// What the program shows on a terminal of 80 columns: no line is longer, no word is torn.
struct TerminalTests {
  private static let commands: [[String]] =
    ["run", "backfill", "status", "history", "prune", "list", "show", "check", "verify", "doctor"]
    .map { [$0] }
    + ["backup", "check", "restore", "rebuild-prices"].map { ["state", $0] }
    + ["run", "flush", "status", "list", "mute", "unmute", "confirm", "dead", "replay", "test"].map
  {
    ["alerts", $0]
  } + [["config", "show"], ["schedule"], ["serve"], ["demo"], ["alerts"], ["state"], []]

  private func output(_ words: [String], columns: Int) throws -> String {
    try Program.run(
      try Program.inventoryReports.get(), words, environment: ["COLUMNS": "\(columns)"]
    ).output
  }

  @Test(arguments: commands) func `a help text is wrapped once`(_ command: [String]) throws {
    let narrow = try output(command + ["--help"], columns: 80)
    let wide = try output(command + ["--help"], columns: 300)
    let lines = narrow.split(separator: "\n", omittingEmptySubsequences: false)
    for line in lines { #expect(line.count <= 80, "\(line)") }
    func examples(_ text: String) -> [Substring] {
      text.split(separator: "\n").filter { $0.hasPrefix("  inventory-reports ") }
    }
    #expect(examples(narrow) == examples(wide))
    // A line that was broken before it was wrapped leaves a short one in the middle of a sentence.
    for (line, next) in zip(lines, lines.dropFirst()) where line.count < 50 && !line.isEmpty {
      #expect(next.first?.isLowercase != true, "\(line)\n\(next)")
    }
  }

  @Test func `help stands before a command, too`() throws {
    for option in ["--help", "-h"] {
      for words in [["run"], ["alerts", "mute"]] {
        #expect(
          try output([option] + words, columns: 80) == output(words + ["--help"], columns: 80))
      }
    }
    #expect(try output(["--help"], columns: 80).contains("EXIT CODES"))
    let wrong = try Program.run(try Program.inventoryReports.get(), ["--help", "rum"])
    #expect(wrong.code == 64 && wrong.errors.contains("'run'"), "\(wrong)")
  }

  @Test func `tables and notes fit, and no word is torn`() throws {
    try Workplace.lend { place in
      var away = place
      away.environment["DB_HOST"] = "/nowhere"
      #expect(try away.run("run", "--due").code == 69)
      #expect(
        try place.run("run", "movement-summary", "--from", "2020-01-01", "--to", "2020-01-31").code
          == 0)
      for words in [
        ["status"], ["history"], ["config", "show"], ["list"], ["show", "movement-summary"],
        ["alerts", "list"], ["run", "--all", "--date", Workplace.day, "--dry-run"],
      ] {
        let free = try place.run(words).output
        var narrow = place
        narrow.environment["COLUMNS"] = "80"
        let text = try narrow.run(words).output
        for line in text.split(separator: "\n") where line.count > 80 {
          let isOneWord = !line.drop { $0 == " " }.contains(" ")
          #expect(isOneWord, "\(words): \(line)")
        }
        func parts(_ text: String) -> [String] {
          text.split { $0 == " " || $0 == "\n" }.map(String.init).sorted()
        }
        // Ages go on between two calls.
        if words[0] != "status" { #expect(parts(text) == parts(free), "\(words): \(text)") }
      }
    }
  }

  @Test(arguments: [16, 20, 24, 28, 31, 32, 33])
  func `a path of any length makes no line too long`(length: Int) throws {
    let path = "/" + String(repeating: "p", count: length - 1)
    let text = try Program.run(
      try Program.inventoryReports.get(), ["config", "show"],
      environment: ["COLUMNS": "80", "REPORT_DEFINITIONS": path, "REPORT_STATE": path]
    ).output
    #expect(text.contains(path))
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }
}
