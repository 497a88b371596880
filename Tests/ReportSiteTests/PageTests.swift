import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PublishedTables
import Publishing
import SiteSettings
import StateStore
import Testing
import Values

@testable import ReportSite

/// The reports that the program comes with.
private let ownReports = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .appendingPathComponent("../../reports").standardizedFileURL.path

/// Runs a test against a site that knows the program's own reports, over a folder with one period.
func withPages(
  _ body: @Sendable (SiteClient, PublishedSample) async throws -> Void
) async throws {
  let folder = NSTemporaryDirectory() + "pages-\(UUID().uuidString)"
  try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let sample = PublishedSample(output: folder + "/out")
  try sample.publish("2026-11-21")
  var settings = SiteSettings.forTests(output: folder + "/out")
  settings.definitions = ownReports
  settings.state = folder + "/state"
  try await withSite(settings) { try await body($0, sample) }
}

@Suite struct PageTests {
  private static let siam = StoreScope.only(
    [UUIDBytes(PublishedSample.siam)].reduce(into: []) {
      if let store = $1 { $0.insert(store) }
    })

  @Test func `A site without anything says so, and what to do`() async throws {
    try await withSite { site in
      let page = try await site.get("/", as: .init(site.site))
      #expect(page.status == .ok)
      #expect(page.text.contains("Nothing is published yet"))
      #expect(page.text.contains("Needs attention"))
      #expect(try await site.get("/alerts", as: .init(site.site)).text.contains("Nothing is muted"))
      #expect(try await site.get("/reports/nothing", as: .init(site.site)).status == .notFound)
    }
  }

  @Test func `Reports shows the figures, the files, and what is overdue and why`() async throws {
    try await withPages { site, sample in
      // The days between are missing, whatever day it is.
      try sample.publish("2026-11-18", second: 60)
      let state = try StateDatabase(folder: site.site.settings.state)
      let output = URL(fileURLWithPath: sample.output).resolvingSymlinksInPath().path
      var failed = RunRecord(
        run: "20261122T020000Z-000000", report: PublishedSample.report, attempt: 2, state: .failed,
        started: Instant(microseconds: 1_795_400_000_000_000), host: "h", process: 1)
      failed.period = "2026-11-22"
      failed.error = "no server <is> fresh"
      try RunHistory(state, output: output).save([failed])

      let page = try await site.get("/", as: .init(site.site)).text
      #expect(page.contains("1,236.50 THB"))
      #expect(page.contains("Overdue"))
      #expect(page.contains("no server &lt;is&gt; fresh"))
      #expect(page.contains("2026-11-23 09:13, failed"))
      #expect(page.contains("Movement summary"))
      let run = try PublishedReports(output: sample.output).latest(of: PublishedSample.report)
      let id = try #require(run?.id)
      let file = "inventory-valuation-2026-11-21.xlsx"
      #expect(page.contains("href=\"/download/inventory-valuation/\(id)/\(file)\""))
      #expect(page.contains("3 bytes"))
    }
  }

  @Test func `A report lists its runs, draws its figure and says why it was issued again`()
    async throws
  {
    try await withPages { site, sample in
      try sample.publish("2026-11-22", second: 60)
      try sample.publish("2026-11-22", second: 120)
      let page = try await site.get("/reports/inventory-valuation", as: .init(site.site)).text
      #expect(page.contains("<title id=\"trend-title\">Value at cost over time</title>"))
      #expect(page.contains("From 1,236.50 THB on 2026-11-21 to 1,236.50 THB on 2026-11-22"))
      #expect(page.contains("no change"))
      #expect(page.components(separatedBy: "<th scope=\"row\">").count == 3)
      #expect(page.contains("<td>issue 2</td>"))
    }
  }

