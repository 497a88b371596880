import Foundation
import Testing
import TestServers

/// What belongs to the schedule stays with the schedule, whatever somebody asks for by hand.
struct SeriesTests {
  private static let month = [
    "run", "movement-summary", "--from", "2020-01-01", "--to", "2020-01-31",
  ]
  private static let label = "2020-01-01_2020-01-31"

  /// The lines of the metrics file about the report, but for those that every command writes.
  private func metrics(_ place: Workplace) throws -> [String] {
    try String(contentsOfFile: place.folder + "/inventory.prom", encoding: .utf8)
      .split(separator: "\n").map(String.init)
      .filter { $0.contains("report=\"movement-summary\"") || $0.contains("reports_movements{") }
  }

  private func status(_ place: Workplace) throws -> [String: Any] {
    let text = try place.run("status", "--json").output
    let page = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let reports = try #require(page["reports"] as? [[String: Any]])
    return try #require(reports.first { $0["report"] as? String == "movement-summary" })
  }

  private func history(_ place: Workplace) throws -> [(period: String?, state: String?)] {
    let text = try place.run("history", "movement-summary", "--json").output
    let runs = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
    return runs.map { ($0["period"] as? String, $0["state"] as? String) }
  }

  @Test func `a month by hand changes neither latest nor status nor metrics nor the pages`() throws
  {
    try Workplace.lend { place in
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      #expect(try place.run("run", "movement-summary", "--date", "2020-01-02").code == 0)
      let before = try metrics(place)
      #expect(before.count > 5)
      #expect(try place.run(Self.month).code == 0)
      let folder = place.output + "/movement-summary"
      let files = FileManager.default
      #expect(try files.destinationOfSymbolicLink(atPath: folder + "/latest") == "2020-01-02")
      #expect(files.fileExists(atPath: "\(folder)/\(Self.label)/datapackage.json"))
      #expect(try metrics(place) == before)
      #expect(try status(place)["last_period"] as? String == "2020-01-02")
      #expect(try history(place).first?.period == Self.label)
      #expect(try place.run("verify").code == 0)

      let (site, address, link) = try place.serve()
      let jar = place.folder + "/cookies"
      let token = try #require(link.split(separator: "=").last)
      func ask(_ arguments: String...) throws -> String {
        try Program.run("/usr/bin/curl", ["--silent", "--max-time", "10"] + arguments).output
      }
      _ = try ask(
        "--cookie-jar", jar, "--header", "Origin: \(address)", "--data", "token=\(token)",
        "\(address)/signin")
      let api = "\(address)/api/inventory/reports/movement-summary"
      let json = try ask("--cookie", jar, "\(api)/latest/report.json")
      #expect(json.contains("2020-01-02") && !json.contains("2020-01-31"), "\(json.prefix(300))")
      #expect(try ask("--cookie", jar, "\(api)/\(Self.label)/report.json").contains("2020-01-31"))
      let page = try ask("--cookie", jar, "\(address)/")
      // The newest attempt is named, and nothing else is of the month.
      #expect(page.contains("2020-01-02") && page.contains("published for \(Self.label)"))
      #expect(page.ranges(of: "2020-01-31").count == 1, "\(page)")
      site.send(SIGTERM)
      #expect(try site.wait().code == 0)
    }
  }

  @Test func `what fails by hand is in the history and says nothing of the schedule`() throws {
    try Workplace.lend { place in
      place.environment["REPORT_METRICS_FILE"] = place.folder + "/inventory.prom"
      #expect(try place.run("run", "movement-summary", "--date", "2020-01-02").code == 0)
      let before = try metrics(place)
      var away = place
      away.environment["DB_HOST"] = "/nowhere"
      #expect(try away.run(Self.month).code == 69)
      #expect(
        try away.run("run", "movement-summary", "--date", "2020-01-03", "--store", "Silom").code
          == 69)
      #expect(try history(place).filter { $0.state == "failed" }.map(\.period).contains("filtered"))
      #expect(try history(place).filter { $0.state == "failed" }.map(\.period).contains(Self.label))
      #expect(try status(place)["failure"] == nil)
      #expect(try metrics(place) == before)
      // And a month that went well makes no failure of the schedule good.
      #expect(try away.run("run", "movement-summary", "--date", "2020-01-03").code == 69)
      #expect(try place.run(Self.month).code == 0)
      #expect(try status(place)["failure"] != nil)
      #expect(try metrics(place) != before)
    }
  }

  @Test func `a latest of a month is mended by the next run, though nothing is to be made`() throws
  {
    try Workplace.lend { place in
      #expect(try place.run(Self.month).code == 0)
      let latest = place.output + "/movement-summary/latest"
      try FileManager.default.removeItem(atPath: latest)
      try FileManager.default.createSymbolicLink(
        atPath: latest, withDestinationPath: Self.label)
      let verified = try place.run("verify")
      #expect(verified.code == 0 && verified.errors.contains("should point to 2020-01-01"))
      let again = try place.run("run", "movement-summary", "--date", Workplace.day, "--json")
      #expect(again.output.contains("already_published"))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: latest) == Workplace.day)
    }
  }
}
