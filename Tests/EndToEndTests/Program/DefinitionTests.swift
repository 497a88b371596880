import Foundation
import Testing
import TestServers

/// Definitions that do not fit their rules or their query: 78, with file and line.
struct DefinitionTests {
  /// A change to the repository's reports that breaks one of them.
  struct Break: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var file: String
    var old: String
    var new: String
    var says: [String]
    /// Whether `check` finds it without a database.
    var isOffline = true
  }

  private static let breaks = [
    Break(
      testDescription: "unknown key", file: "slow-movers/report.yml", old: "schedule:",
      new: "colour: red\nschedule:", says: ["slow-movers/report.yml:", "colour"]),
    Break(
      testDescription: "no title", file: "slow-movers/report.yml", old: "title: Slow movers\n",
      new: "", says: ["slow-movers/report.yml", "title"]),
    Break(
      testDescription: "bad YAML", file: "slow-movers/report.yml", old: "parameters:",
      new: "parameters: [", says: ["slow-movers/report.yml:", "YAML"]),
    Break(
      testDescription: "a query lacks a column", file: "slow-movers/slow-movers.sql",
      old: "i.last_sale_at, i.days_idle", new: "i.last_sale_at",
      says: ["slow-movers", "slow-movers.sql", "days_idle"], isOffline: false),
    Break(
      testDescription: "a query has a column too many", file: "slow-movers/slow-movers.sql",
      old: "i.last_sale_at, i.days_idle", new: "i.last_sale_at, i.days_idle, 1 AS more",
      says: ["slow-movers.sql", "more"], isOffline: false),
    Break(
      testDescription: "wrong type", file: "slow-movers/slow-movers.sql",
      old: "i.last_sale_at, i.days_idle", new: "i.last_sale_at, i.days_idle::text AS days_idle",
      says: ["slow-movers.sql", "days_idle", "text", "integer", "bigint"], isOffline: false),
    Break(
      testDescription: "SQL with a mistake", file: "slow-movers/slow-movers.sql", old: "WITH moved",
      new: "WITHH moved", says: ["slow-movers.sql", "WITHH"], isOffline: false),
    Break(
      testDescription: "a table that is not there", file: "slow-movers/slow-movers.sql",
      old: "FROM stock_levels\n  GROUP", new: "FROM stock_level\n  GROUP",
      says: ["slow-movers.sql", "stock_level"], isOffline: false),
    Break(
      testDescription: "an unknown variable", file: "slow-movers/slow-movers.sql",
      old: ":'date_to'::date - (last", new: ":'date_too'::date - (last",
      says: ["slow-movers.sql", "date_too"]),
    Break(
      testDescription: "past prices of a report that has none",
      file: "slow-movers/checks/totals.sql", old: ":'period_end'", new: ":'prices'",
      says: [
        "slow-movers/checks/totals.sql:16: check database-totals: :'prices' is for",
        "inventory-valuation or movement-summary",
      ]),
    Break(
      testDescription: "a check with a mistake", file: "slow-movers/checks/totals.sql",
      old: "'slow_movers.cost_value'", new: "'slow_movers.cost'",
      says: ["slow-movers", "slow_movers.cost"], isOffline: false),
    Break(
      testDescription: "a computation that is not there", file: "low-stock/report.yml",
      old: "computation: low-stock.low_stock", new: "computation: low-stock.high_stock",
      says: ["low-stock", "low-stock.high_stock"]),
    Break(
      testDescription: "a column of another type", file: "low-stock/report.yml",
      old: "{key: status, type: text", new: "{key: status, type: code",
      says: ["low-stock", "status", "text", "code"]),
  ]

  @Test(arguments: breaks) func `a broken definition`(_ broken: Break) throws {
    try Workplace.lend { place in
      let reports = place.folder + "/reports"
      try FileManager.default.copyItem(atPath: Places.reports, toPath: reports)
      let path = "\(reports)/\(broken.file)"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      try #require(text.contains(broken.old), "\(broken.file) has changed")
      try text.replacing(broken.old, with: broken.new, maxReplacements: 1)
        .write(toFile: path, atomically: true, encoding: .utf8)
      place.environment["REPORT_DEFINITIONS"] = nil
      let report = String(broken.file.prefix { $0 != "/" })
      // Low stock is always of today: its former run is of another day, and stays.
      let date = report == "low-stock" ? [] : ["--date", Workplace.day]
      try place.expectFailure(
        ["run", report, "--force"] + date, code: 78, says: broken.says)
      if broken.isOffline {
        let checked = try place.run("check", "--offline", "--quiet")
        #expect(checked.code == 78)
        #expect(broken.says.allSatisfy { checked.errors.contains($0) }, "\(checked.errors)")
      }
    }
  }

  @Test func `one broken query does not keep the other reports from being published`() throws {
    try Workplace.lend { place in
      let reports = place.folder + "/reports"
      try FileManager.default.copyItem(atPath: Places.reports, toPath: reports)
      let path = reports + "/slow-movers/slow-movers.sql"
      let text = try String(contentsOfFile: path, encoding: .utf8)
      // Right to prepare, wrong to run.
      try text.replacing(
        "i.last_sale_at, i.days_idle",
        with: "i.last_sale_at, 1 / (CASE WHEN i.quantity > 0 THEN 0 ELSE 1 END) AS days_idle"
      ).write(toFile: path, atomically: true, encoding: .utf8)
      place.environment["REPORT_DEFINITIONS"] = nil
      let before = try Workplace.contents(of: place.output + "/slow-movers")
      let outcome = try place.run("run", "--all", "--date", "2020-01-02", "--json")
      #expect(outcome.code == 3, "\(outcome.errors)")
      #expect(outcome.errors.contains("slow-movers: "))
      #expect(outcome.errors.contains("division by zero"))
      let files = FileManager.default
      for report in ["inventory-valuation", "movement-summary", "reorder-suggestions"] {
        #expect(files.fileExists(atPath: "\(place.output)/\(report)/2020-01-02"))
      }
      #expect(try Workplace.contents(of: place.output + "/slow-movers") == before)
      #expect(try place.run("verify", place.output).code == 0)
    }
  }
}
