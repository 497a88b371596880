import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Reports
import SiteSettings
import Testing
import TestSupport
import Values

@testable import Publishing
@testable import ReportSite

/// The page of the month end, its twin in the API, and the close pack.
@Suite struct MonthEndTests {
  /// Publishes a report of some tables for a stretch of days.
  private static func publish(
    _ report: String, from: String, to: String, _ tables: [(String, [Column], [String])],
    second: Int64, to output: String
  ) throws {
    let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
    let definitions = tables.map { key, columns, _ in
      TableDefinition(key: key, title: key, source: .computation(key), columns: columns)
    }
    let definition = ReportDefinition(
      name: report, folder: "reports/\(report)", title: report, audience: "", description: "",
      schedule: .monthEnd, parameters: [], tables: definitions, charts: [], checks: [],
      keyTotal: nil)
    let context = ReportContext(
      definition: definition,
      period: Period(
        from: try #require(Day(from)), to: try #require(Day(to)), calendar: calendar,
        now: .distantFuture),
      calendar: calendar, parameters: [], currency: "THB", assumptions: [],
      programVersion: "1.0.0")
    let start = Instant(microseconds: (1_604_200_000 + second) * 1_000_000)
    let folder = try RunFolder(output: output, report: report, id: RunID(startedAt: start))
    var files: [ReportFile] = []
    for (key, columns, rows) in tables {
      let file = context.file(.csv, table: key)
      let lines = [columns.map(\.key).joined(separator: ",")] + rows
      try Data(lines.map { $0 + "\r\n" }.joined().utf8)
        .write(to: URL(fileURLWithPath: folder.path(of: file)))
      files.append(file)
    }
    _ = try folder.publish(
      Publication(
        context: context,
        summaries: zip(definitions, tables).map {
          TableSummary(table: $0, rows: $1.2.count, totals: [:])
        },
        checks: [], files: files, asOf: start, source: SourceFacts(), started: start,
        finished: start, formulaGuard: true))
  }

  private static let money = ["opening_value", "late_entries", "closing_value"].map {
    Column(key: $0, type: .money, title: $0)
  }
  private static let byStore =
    [
      Column(key: "month", type: .code, title: "Month"),
      Column(key: "store_id", type: .uuid, title: "Store id"),
    ] + money + [Column(key: "source", type: .text, title: "Source")]
  private static let period = [Column(key: "period", type: .date, title: "Period")]
  private static let store = PublishedSample.siam

