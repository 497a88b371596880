import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOPosix
import PublishedTables
import ReorderReview
import SiteSettings
import StateStore
import Testing
import Values

@testable import ReportSite

@Suite struct ReviewPageTests {
  private static let lines = "/review/lines?supplier=\(ReviewSample.supplier)"
  private static let approveAll = "/review/approve-all?supplier=\(ReviewSample.supplier)"
  private static let export = "/review/export?supplier=\(ReviewSample.supplier)"

  @Test func `a supplier goes from suggestion to exported file by plain forms`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let start = try await site.get("/review", as: anna).text
      #expect(start.contains("Tea &amp; Co"))
      #expect(start.contains("480.00 THB"))
      let page = try await site.get(Self.lines, as: anna).text
      #expect(page.contains("On hand 2.000 is at or below the reorder level 10.000."))
      #expect(page.contains(#"name="version" value="1""#))
      #expect(page.contains("1 above the maximum stock"))

      let back = "back=/review/lines?supplier=\(ReviewSample.supplier)"
        .replacing("?", with: "%3F").replacing("supplier=", with: "supplier%3D")
      let approved = try await site.post(
        "/review/line/1", "version=1&action=approve&quantity=24&reason=&\(back)", as: anna)
      #expect(approved.status == .seeOther)
      #expect(approved.headers[.location]?.hasPrefix(Self.lines) == true)
      #expect(approved.headers[.location]?.hasSuffix("#line-1") == true)
      let all = try await site.post(
        Self.approveAll, "run=\(try TestResponse.value("run", in: page))", as: anna)
      let next = try await site.get(try #require(all.headers[.location]), as: anna).text
      #expect(next.contains("1 line approved."))
      #expect(next.contains("Export 2 approved lines, 480.00 THB"))

      let export =
        "key=\(try TestResponse.value("key", in: next))&ready=\(try TestResponse.value("ready", in: next))"
      let exported = try await site.post(Self.export, export, as: anna)
      #expect(exported.headers[.location] == "/review/orders?new=1&left=0")
      #expect(
        try await site.post(Self.export, export, as: anna).headers[.location]
          == "/review/orders?new=1&left=0")
      #expect(
        try await site.get("/review/orders?new=1", as: anna).text.contains("Order 1 is exported"))
      let csv = try await site.get("/review/orders/1/csv", as: anna)
      #expect(csv.text.contains(",Tea & Co,Siam,A,,Tea,24.000,piece,10.00,240.00\r\n"))
      #expect(
        csv.headers[.contentDisposition]?.hasPrefix("attachment; filename=\"order-1-") == true)
      let book = try await site.get("/review/orders/1/xlsx", as: anna)
      #expect(book.text.hasPrefix("PK"))
      #expect(try await site.get("/review/orders/1/xlsx", as: anna).body == book.body)
      let trail = try await site.get("/review/trail.csv", as: anna).text
      #expect(
        trail.contains(",anna,exported,1,Tea & Co,Siam,A,Tea,approved,24.000,ordered,24.000,"))
      #expect(try await site.get("/review/trail", as: anna).text.contains("Exported in order 1"))
    }
  }

  @Test func `the second of two buyers sees what changed, and keeps what was entered`() async throws
  {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let boon = SiteClient.Person(site.site, named: "boon")
      _ = try await site.get("/review", as: anna)
      let first = try await site.post(
        "/review/line/1", "version=1&action=dismiss&reason=season+over", as: boon)
      #expect(first.status == .seeOther)
      let second = try await site.post(
        "/review/line/1", "version=1&action=approve&quantity=36&reason=fair", as: anna)
      #expect(second.status == .conflict)
      #expect(second.text.contains("boon has changed the line"))
      #expect(second.text.contains("Dismissed by boon: season over"))
      #expect(second.text.contains(#"name="quantity" class="n" value="36""#))
      #expect(second.text.contains(#"name="reason" value="fair""#))
      #expect(second.text.contains(#"name="version" value="2""#))
      let again = try await site.post(
        "/review/line/1", "version=2&action=approve&quantity=36&reason=fair", as: anna)
      #expect(again.status == .seeOther)
    }
  }

  @Test func `what cannot be ordered is said beside what was entered`() async throws {
    try await withReviewSite(pack: "12.000") { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let page = try await site.get(Self.lines, as: anna).text
      #expect(page.contains("Ordered in packs of 12."))
      let refused = try await site.post(
        "/review/line/1", "version=1&action=approve&quantity=30&reason=fair", as: anna)
      #expect(refused.status == .unprocessableContent)
      #expect(refused.text.contains("It is ordered in packs of 12: order 24 or 36."))
      #expect(refused.text.contains(#"class="n" value="30""#))
      for form in [
        "action=approve&quantity=x", "action=approve&quantity=36", "action=dismiss",
        "action=snooze&until=2020-01-01", "action=snooze&until=soon", "action=eat",
      ] {
        let answer = try await site.post("/review/line/1", "version=1&\(form)", as: anna)
        #expect(answer.status == .unprocessableContent, "\(form)")
      }
    }
  }

  @Test func `changed figures are shown before and after the night`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("/review", as: anna)
      _ = try await site.post("/review/line/1", "version=1&action=approve", as: anna)
      try sample.publish(
        "2026-11-21", [.init(sku: "A", quantity: "36.000", urgency: "critical")])
      let page = try await site.get(Self.lines, as: anna).text
      #expect(page.contains("Suggestions of 2026-11-21:"))
      #expect(page.contains("The figures have changed since the decision"))
      #expect(page.contains("was 24, now <strong>36</strong>"))
      #expect(page.contains("was Due, now <strong>Runs out before an order arrives</strong>"))
      #expect(!page.contains("Silom"))
    }
  }

  @Test func `a store's buyer sees and exports that store alone`() async throws {
    try await withReviewSite { site, _ in
      let silom = try #require(UUIDBytes(ReviewSample.silom))
      let boon = SiteClient.Person(site.site, stores: .only([silom]), named: "boon")
      let start = try await site.get("/review", as: boon).text
      #expect(start.contains("240.00 THB"))
      let page = try await site.get(Self.lines, as: boon).text
      #expect(page.contains("Silom"))
      #expect(!page.contains("Siam"))
      #expect(try await site.get("/review/line/1", as: boon).status == .notFound)
      let forbidden = try await site.post(
        "/review/line/1", "version=1&action=dismiss&reason=x", as: boon)
      #expect(forbidden.status == .notFound)
      _ = try await site.post("/review/line/2", "version=1&action=approve", as: boon)
      let ready = try TestResponse.value("ready", in: try await site.get(Self.lines, as: boon).text)
      let made = try await site.post(
        Self.export, "key=k&ready=\(ready)", as: boon)
      #expect(made.headers[.location] == "/review/orders?new=1&left=0")
    }
  }

  @Test func `what is no store's id is refused, and never taken for all stores`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let page = try await site.get(Self.lines, as: anna).text
      #expect(page.contains("Approve all 2 undecided lines as suggested"))
      let form = "run=\(try TestResponse.value("run", in: page))"
      for store in ["x", "\(ReviewSample.siam)0", "\(ReviewSample.siam)&store=y"] {
        let answer = try await site.post("\(Self.approveAll)&store=\(store)", form, as: anna)
        #expect(answer.status == .badRequest, "\(store)")
      }
      for form in ["", "ready=x", "key=k", "ready=x&key=k&store=\(ReviewSample.siam)"] {
        let answer = try await site.post(Self.export, form, as: anna)
        #expect(answer.status == .badRequest, "\(form)")
      }
      #expect(try await site.get(Self.lines, as: anna).text == page)
      let one = try await site.post(
        "\(Self.approveAll)&store=\(ReviewSample.siam)", form, as: anna)
      #expect(one.headers[.location]?.contains("count=1&") == true)
    }
  }

  @Test func `a line's history goes on where a page ends`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("/review", as: anna)
      let service = ReviewService(
        state: try StateDatabase(folder: "\(sample.folder)/state"),
        catalogue: CatalogueReader(output: sample.output), calendar: .utc)
      let buyer = Reviewer(name: "anna")
      for number in 1...101 {
        _ = try service.decide(
          1, version: Int64(number), .dismiss(reason: "reason \(number)."), by: buyer)
      }
      _ = try service.decide(2, version: 1, .dismiss(reason: "of B"), by: buyer)
      let page = try await site.get("/review/line/1", as: anna).text
      #expect(page.contains("reason 101."))
      let first = "<td class=\"wide\">Open</td>"
      #expect(!page.contains(first))
      let link = try #require(page.firstMatch(of: /\/review\/trail\?line=1&amp;before=[0-9]+/))
      let older = try await site.get(String(link.0).replacing("&amp;", with: "&"), as: anna).text
      #expect(older.contains(first))
      #expect(!older.contains("Older entries"))
      #expect(!older.contains("of B"))
    }
  }

  @Test func `names from the database are text, never HTML`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      try sample.publish(
        "2026-11-22",
        [
          .init(
            sku: "A", product: "<script>alert(1)</script>{{title}}",
            supplierName: "<b>\"x\"</b>")
        ])
      for path in ["/review", Self.lines, "/review/line/1", "/review/lines?state=open"] {
        let text = try await site.get(path, as: anna).text
        #expect(!text.contains("<script"), "\(path)")
        #expect(!text.contains("<b>"), "\(path)")
      }
      #expect(try await site.get("/review/line/1", as: anna).text.contains("{{title}}"))
    }
  }

  @Test func `of many that ask after a night, one takes the run over`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("/review", as: anna)
      try sample.publish("2026-11-21", [.init(sku: "C")])
      // As other processes would: each with a database of its own.
      let output = sample.output
      let state = "\(sample.folder)/state"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 {
          group.addTask {
            _ = try await NIOThreadPool.singleton.runIfActive {
              try ReviewService(
                state: StateDatabase(folder: state), catalogue: CatalogueReader(output: output),
                calendar: .utc
              ).refresh()
            }
          }
          group.addTask { _ = try await site.get("/review", as: anna) }
        }
        try await group.waitForAll()
      }
      let trail = try await site.get("/review/trail.csv", as: anna).text
      #expect(trail.components(separatedBy: ",taken,").count == 3)
      #expect(
        trail.contains(
          "1 suggestion, 1 new, 0 with changed figures, 0 dismissals ended, 2 no longer suggested"))
    }
  }

  @Test func `before the first run the page says so`() async throws {
    var settings = SiteSettings.forTests(output: "/nonexistent/output")
    settings.state = NSTemporaryDirectory() + "review-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: settings.state) }
    try await withSite(settings) { site in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let page = try await site.get("/review", as: anna)
      #expect(page.status == .ok)
      #expect(page.text.contains("No reorder suggestions are published yet."))
      #expect(try await site.get("/review/lines", as: anna).status == .notFound)
    }
  }

  @Test(arguments: [
    "/review", "/review/lines", "/review/line/1", "/review/orders", "/review/orders/1/csv",
    "/review/trail", "/review/trail.csv",
  ])
  func `every page is for those who review`(_ path: String) async throws {
    try await withReviewSite { site, _ in
      let finance = SiteClient.Person(site.site, [.reportsRead, .alertsManage, .stockRead])
      let refused = try await site.get(path, as: finance)
      #expect(refused.status == .forbidden)
      let unknown = try await site.get(path)
      #expect(unknown.status == .seeOther)
    }
  }

  @Test(arguments: [
    "/review/lines?state=x", "/review/lines?page=0", "/review/lines?page=99999999999999999999",
    "/review/lines?store=1", "/review/lines?supplier=%FF", "/review/lines?supplier=nobody",
    "/review/line/0", "/review/line/9223372036854775808", "/review/line/x",
    "/review/orders?before=-1", "/review/orders/1/exe", "/review/orders/..%2F..%2Fx/csv",
    "/review/trail?before=x", "/review/trail?line=x", "/review/lines?state=open&state=x",
    "/review?store=99999999-2222-3333-4444-555555555555", "/review?supplier=x",
    "/review/lines?stat=open", "/review/lines?done=eaten", "/review/trail.csv?store=x",
    "/review/lines?supplier=\(ReviewSample.supplier)%20",
  ])
  func `a bad address is refused`(_ path: String) async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let status = try await site.get(path, as: anna).status
      #expect(status == .badRequest || status == .notFound, "\(status)")
    }
  }

  @Test(arguments: [
    "https://evil.example/", "//evil.example", "/review/lines?x\r\nSet-Cookie:a=b", "/signout",
  ])
  func `a form leads back to the review only`(_ back: String) async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("/review", as: anna)
      let answer = try await site.post(
        "/review/line/1",
        "version=1&action=approve&back=\(back.addingPercentEncodingForQuery())", as: anna)
      #expect(answer.headers[.location]?.hasPrefix("/review/line/1?") == true)
    }
  }
}