  @Test func `A run is found by its id, its period and latest, and nothing else is`() async throws {
    try await withPages { site, sample in
      let run = try PublishedReports(output: sample.output).latest(of: PublishedSample.report)
      let id = try #require(run?.id.text)
      let person = SiteClient.Person(site.site)
      for name in [id, "2026-11-21", "latest"] {
        let page = try await site.get("/reports/inventory-valuation/\(name)", as: person)
        #expect(page.status == .ok)
        #expect(page.text.contains(id))
      }
      for name in ["2026-11-20", "20261122T013000Z-ffffff", "..%2F..", ".runs", "x"] {
        let page = try await site.get("/reports/inventory-valuation/\(name)", as: person)
        #expect(page.status == .notFound)
      }
      let moved = try await site.get(
        "/reports/inventory-valuation/latest/detail?q=tea&sort=-cost_value", as: person)
      #expect(moved.status == .found)
      #expect(
        moved.headers[.location]
          == "/reports/inventory-valuation/\(id)/detail?q=tea&sort=-cost_value")
    }
  }

  @Test func `A table is sorted, filtered and totalled, and no value of it is markup`() async throws
  {
    try await withPages { site, _ in
      let person = SiteClient.Person(site.site)
      func page(_ query: String) async throws -> TestResponse {
        let moved = try await site.get(
          "/reports/inventory-valuation/latest/detail?\(query)", as: person)
        return try await site.get(moved.headers[.location] ?? "", as: person)
      }
      let all = try await page("").text
      #expect(all.contains("<td>Tea, &quot;green&quot;\r\nloose</td>"))
      #expect(all.contains("<td class=\"n\">1,234.50</td>"))
      #expect(all.contains("<tfoot><tr><th scope=\"row\">Total</th>"))
      #expect(all.contains("<td class=\"n\">1,236.50</td>"))
      #expect(all.contains("2 rows"))
      #expect(!all.contains(PublishedSample.silom))
      #expect(try await page("ids=1").text.contains(PublishedSample.silom))

      let sorted = try await page("sort=cost_value").text
      #expect(sorted.contains("aria-sort=\"ascending\""))
      let cheap = try #require(sorted.range(of: ">008<"))
      let dear = try #require(sorted.range(of: ">007<"))
      #expect(cheap.lowerBound < dear.lowerBound)

      let found = try await page("column=cost_value&op=at-most&value=2").text
      #expect(found.contains("1 row of 2"))
      #expect(found.contains("Total of these"))
      #expect(!found.contains(">007<"))
      #expect(try await page("q=nothing").text.contains("No rows match."))

      let wrong = try await page("where=cost_value:at-least:five")
      #expect(wrong.status == .badRequest)
      #expect(wrong.text.contains("a number such as 12.50"))
      let stale = try await page("where=gone:is:1")
      #expect(stale.status == .badRequest)
      #expect(stale.text.contains("The table has no column &#39;gone&#39;."))

      let attack = "%22%CC%81%3E%3Cscript%3E%27%26"
      let page = try await page("q=\(attack)&where=\(attack):is:\(attack)&sort=\(attack)").text
      #expect(!page.contains("<script>"))
      #expect(page.contains("&quot;\u{301}&gt;&lt;script&gt;&#39;&amp;"))
    }
  }

  @Test func `Somebody of one store sees its rows and no figure over all stores`() async throws {
    try await withPages { site, sample in
      let person = SiteClient.Person(site.site, [.reportsRead], stores: Self.siam)
      let run = try #require(
        try PublishedReports(output: sample.output).latest(of: PublishedSample.report))
      for path in ["/", "/reports/inventory-valuation", "/reports/inventory-valuation/\(run.id)"] {
        let page = try await site.get(path, as: person)
        #expect(page.status == .ok)
        #expect(!page.text.contains("1,236.50"), "\(path) has a total over all stores")
        #expect(!page.text.contains("1236.50"))
      }
      let rows = try await site.get(
        "/reports/inventory-valuation/\(run.id)/detail", as: person
      ).text
      #expect(rows.contains(">007<"))
      #expect(!rows.contains(">008<"))
      #expect(rows.contains("1 row of your stores"))
      #expect(rows.contains("<td class=\"n\">1,234.50</td></tr></tfoot>"))
      let summed = try await site.get("/reports/inventory-valuation/\(run.id)/totals", as: person)
      #expect(summed.status == .forbidden)
      #expect(summed.text.contains("This table adds up all stores"))
      // The same address for somebody of all stores, which must not come out of the same memory.
      let all = try await site.get(
        "/reports/inventory-valuation/\(run.id)/detail", as: .init(site.site)
      ).text
      #expect(all.contains(">008<"))
    }
  }

  @Test func `Why a run failed is for those who may see every store`() async throws {
    try await withPages { site, sample in
      let state = try StateDatabase(folder: site.site.settings.state)
      let output = URL(fileURLWithPath: sample.output).resolvingSymlinksInPath().path
      var failed = RunRecord(
        run: "20261122T020000Z-000000", report: PublishedSample.report, attempt: 1, state: .failed,
        started: Instant(microseconds: 1_795_400_000_000_000), host: "h", process: 1)
      failed.error = "detail.cost_value: 1236.50, expected 77.00"
      try RunHistory(state, output: output).save([failed])
      let limited = SiteClient.Person(site.site, [.reportsRead], stores: Self.siam)
      for path in ["/", "/reports/inventory-valuation"] {
        let all = try await site.get(path, as: .init(site.site)).text
        #expect(all.contains("failed: detail.cost_value: 1236.50, expected 77.00"), "\(path)")
        let some = try await site.get(path, as: limited).text
        #expect(some.contains("failed.") && !some.contains("77.00"), "\(path)")
      }
    }
  }

  @Test func `A run that was pruned a moment ago is gone, not an error`() async throws {
    try await withPages { site, sample in
      let run = try #require(
        try PublishedReports(output: sample.output).latest(of: PublishedSample.report))
      let person = SiteClient.Person(site.site)
      let limited = SiteClient.Person(site.site, [.reportsRead], stores: Self.siam)
      let place = "/reports/inventory-valuation/\(run.id)/detail"
      let file = "/download/inventory-valuation/\(run.id)/detail.csv"
      for path in [place, file] { #expect(try await site.get(path, as: person).status == .ok) }
      // The reader of folders still knows it for a moment; the address differs, so no page is kept.
      try FileManager.default.removeItem(
        atPath: run.folder + "/" + (try #require(run.resource(named: "detail.csv")).path))
      for (path, who) in [(place + "?q=tea", person), (file, person), (file, limited)] {
        let answer = try await site.get(path, as: who)
        #expect(answer.status == .gone, "\(path)")
        #expect(answer.text.contains("removed after it was listed"))
      }
    }
  }

  @Test func `Each page needs its role, and leads those with another one there`() async throws {
    try await withPages { site, _ in
      let buyer = SiteClient.Person(site.site, [.alertsManage])
      for path in [
        "/reports/inventory-valuation", "/reports/inventory-valuation/latest",
        "/reports/inventory-valuation/latest/detail",
      ] {
        #expect(try await site.get(path, as: buyer).status == .forbidden)
        #expect(try await site.get(path).status == .seeOther)
      }
      #expect(try await site.get("/", as: buyer).headers[.location] == "/alerts")
      let reader = SiteClient.Person(site.site, [.reportsRead])
      #expect(try await site.get("/alerts", as: reader).status == .forbidden)
      let page = try await site.get("/", as: reader).text
      #expect(!page.contains("href=\"/alerts\""))
      #expect(page.contains(reader.formToken))
    }
  }

  @Test func `A publication comes onto the page by itself`() async throws {
    try await withPages { site, sample in
      let person = SiteClient.Person(site.site)
      _ = try await site.get("/", as: person)
      try sample.publish("2026-11-22", second: 60)
      // Within a second where nothing else is busy.
      let deadline = ContinuousClock.now + .seconds(60)
      while try await !site.get("/", as: person).text.contains("<dd>2026-11-22</dd>") {
        try #require(ContinuousClock.now < deadline)
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  @Test func `No query makes a table's page fail`() async throws {
    try await withPages { site, sample in
      let run = try #require(
        try PublishedReports(output: sample.output).latest(of: PublishedSample.report))
      let table = try #require(PublishedTable("detail", of: run))
      let path = "/reports/inventory-valuation/\(run.id)/detail"
      let routes = ReportRoutes(
        boards: BoardReader(
          settings: site.site.settings, catalogue: site.site.catalogue, state: site.site.state,
          logger: site.site.logger), tables: TableReader())
      let values = [
        "", "0", "-1", "99999999999999999999", "cost_value", "-cost_value", "%00", "%FF%FE",
        "a:b:c",
        "sku:contains:", "cost_value:at-least:x", ":::", "%22%3E", "store_id:is:x", "1e9",
        "cost_value:is:999999999999999999999999999999999999999999",
      ]
      // Without the network and its threads, of which a busy machine has too few.
      for name in TableAddress.parameters {
        for value in values {
          let query = (name == "column" ? "" : "column=cost_value&") + "\(name)=\(value)"
          do {
            let address = try TableAddress(FormValues(query), path: path)
            _ = try routes.content(table, address, nil, .all)
          } catch let refusal as HTTPProblem {
            #expect(refusal.status == .badRequest, "\(query)")
          }
        }
      }
      let person = SiteClient.Person(site.site)
      for (query, status) in [
        ("column=cost_value&op=at-least&value=1", HTTPResponse.Status.ok),
        ("column=cost_value&op=at-least&value=x", .badRequest),
        ("column=cost_value&from=-1", .badRequest), ("unknown=0", .badRequest),
      ] {
        #expect(try await site.get("\(path)?\(query)", as: person).status == status, "\(query)")
      }
    }
  }

  @Test func `The stylesheet has a name for each version, and is kept for good`() async throws {
    try await withSite { site in
      let asset = try await site.get(SiteAsset.stylesheet.path)
      #expect(asset.status == .ok)
      #expect(asset.headers[.contentType] == "text/css; charset=utf-8")
      #expect(asset.headers[.cacheControl]?.contains("immutable") == true)
      let old = try await site.get("/assets/0000/site.css")
      #expect(old.headers[.cacheControl] == "no-cache")
      #expect(try await site.get("/assets/0000/other.css").status == .notFound)
    }
  }
}
