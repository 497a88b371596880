import Foundation
import Testing
import TestServers
import TestSupport

/// The file for Prometheus, after runs that go well and runs that do not.
struct MetricsTests {
  private static let words = ["run", "--all", "--date", Workplace.day]

  /// The values of a file by name and labels.
  private func values(_ place: Workplace) throws -> [String: String] {
    let text = try String(contentsOfFile: place.folder + "/inventory.prom", encoding: .utf8)
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    return Dictionary(
      try lines.map { line in
        let space = try #require(line.lastIndex(of: " "))
        return (String(line[..<space]), String(line[line.index(after: space)...]))
      }, uniquingKeysWith: { $1 })
  }

  private func name(_ metric: String, _ report: String) -> String {
    "inventory_reports_\(metric){report=\"\(report)\"}"
  }

  @Test func `what was published is measured`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      // A day with movements.
      #expect(try place.run(["run", "--all", "--date", "2026-11-21"]).code == 0)
      let values = try values(place)
      for report in ["inventory-valuation", "low-stock", "slow-movers"] {
        for metric in ["last_success", "last_completion"] {
          let seconds = values[name("\(metric)_timestamp_seconds", report)].flatMap { Double($0) }
          #expect(abs(Date().timeIntervalSince1970 - (seconds ?? 0)) < 600)
        }
        #expect(values[name("last_exit_code", report)] == "0")
        for stage in ["read", "write", "publish"] {
          let key =
            "inventory_reports_stage_duration_seconds{report=\"\(report)\",stage=\"\(stage)\"}"
          #expect(values[key] != nil)
        }
      }
      #expect(values["inventory_reports_last_command_exit_code"] == "0")
      #expect(
        values["inventory_reports_rows{report=\"inventory-valuation\",table=\"by_store\"}"] != nil)
      // The same figures as the report's own.
      let path =
        "\(place.output)/inventory-valuation/latest/"
        + "inventory-valuation-2026-11-21.by_store.csv"
      let shown = try Data(contentsOf: URL(fileURLWithPath: path))
      let stores = try CSVReader.records([UInt8](shown)).dropFirst()
      #expect(stores.count >= 2)
      for store in stores {
        let key =
          "inventory_reports_stock_value{store_id=\"\(store[0])\",store=\"\(store[1])\",currency=\"THB\"}"
        #expect(values[key] == store[3])
      }
      #expect(values.keys.contains { $0.hasPrefix("inventory_reports_movements{") })
    }
  }

  @Test func `a failure keeps the last success, and a lost file comes back`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      #expect(try place.run(Self.words + ["--force"]).code == 0)
      let before = try values(place)
      var broken = place
      broken.environment["DB_HOST"] = "/nowhere"
      #expect(try broken.run(Self.words + ["--force"]).code == 69)
      let after = try values(place)
      for report in ["inventory-valuation", "low-stock"] {
        let success = name("last_success_timestamp_seconds", report)
        #expect(after[success] != nil && after[success] == before[success])
        let completion = name("last_completion_timestamp_seconds", report)
        #expect(Double(after[completion] ?? "") ?? 0 > Double(before[completion] ?? "") ?? 0)
        #expect(after[name("last_exit_code", report)] == "69")
      }
      #expect(after["inventory_reports_last_command_exit_code"] == "69")
      let figures = before.filter { $0.key.hasPrefix("inventory_reports_stock_value") }
      #expect(figures.allSatisfy { after[$0.key] == $0.value })
      try FileManager.default.removeItem(atPath: place.folder + "/inventory.prom")
      #expect(try broken.run(Self.words + ["--force"]).code == 69)
      let again = try values(place)
      #expect(figures.allSatisfy { again[$0.key] == $0.value })
      let success = name("last_success_timestamp_seconds", "inventory-valuation")
      let gap = (Double(again[success] ?? "") ?? 0) - (Double(before[success] ?? "") ?? 0)
      #expect(abs(gap) < 60, "the last success is known from the output folder")
    }
  }

  @Test(.enabled(if: Promtool.isThere, "promtool is not installed (Debian: prometheus)"))
  func `promtool has nothing to say`() throws {
    try Workplace.lend { place in
      let path = place.folder + "/inventory.prom"
      #expect(try place.run(Self.words + ["--force", "--metrics-file", path]).code == 0)
      let outcome = try Program.run(
        "/bin/sh", ["-c", "promtool check metrics < '\(path)'"], environment: [:])
      #expect(outcome.code == 0 && outcome.output + outcome.errors == "")
    }
  }

  @Test func `a file that cannot be written is told, and the reports are published`() throws {
    try Workplace.lend { place in
      let outcome = try place.run(
        ["run", "slow-movers", "--date", "2020-01-07", "--metrics-file", "/nowhere/a.prom"])
      #expect(outcome.code == 3)
      #expect(outcome.errors.contains("/nowhere/a.prom"))
      #expect(FileManager.default.fileExists(atPath: place.output + "/slow-movers/2020-01-07"))
      try place.expectFailure(
        ["run", "slow-movers", "--metrics-file", "metrics.txt"], code: 64, says: [".prom"])
    }
  }

  @Test func `a run elsewhere leaves the usual file alone`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      let outcome = try place.run(["run", "slow-movers", "--output", "other"])
      #expect(outcome.code == 0, "\(outcome.errors)")
      #expect(!FileManager.default.fileExists(atPath: place.folder + "/inventory.prom"))
    }
  }
}

/// Prometheus' own checker of metrics.
enum Promtool {
  static let isThere =
    (try? Program.run("/bin/sh", ["-c", "command -v promtool"], environment: [:]))?.code == 0
}
