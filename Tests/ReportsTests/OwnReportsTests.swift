import Foundation
import Reports
import Testing
import Values

/// The reports that come with the program.
@Suite struct OwnReportsTests {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("reports").path

  @Test func `they load without a problem`() throws {
    let names = try ReportCatalogue.load(folder: Self.folder).map(\.name)
    #expect(
      names == [
        "inventory-valuation", "low-stock", "movement-summary", "reorder-suggestions",
        "roll-forward", "slow-movers", "stock-ageing",
      ])
  }

  @Test func `each has an example whose files name the columns`() throws {
    for report in try ReportCatalogue.load(folder: Self.folder) {
      let example = try #require(try ReportExample.load(for: report), "\(report.name)")
      #expect(example.tableFiles.count == report.tables.count)
      #expect(example.timeZone == "Asia/Bangkok")
    }
  }

  @Test func `the example's policy and parameters are read`() throws {
    let report = try ReportCatalogue.loadReport(folder: Self.folder + "/reorder-suggestions")
    let example = try #require(try ReportExample.load(for: report))
    #expect(example.now == Instant(microseconds: 1_795_287_600_000_000))
    #expect(example.parameters == ["date": "2026-11-21", "window": "10"])
    #expect(example.policy?.overrides.map(\.scope) == [.sku("1002"), .sku("1003")])
    #expect(example.policy?.onOrder.map(\.quantity) == [5000])
  }

  @Test func `the keys of groups are folded away, and their names are not`() throws {
    for report in try ReportCatalogue.load(folder: Self.folder) {
      for table in report.tables {
        let columns = table.columns
        let hasName = columns.contains { $0.key == "name" }
        for column in columns {
          if column.key == "key", hasName {
            #expect(column.isFolded, "\(report.name).\(table.key)")
          }
          if column.key.hasSuffix("name") { #expect(!column.isFolded) }
        }
      }
    }
  }

  @Test func `the titles of ages have the policy's days, and keys and other titles stay`() throws {
    let report = try ReportCatalogue.loadReport(folder: Self.folder + "/stock-ageing")
    var policy = FinancePolicy()
    policy.ageingDays = [0, 1, 30, 60, 90]
    let filled = report.filled(TitleWords(policy))
    let detail = try #require(filled.table("detail")?.columns)
    let titles = detail.filter { $0.key.hasPrefix("value_") }.map(\.title)
    #expect(
      titles == [
        "0 days: value", "1 day: value", "2 to 30 days: value", "31 to 60 days: value",
        "61 to 90 days: value", "over 90 days: value", "Unknown age: value",
      ])
    #expect(detail.map(\.key) == report.table("detail")?.columns.map(\.key))
    let texts = filled.tables.flatMap(\.columns).flatMap { [$0.title, $0.meaning] }
    #expect(!texts.contains { $0.contains("{") })
  }

  @Test func `quantities are totalled only beside a unit, and no row of all stores is`() throws {
    for report in try ReportCatalogue.load(folder: Self.folder) {
      for table in report.tables where table.key == "change" || table.unitIndex == nil {
        #expect(
          !table.columns.contains {
            $0.totalled && ($0.type == .quantity || table.key == "change")
          }, "\(report.name).\(table.key)")
      }
    }
  }
}
