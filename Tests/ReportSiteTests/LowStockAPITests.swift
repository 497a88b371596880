import Foundation
import HTTPTypes
import HummingbirdTesting
import Reports
import SiteSettings
import Testing

@testable import Publishing
@testable import ReportSite

/// Publishes a report of one table for 2026-11-21.
func publishTable(
  _ report: String, title: String = "Report", _ key: String, _ columns: [Column],
  _ rows: [String], to output: String
) throws {
  let calendar = try #require(BusinessCalendar(timeZoneName: "Asia/Bangkok"))
  let day = try #require(Day("2026-11-21"))
  let table = TableDefinition(key: key, title: key, source: .computation(key), columns: columns)
  let definition = ReportDefinition(
    name: report, folder: "reports/\(report)", title: title, audience: "", description: "",
    schedule: .hourly, parameters: [], tables: [table], charts: [], checks: [], keyTotal: nil)
  let context = ReportContext(
    definition: definition,
    period: Period(from: day, to: day, calendar: calendar, now: .distantFuture),
    calendar: calendar, parameters: [], currency: "THB", assumptions: [], programVersion: "1.0.0")
  let file = OutputFile(
    report: report, period: PeriodFolderName(context: context), format: .csv, table: key)
  let start = Instant(microseconds: 1_795_311_000_000_000)
  let folder = try RunFolder(output: output, report: report, id: RunID(startedAt: start))
  let text = ([columns.map(\.key).joined(separator: ",")] + rows).map { $0 + "\r\n" }.joined()
  try Data(text.utf8).write(to: URL(fileURLWithPath: folder.path(of: file)))
  _ = try folder.publish(
    Publication(
      context: context,
      summaries: [TableSummary(table: table, rows: rows.count, totals: [:])], checks: [],
      files: [file], asOf: start, source: SourceFacts(), started: start, finished: start,
      formulaGuard: true))
}

@Suite struct LowStockAPITests {
  private static let path = "/api/inventory/low-stock"
  private static let (siam, silom) = (PublishedSample.siam, PublishedSample.silom)

  private func withLowStock(
    storeColumns: (id: String, name: String) = ("store_id", "store_name"), more: [String] = [],
    _ body: @Sendable (SiteClient) async throws -> Void
  ) async throws {
    let output = NSTemporaryDirectory() + "low-stock-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    let store = [
      Column(key: "store_id", type: .uuid, title: "Store id"),
      Column(key: "store_name", type: .text, title: "Store"),
    ]
    try publishTable(
      "low-stock", "low_stock",
      [Column(key: "status", type: .text, title: "Status")] + store
        + [Column(key: "sku", type: .code, title: "SKU")],
      ["low,\(Self.siam),Siam,A", "out_of_stock,\(Self.siam),Siam,B"], to: output)
    try publishTable(
      "inventory-valuation", "by_store",
      [
        Column(key: storeColumns.id, type: .code, title: "Store id"),
        Column(key: storeColumns.name, type: .text, title: "Store"),
      ], ["\(Self.siam),Siam", "\(Self.silom),Silom"] + more, to: output)
    try await withSite(.forTests(output: output), body)
  }

  @Test func `A filter that means nothing is refused with what there is`() async throws {
    try await withLowStock { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      for (query, words) in [
        ("store=\(Self.siam)", "It takes store_id, status, limit, cursor."),
        ("status=lo", "must be one of low, out_of_stock"), ("status=", "has no value"),
        ("store_id=99999999-2222-3333-4444-555555555555", "\(Self.silom) (Silom)"),
        ("limit=1&limit=2", "is given twice"),
      ] {
        let answer = try await site.get("\(Self.path)?\(query)", as: person)
        #expect(answer.status == .badRequest, "\(query)")
        #expect(answer.text.contains(words), "\(answer.text)")
      }
    }
  }

  @Test func `A store that has nothing low leaves nothing, and others leave theirs`() async throws {
    try await withLowStock { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let none = try await site.get("\(Self.path)?store_id=\(Self.silom)", as: person)
      #expect(none.status == .ok && none.text.contains(#""count":0"#))
      let out = try await site.get(
        "\(Self.path)?store_id=\(Self.siam)&status=out_of_stock", as: person)
      #expect(out.text.contains(#""sku":"B""#) && !out.text.contains(#""sku":"A""#))
      // A store that somebody was given may have nothing at all.
      let given = UUIDBytes(high: 9, low: 9)
      let limited = SiteClient.Person(site.site, [.reportsRead], stores: .only([given]))
      #expect(
        try await site.get("\(Self.path)?store_id=\(given)", as: limited).status == .ok)
    }
  }

  @Test func `A store that reports name differently has the name of the first report`()
    async throws
  {
    try await withLowStock { site in
      for number in 1...8 {
        try publishTable(
          "report-\(number)", "by_store",
          [
            Column(key: "store_id", type: .code, title: "Store id"),
            Column(key: "store_name", type: .text, title: "Store"),
          ], ["\(Self.silom),Name \(number)"], to: site.site.settings.output)
      }
      let person = SiteClient.Person(site.site, [.reportsRead])
      let answer = try await site.get(
        "\(Self.path)?store_id=99999999-2222-3333-4444-555555555555", as: person)
      #expect(answer.text.contains("\(Self.silom) (Silom)"), "\(answer.text)")
    }
  }

  @Test(arguments: [("store_id", "store_name"), ("key", "name")])
  func `A store is known however many there are, and the list is read once for each run`(
    _ id: String, _ name: String
  ) async throws {
    let many = (0..<10_500).map { "\(UUIDBytes(high: 7, low: UInt64($0))),Store \($0)" }
    try await withLowStock(storeColumns: (id, name), more: many) { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let last = UUIDBytes(high: 7, low: 10_499)
      let known = try await site.get("\(Self.path)?store_id=\(last)", as: person)
      #expect(known.status == .ok, "\(known.text)")
      // What was read of a run is kept: its file is not needed any more.
      let published = PublishedReports(output: site.site.settings.output)
      let run = try #require(try published.latest(of: "inventory-valuation"))
      for file in run.package.resources {
        try FileManager.default.removeItem(atPath: "\(run.folder)/\(file.path)")
      }
      let unknown = try await site.get(
        "\(Self.path)?store_id=\(UUIDBytes(high: 9, low: 9))", as: person)
      #expect(unknown.status == .badRequest)
      #expect(unknown.text.contains("and 10490 more"), "\(unknown.text)")
    }
  }

  @Test func `JSON and CSV say as of when it is`() async throws {
    try await withLowStock { site in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let json = try await site.get(Self.path, as: person).text
      #expect(json.contains(#""as_of":"2026-11-22T08:30:00+07:00""#), "\(json)")
      let csv = try await site.get(Self.path, as: person, headers: [.accept: "text/csv"]).text
      #expect(csv.hasPrefix("status,store_id,store_name,sku,as_of\r\n"))
      #expect(csv.contains("low,\(Self.siam),Siam,A,2026-11-22T08:30:00+07:00\r\n"), "\(csv)")
    }
  }
}
