import Foundation
import HTTPTypes
import HummingbirdTesting
import SiteSettings
import Testing

@testable import ReportSite

/// What lies outside of the review's pages: runs of older versions, keys in addresses, the audit log as a
/// file.
@Suite struct ReviewFileTests {
  @Test func `a run of an older version knows no packs, and the page says so`() async throws {
    try await withReviewSite { site, sample in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      func approve(_ version: Int) async throws -> Int {
        try await site.post(
          "/review/line/1", "version=\(version)&action=approve&quantity=30&reason=fair", as: anna
        ).status.code
      }
      let unknown = "Packs and minimum order are unknown"
      try sample.publish(
        "2026-11-21", [.init(sku: "A")],
        without: ["review_days", "target", "pack_size", "min_order_quantity"])
      #expect(try await site.get("/review/line/1", as: anna).text.contains(unknown))
      #expect(try await approve(1) == 303)
      let line = try await site.get("\(ReviewAPI.path)/1", as: anna).text
      #expect(line.contains(#""pack_size":null,"min_order_quantity":null"#), "\(line)")
      try sample.publish("2026-11-22", [.init(sku: "A", pack: "12.000")])
      let page = try await site.get("/review/line/1", as: anna).text
      #expect(!page.contains(unknown))
      // What became known is no other version.
      #expect(try await approve(2) == 422)
    }
  }

  @Test(arguments: [" Acme Foods ", "Acme\nFoods", "a\r\nb\t", "100% & more = \"x\"+y", "name:"])
  func `a supplier without an id is found by its name, to the last space`(
    _ name: String
  ) async throws {
    try await withReviewSite { site, sample in
      try sample.publish(
        "2026-11-21",
        [
          .init(sku: "A", supplierName: name, supplierID: ""),
          .init(sku: "B", supplierName: "Acme Foods", supplierID: ""),
        ])
      let anna = SiteClient.Person(site.site, [.reorderReview])
      let start = try await site.get("/review", as: anna).text
      let links = start.matches(of: /\/review\/lines\?supplier=[^"]+/).map {
        String($0.0).replacing("&amp;", with: "&")
      }
      #expect(links.count == 2)
      let key = "supplier=" + "name:\(name)".addingPercentEncodingForQuery()
      #expect(links.contains { $0.hasSuffix(key) }, "\(links)")
      let page = try await site.get("/review/lines?\(key)", as: anna)
      #expect(page.status == .ok)
      #expect(page.text.contains(">A ·") && !page.text.contains(">B ·"))
      let approve = try #require(page.text.firstMatch(of: /\/review\/approve-all[^"]+/)).0
      let all = try await site.post(
        String(approve).replacing("&amp;", with: "&"),
        "run=\(try TestResponse.value("run", in: page.text))", as: anna)
      #expect(all.headers[.location]?.contains("count=1&") == true)
      let ready = try await site.get("/review/lines?\(key)", as: anna).text
      let export = try #require(ready.firstMatch(of: /\/review\/export[^"]+/)).0
      let made = try await site.post(
        String(export).replacing("&amp;", with: "&"),
        "key=k&ready=\(try TestResponse.value("ready", in: ready))", as: anna)
      #expect(made.headers[.location] == "/review/orders?new=1&left=0")
    }
  }

  @Test func `a line's audit log comes as a file of that line`() async throws {
    try await withReviewSite { site, _ in
      let anna = SiteClient.Person(site.site, [.reorderReview])
      _ = try await site.get("/review", as: anna)
      for (id, why) in [(1, "of A"), (2, "of B")] {
        _ = try await site.post(
          "/review/line/\(id)", "version=1&action=dismiss&reason=\(why)", as: anna)
      }
      let page = try await site.get("/review/trail?line=1", as: anna).text
      let link = try #require(page.firstMatch(of: /\/review\/trail\.csv[^"]*/)).0
      let file = try await site.get(String(link), as: anna).text
      #expect(file.contains("of A") && !file.contains("of B"))
    }
  }
}
