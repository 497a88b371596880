import Foundation
import HTTPTypes
import HummingbirdTesting
import Reports
import SiteSettings
import Testing

@testable import ReportSite

@Suite struct GroupTableTests {
  @Test func `A table of groups has names and titles, and keys for who wants them`() async throws {
    let output = NSTemporaryDirectory() + "groups-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: output) }
    try publishTable(
      "stock-value", title: "Stock value, by group", "by_store",
      [
        Column(key: "key", type: .code, title: "Store id"),
        Column(key: "name", type: .text, title: "Store"),
      ], ["\(PublishedSample.siam),Siam"], to: output)
    try await withSite(.forTests(output: output)) { site in
      let person = SiteClient.Person(site.site)
      let path = "/reports/stock-value/latest"
      for place in ["/", "/reports/stock-value", path] {
        let page = try await site.get(place, as: person).text
        #expect(page.contains(">Stock value, by group"), "\(place)")
      }
      @Sendable func table(_ query: String) async throws -> String {
        let moved = try await site.get("\(path)/by_store\(query)", as: person)
        return try await site.get(moved.headers[.location] ?? "", as: person).text
      }
      let names = try await table("")
      #expect(names.contains("<td>Siam</td>") && names.contains("Show ids"))
      #expect(!names.contains(PublishedSample.siam) && names.contains(">Stock value, by group</a>"))
      #expect(try await table("?ids=1").contains(PublishedSample.siam))
    }
  }
}
