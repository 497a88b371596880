import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import PublishedTables
import Publishing
import SiteSettings
import Testing
import Values

@testable import ReportSite

@Suite struct ReportAPITests {
  private static func json(_ answer: TestResponse) throws -> [String: Any] {
    try #require(
      JSONSerialization.jsonObject(with: Data(answer.text.utf8)) as? [String: Any])
  }

  @Test func `The reports are listed with their latest runs`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site, [.reportsRead])
      let answer = try await site.get("/api/inventory/reports", as: person)
      #expect(answer.headers[.contentType] == "application/json")
      let reports = try #require(Self.json(answer)["reports"] as? [[String: Any]])
      #expect(reports.count == 1)
      #expect(reports[0]["name"] as? String == "inventory-valuation")
      #expect(reports[0]["title"] as? String == "Inventory valuation")
      #expect(reports[0]["period"] as? String == "2026-11-21")
      let csv = try await site.get(
        "/api/inventory/reports", as: person,
        headers: [.accept: "application/json;q=0.5, text/csv"])
      #expect(csv.headers[.contentType] == "text/csv; charset=utf-8; header=present")
      #expect(
        csv.text.hasPrefix("name,title,run,period,as_of,finished,runs\r\ninventory-valuation,"))
      let neither = try await site.get(
        "/api/inventory/reports", as: person, headers: [.accept: "image/png"])
      #expect(neither.status == .notAcceptable)
    }
  }

  @Test func `Pages of runs neither skip nor repeat one, whatever is published meanwhile`()
    async throws
  {
    try await withPublishedSite { site, sample in
      for second in 1..<8 {
        try sample.publish("2026-11-2\(second % 3)", second: second * 60, mark: "\(second)")
      }
      let person = SiteClient.Person(site.site)
      var address: String? = "/api/inventory/reports/inventory-valuation/runs?limit=3"
      var seen: [String] = []
      while let path = address {
        let answer = try await site.get(path, as: person)
        let page = try Self.json(answer)
        let runs = try #require(page["runs"] as? [[String: Any]])
        #expect(runs.count <= 3)
        seen += runs.compactMap { $0["run"] as? String }
        address = page["next"] as? String
        #expect(answer.headers[.link] == address.map { "<\($0)>; rel=\"next\"" })
        try sample.publish("2026-11-23", second: 1_000 + seen.count, mark: "new")
      }
      #expect(seen.count == 8)
      #expect(seen == seen.sorted().reversed())
    }
  }

  @Test func `Sums over all stores are only for those who may see all of them`() async throws {
    try await withPublishedSite { site, _ in
      let path = "/api/inventory/reports/inventory-valuation/runs"
      let all = try await site.get(path, as: SiteClient.Person(site.site))
      #expect(all.text.contains(#""totals":{"detail":{"cost_value":1236.50}}"#))
      let one = try await site.get(
        path, as: SiteClient.Person(site.site, stores: .only([UUIDBytes(high: 0, low: 0)])))
      #expect(one.status == .ok)
      #expect(!one.text.contains("1236.50"))
      // How long a file is tells something of all stores, too.
      #expect(all.text.contains(#""rows":2"#) && all.text.contains(#""bytes":"#))
      #expect(!one.text.contains(#""rows""#) && !one.text.contains(#""bytes""#))
      #expect(one.text.contains(#""name":"inventory-valuation-2026-11-21.detail.csv""#))
    }
  }

  @Test(arguments: [
    "limit=0", "limit=1001", "limit=x", "cursor=x", "cursor=a~-1", "cursor=~", "limit=1&cursor=~~",
  ])
  func `A page that is none is refused`(_ query: String) async throws {
    try await withPublishedSite { site, _ in
      let answer = try await site.get(
        "/api/inventory/reports/inventory-valuation/runs?\(query)", as: SiteClient.Person(site.site)
      )
      #expect(answer.status == .badRequest)
    }
  }

  @Test func `What is low is nothing when it was never published`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      let answer = try await site.get("/api/inventory/low-stock", as: person)
      #expect(answer.status == .notFound)
    }
  }

  @Test func `Without a database nothing live is answered, and everything else is`() async throws {
    try await withPublishedSite { site, _ in
      let person = SiteClient.Person(site.site)
      let stock = "/api/inventory/products/\(PublishedSample.siam)/stock"
      let answer = try await site.get(stock, as: person)
      #expect(answer.status == .serviceUnavailable)
      #expect(answer.headers[.retryAfter] == "30")
      #expect(
        try await site.get("/api/inventory/products/x/stock", as: person).status == .badRequest)
      let valuation = "/api/inventory/reports/valuation"
      for query in [
        "", "?from=2026-11-01", "?from=2026-11-21&to=2026-11-01", "?from=x&to=y",
        "?from=2026-11-01&to=2026-11-21&format=pdf", "?from=2026-11-01&to=2026-11-21&store_id=x",
      ] {
        #expect(
          try await site.get(valuation + query, as: person).status == .badRequest, "\(query)")
      }
      #expect(
        try await site.get("\(valuation)?from=2020-11-01&to=2020-11-21", as: person).status
          == .serviceUnavailable)
      let limited = SiteClient.Person(
        site.site, stores: .only([try #require(UUIDBytes(PublishedSample.siam))]))
      #expect(
        try await site.get("\(stock)?store_id=\(PublishedSample.silom)", as: limited).status
          == .forbidden)
    }
  }

  @Test func `A list as CSV is quoted, and guarded where it is text`() async throws {
    let list = ListAnswer(
      name: "items",
      columns: [
        .init(key: "name", kind: .text, isGuarded: true), .init(key: "change", kind: .number),
      ],
      rows: [["=1+1", "-5"], ["a \"b\", c", ""], ["\t", "1"]])
    let request = Request(
      head: .init(
        method: .get, scheme: nil, authority: nil, path: "/",
        headerFields: [.accept: "text/csv"]), body: .init(buffer: ByteBuffer()))
    let answer = try list.response(to: request)
    let written = Collected()
    try await answer.body.write(written)
    #expect(
      written.text == "name,change\r\n'=1+1,-5\r\n\"a \"\"b\"\", c\",\r\n'\t,1\r\n")
  }

  @Test func `Numbers and texts are written as JSON has them`() {
    let value = JSONText.object([
      ("a\"b", .string("\u{1}\n\\ไทย")), ("n", .number("12345678901234567890.10")),
      ("l", .array([.null, .boolean(true)])),
    ])
    #expect(
      value.text
        == #"{"a\"b":"\u0001\u000A\\ไทย","n":12345678901234567890.10,"l":[null,true]}"#)
    for text in ["0", "-1", "0.50", "99999999999999999999"] {
      #expect(JSONText.number(of: text) == .number(text))
    }
    for text in ["", "NaN", "01", ".5", "1.", "+1", "1e3", "-", "1 "] {
      #expect(JSONText.number(of: text) == .null)
    }
  }
}
