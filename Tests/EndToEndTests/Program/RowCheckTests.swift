import Foundation
import Publishing
import Reports
import Testing
import TestServers

/// The reports that come with the program notice rows that are lost, and nothing else.
struct RowCheckTests {
  private static let report = "inventory-valuation"

  private func run(_ place: Workplace, _ day: Int, _ more: String...) throws -> Program.Outcome {
    try place.run(["run", Self.report, "--format", "csv", "--date", "2020-04-0\(day)"] + more)
  }

  /// What the newest run of a period says of its rows.
  private func check(_ place: Workplace, _ period: String) throws -> CheckResult {
    try check(place, #require(PeriodFolderName(period)))
  }

  private func check(_ place: Workplace, _ name: PeriodFolderName) throws -> CheckResult {
    let run = try PublishedReports(output: place.output).current(name, of: Self.report)
    return try #require(run?.facts.checks.first { $0.name == "usual-rows" })
  }

  @Test func `a lost table is not published, a lost shop warns, a new one says nothing`() throws {
    let database = try AlertPlace.database(products: 100)
    try database.execute("UPDATE stock_movements SET created_at = '2019-12-31'")
    try Workplace.lend(database) { place in
      try FileManager.default.removeItem(atPath: place.output)
      #expect(try run(place, 1).code == 0)
      var found = try check(place, "2020-04-01")
      #expect(found.outcome == .passed && found.found == "100")
      #expect(found.expected == "", "there is none before it")
      // Another shop with as many products.
      try database.execute(
        """
        INSERT INTO stock_levels (product_id, store_id, store_name)
        SELECT product_id, '0b000000-0000-0000-0000-000000000001', 'Silom' FROM stock_levels
        """)
      #expect(try run(place, 2).code == 0)
      found = try check(place, "2020-04-02")
      #expect(found.outcome == .passed && found.expected == "100" && found.found == "200")
      // One store's report is not held against that of all.
      let single = try run(place, 2, "--store", "Silom")
      #expect(single.code == 0, "\(single)")
      let filtered = try PublishedReports(output: place.output).periods(of: Self.report)
        .filter { $0.name.isFiltered }
      #expect(filtered.count == 1)
      found = try check(place, #require(filtered.first?.name))
      #expect(found.outcome == .passed && found.expected == "" && found.found == "100")
      try database.execute(
        "DELETE FROM stock_levels WHERE store_name = 'Silom' AND ctid IN (SELECT ctid FROM"
          + " stock_levels WHERE store_name = 'Silom' LIMIT 50)")
      #expect(try run(place, 3).code == 0)
      found = try check(place, "2020-04-03")
      #expect(found.outcome == .warned && found.found == "150")
      #expect(try place.run("status").output.contains("check warning: Detail: 150 rows, 200 in"))
      try database.execute("TRUNCATE stock_movements, stock_levels")
      let failed = try run(place, 4)
      #expect(failed.code == 65, "\(failed)")
      #expect(failed.errors.contains("usual-rows") && failed.errors.contains("--force"))
      #expect(try place.run("status").output.contains("usual-rows"))
      let published = PublishedReports(output: place.output)
      #expect(try published.latest(of: Self.report)?.facts.periodFolder == "2020-04-03")
      // A person knows better, once; the next night compares with that.
      #expect(try run(place, 4, "--force").code == 0)
      #expect(try check(place, "2020-04-04").outcome == .warned)
      #expect(try run(place, 5).code == 0)
      #expect(try check(place, "2020-04-05").outcome == .passed)
    }
  }
}
