import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JobRunner
import NIOCore
import PublishedTables
import Publishing
import Reports
import SiteSettings
import StateStore
import Testing
import TestServers
import TestSupport
import Values

@testable import ReportSite

/// Who may see editions only, and what they find.
@Suite struct EditionSiteTests {
  /// The routes that show editions; each other one refuses whoever may see nothing else.
  private static let open: Set<String> = [
    "/", "/reports", "/reports/:report", "/reports/:report/:run", "/reports/:report/:run/:table",
    "/api/inventory/reports", "/api/inventory/reports/:report/runs",
    "/api/inventory/reports/:report/:period/:file", "/download/:report/:period/:file",
  ]
  /// Those that show nothing of any report, to anybody.
  private static let plain: Set<String> = [
    "/healthz", "/readyz", "/metrics", "/openapi.json", "/signin", "/problems", "/problems/:type",
  ]

  private static func template(_ path: String) -> String {
    let parts = path.split(separator: "/").map { part in
      part.first == "{" ? ":\(part.dropFirst().dropLast())" : String(part)
    }
    return "/" + parts.joined(separator: "/")
  }

  @Test func `a reader of editions finds no cost on any page, in any answer or download`()
    async throws
  {
    try await withTemporaryFolder { folder in
      let sample = try EditionSample(in: folder)
      let request = try sample.request(output: "\(folder)/out")
      let outcomes = try sample.publish(request)
      let canaries = try sample.canaries(of: outcomes)
      let runs = try outcomes.mapValues { try EditionSample.run(of: $0) }
      var settings = SiteSettings.forTests(output: request.output)
      settings.definitions = sample.reports
      try await withSite(settings) { site in
        try await Self.fail(site, naming: try #require(canaries.texts.min()))
        let reader = SiteClient.Person(site.site, [], editions: [EditionSample.key: .all])
        let seen = try await Self.crawl(site, as: reader, runs)
        #expect(seen.count > 150)
        #expect(seen.keys.contains { $0.hasSuffix(".xlsx") })
        for (path, body) in seen {
          let found = try canaries.found(unpacking: body)
          #expect(found.isEmpty, "\(path) has \(found.prefix(3))")
        }
        let names = runs.keys.filter { EditionName.parts(of: $0) == nil }
        for name in names {
          let places = [
            "/reports/\(name)", "/reports/\(name)/latest", "/download/\(name)/latest/report.json",
          ]
          for place in places {
            #expect(try await site.get(place, as: reader).status == .notFound, "\(place)")
          }
          let first = try #require(seen["/"].map { String(decoding: $0, as: UTF8.self) })
          #expect(!first.contains("\"/reports/\(name)\""))
        }
        // The same search finds what others see.
        let other = SiteClient.Person(site.site, [.reportsRead])
        let id = try #require(runs["inventory-valuation"]?.id)
        let page = try await site.get("/reports/inventory-valuation/\(id)/detail", as: other)
        let found = try canaries.found(unpacking: Data(page.body.readableBytesView))
        #expect(!found.isEmpty)
        let home = try await site.get("/", as: other)
        #expect(home.text.contains("/reports/inventory-valuation.stores"))
      }
    }
  }

  @Test func `every route that is not made for editions refuses their readers`() async throws {
    let routes = try Site(settings: .forTests()).router().routes.map {
      (template: Self.template($0.path.description), method: $0.method)
    }
    try await withSite { site in
      let reader = SiteClient.Person(site.site, [], editions: ["stores": .all])
      for (template, method) in routes {
        guard !Self.plain.contains(template), !template.hasPrefix("/assets/"),
          template != "/signout", template != "/signin", template != "/signin/link"
        else { continue }
        let path = template.split(separator: "/").map { part in
          part.first == ":" ? "11111111-2222-3333-4444-555555555555" : String(part)
        }.reduce("") { "\($0)/\($1)" }
        let answer =
          method == .post
          ? try await site.post(path, as: reader)
          : try await site.get(path.isEmpty ? "/" : path, as: reader, method: method)
        if Self.open.contains(template) {
          #expect([.ok, .notFound].contains(answer.status), "\(template): \(answer.status)")
        } else {
          #expect(answer.status == .forbidden, "\(method) \(template): \(answer.status)")
        }
      }
    }
  }

  @Test func `stores narrow an edition, and other rights add to it`() throws {
    let store = try #require(UUIDBytes("11111111-2222-3333-4444-555555555555"))
    let some = StoreScope.only([store])
    let narrow = Viewer(name: "a", roles: [:], editions: ["stores": some]).reports
    #expect(narrow.stores(of: "low-stock.stores") == some)
    #expect(narrow.stores(of: "low-stock") == nil && narrow.stores(of: "low-stock.other") == nil)
    // A name that only looks like one.
    #expect(narrow.stores(of: "low-stock.a.stores") == nil)
    let both = Viewer(name: "a", roles: [.reportsRead: some], editions: ["stores": .all]).reports
    #expect(both.stores(of: "low-stock") == some)
    #expect(both.stores(of: "low-stock.stores") == .all && both.stores(of: "low-stock.x") == some)
    #expect(Viewer(name: "a", roles: [.alertsManage: .all]).reports.isEmpty)
  }

  @Test func `an entry with editions gives no role`() {
    let grants: [AccessSettings.Grant] = [
      .init(.group("shops"), roles: [.reportsRead], stores: [], editions: ["stores"]),
      .init(.group("odd"), roles: [.alertsManage], stores: [], editions: ["stores"]),
      .init(.group("buyers"), roles: [.reorderReview], stores: []),
    ]
    #expect(grants.roles(of: [.group("shops"), .group("odd")]).isEmpty)
    #expect(grants.editions(of: [.group("shops")]) == ["stores": .all])
    #expect(grants.editions(of: [.group("odd"), .group("buyers")]).isEmpty)
    #expect(grants.roles(of: [.group("shops"), .group("buyers")]) == [.reorderReview: .all])
  }

  @Test func `a folder that only has an edition's name is not shown`() async throws {
    let output = NSTemporaryDirectory() + "site-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    try PublishedSample(output: output).publish("2026-11-21")
    try FileManager.default.moveItem(
      atPath: "\(output)/\(PublishedSample.report)",
      toPath: "\(output)/\(PublishedSample.report).stores")
    try await withSite(.forTests(output: output)) { site in
      let reader = SiteClient.Person(site.site, [], editions: ["stores": .all])
      let place = "/reports/\(PublishedSample.report).stores"
      for path in [place, "\(place)/latest", "/download\(place.dropFirst(8))/latest/detail.csv"] {
        let answer = try await site.get(path, as: reader)
        #expect(answer.status == .notFound, "\(path)")
      }
      let other = try await site.get(place, as: SiteClient.Person(site.site))
      #expect(other.status == .ok)
    }
  }

  /// A report and its edition failed, with a figure in the reason.
  private static func fail(_ site: SiteClient, naming figure: String) async throws {
    let output = OutputPath.real(site.site.settings.output)
    try await site.site.state.change { state in
      let records = ["inventory-valuation", "inventory-valuation.stores"].map { report in
        var record = RunRecord(
          run: "20261123T020000Z-00000a", report: report, attempt: 1,
          started: Instant(microseconds: 1_795_399_200_000_000), host: "h", process: 1)
        record.state = .failed
        record.period = "2026-11-22"
        record.finished = record.started
        record.error = "checks failed: expected \(figure), found 0"
        return record
      }
      try RunHistory(state, output: output).save(records)
    }
  }

  /// Every page and answer that can be found: by links, and by the routes with all that is published.
  private static func crawl(
    _ site: SiteClient, as person: SiteClient.Person, _ runs: [String: PublishedRun]
  ) async throws -> [String: Data] {
    var waiting = [
      "/", "/reports", "/review", "/alerts", "/api/inventory/reports", "/openapi.json",
    ]
    for (name, run) in runs {
      for place in [run.id.text, "latest", run.facts.periodFolder] {
        waiting.append("/reports/\(name)/\(place)")
        waiting += run.facts.rows.keys.map { "/reports/\(name)/\(place)/\($0)" }
        for file in run.package.resources.map(\.path) + ["report.xlsx", "datapackage.json"] {
          waiting.append("/download/\(name)/\(place)/\(file)")
          waiting.append("/api/inventory/reports/\(name)/\(place)/\(file)")
        }
      }
      waiting += ["/reports/\(name)", "/api/inventory/reports/\(name)/runs"]
    }
    waiting += [
      "/api/inventory/low-stock",
      "/api/inventory/reports/valuation?from=2026-11-20&to=2026-11-21",
      "/api/inventory/products/00000000-0000-0000-0000-000000000001/stock",
    ]
    var seen: [String: Data] = [:]
    while let path = waiting.popLast() {
      guard seen[path] == nil, seen.count < 4_000 else { continue }
      let answer = try await site.get(path, as: person)
      let body = Data(answer.body.readableBytesView)
      seen[path] = body + Data((answer.headers[.location] ?? "").utf8)
      guard answer.status == .ok else { continue }
      if path.hasPrefix("/api/") || path.hasSuffix(".csv") {
        for (field, value) in [(HTTPField.Name.acceptEncoding, "gzip"), (.accept, "text/csv")] {
          let other = try await site.get(path, as: person, headers: [field: value])
          seen["\(path) \(value)"] = Data(other.body.readableBytesView)
        }
      }
      // From the pages of a table's search and order, no further ones of the same.
      guard !path.contains("?") else { continue }
      let text = String(decoding: body, as: UTF8.self)
      for link in text.matches(of: /(?:href|action|"href"|"runs")\s*[=:]\s*"(\/[^"#]*)/) {
        waiting.append(String(link.1).replacing("&amp;", with: "&"))
      }
    }
    return seen
  }
}