  /// The only CSV file of a folder.
  private static func csv(in folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".csv") }
    #expect(names.count == 1)
    return "\(folder)/\(names.first ?? "")"
  }

  private func withMonths(_ body: @Sendable (SiteClient) async throws -> Void) async throws {
    let output = NSTemporaryDirectory() + "month-end-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let value = [Column(key: "value", type: .money, title: "Value")]
    for (day, second) in [("2020-09-30", Int64(1)), ("2020-10-31", 2)] {
      try Self.publish(
        "inventory-valuation", from: day, to: day, [("detail", value, ["1.00", "2.50"])],
        second: second, to: output)
    }
    try Self.publish(
      "movement-summary", from: "2020-10-01", to: "2020-10-31", [("totals", value, ["7.00"])],
      second: 3, to: output)
    // A day of the month is not the month.
    try Self.publish(
      "movement-summary", from: "2020-09-30", to: "2020-09-30", [("totals", value, ["7.00"])],
      second: 4, to: output)
    try Self.publish(
      "stock-ageing", from: "2020-10-31", to: "2020-10-31", [("layers", value, [])], second: 5,
      to: output)
    try Self.publish(
      "roll-forward", from: "2020-10-31", to: "2020-10-31",
      [
        (
          "by_store", Self.byStore,
          [
            "2020-09,\(Self.store),1.00,0.00,9.00,days", "2020-09,,100.00,0.00,1122.00,days",
            "2020-10,\(Self.store),9.00,5.00,8.00,days", "2020-10,,1122.00,5.00,1107.00,days",
            "2020-01_2020-12,,100.00,5.00,1107.00,days",
          ]
        ),
        ("restatements", Self.period, ["2020-09-12", "2020-09-12", "2020-09-13"]),
        (
          "late_entries", Self.period + [Column(key: "seen_on", type: .date, title: "Seen on")],
          ["2020-09-29,2020-10-02"]
        ),
      ], second: 6, to: output)
    try await withSite(.forTests(output: output), body)
  }

  @Test func `the page shows each month with what is published of it`() async throws {
    try await withMonths { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let page = try await site.get("/month-end?month=2020-10", as: person)
      #expect(page.status == .ok)
      let rows = page.text.split(separator: "<tr>").map(String.init)
      let october = try #require(rows.first { $0.contains(">2020-10<") })
      #expect(october.contains(">closed<") && october.contains("1,107.00"))
      #expect(october.contains("5.00 (1)") && october.contains("close-pack.zip"))
      let september = try #require(rows.first { $0.contains(">2020-09<") })
      #expect(september.contains(">no roll-forward<") && september.contains(">2 days<"))
      #expect(september.contains(">none<"))
      #expect(
        page.text.contains(
          "inventory-reports run movement-summary --from 2020-09-01 --to 2020-09-30"))
      #expect(page.text.contains("inventory-reports run stock-ageing --date 2020-09-30"))
      #expect(try await site.get("/month-end", as: person).status == .ok)
    }
  }

  @Test func `the list says the same to services`() async throws {
    try await withMonths { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let list = try await site.get(
        "/api/inventory/month-ends?month=2020-10", as: person, headers: [.accept: "text/csv"])
      let october = try #require(
        list.text.split(separator: "\r\n").first { $0.hasPrefix("2020-10,10,") })
      #expect(october.contains(",1122.00,5.00,1107.00,days,0,"))
      for month in ["2020-13", "2020", "x", "2020-10-01"] {
        let answer = try await site.get(
          "/api/inventory/month-ends?month=\(month)", as: person)
        #expect(answer.status == .badRequest, "\(month)")
      }
    }
  }

  @Test func `a close pack has every file with its hash`() async throws {
    try await withMonths { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let pack = try await site.get("/month-end/2020-10/close-pack.zip", as: person)
      #expect(pack.status == .ok)
      let folder = NSTemporaryDirectory() + "pack-\(UUID().uuidString)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let path = "\(folder)/pack.zip"
      try Data(pack.body.readableBytesView).write(to: URL(fileURLWithPath: path))
      #expect(try ChildProcess.run("unzip", ["-q", path, "-d", folder]).status == 0)
      let root = "\(folder)/close-pack-2020-10"
      let sums = try String(contentsOfFile: "\(root)/SHA256SUMS", encoding: .utf8)
        .split(separator: "\n")
      #expect(sums.count == 10)
      for line in sums {
        let parts = line.split(separator: " ")
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(parts[1])"))
        let hash: String = SHA256.hash(data: data).map { byte -> String in
          (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
        #expect(hash == String(parts[0]), "\(line)")
      }
      let detail = try String(
        contentsOfFile: try Self.csv(in: "\(root)/inventory-valuation"), encoding: .utf8)
      #expect(detail == "value\r\n1.00\r\n2.50\r\n")
      #expect(
        try await site.get("/month-end/2020-02/close-pack.zip", as: person).status == .notFound)
      let head = try await site.get(
        "/month-end/2020-10/close-pack.zip", as: person, method: .head)
      #expect(head.status == .ok)
      #expect(head.body.readableBytes == 0)
    }
  }

  @Test func `a file that was changed is in no close pack`() async throws {
    try await withMonths { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let output = site.site.settings.output
      let path = try Self.csv(in: "\(output)/stock-ageing/2020-10-31")
      try Data("VALUE\r\n".utf8).write(to: URL(fileURLWithPath: path))
      let pack = try await site.get("/month-end/2020-10/close-pack.zip", as: person)
      #expect(pack.status == .gone)
    }
  }

  @Test func `who may see some stores sees no sums of all`() async throws {
    try await withMonths { site in
      let store = try #require(UUIDBytes(PublishedSample.siam))
      let person = SiteClient.Person(site.site, [.reportsRead], stores: .only([store]))
      for path in [
        "/month-end", "/month-end/2020-10/close-pack.zip", "/api/inventory/month-ends",
        "/api/inventory/month-ends/2020-10/close-pack.zip",
      ] {
        #expect(try await site.get(path, as: person).status == .forbidden, "\(path)")
      }
    }
  }
}
