import Foundation
import HTTPTypes
import HummingbirdTesting
import TestSupport
import Testing

@testable import ReportSite

/// Nonsense, always the same: whatever is asked, nothing fails inside, and nothing comes out that is
/// not published.
@Suite struct FuzzTests {
  private static let words = [
    "api", "inventory", "reports", "inventory-valuation", "latest", "2026-11-21", "report.xlsx",
    "detail.csv", "detail", "datapackage.json", "..", ".", "%2e%2e", "..%2f..%2f", "%2F", "%00",
    "%ff%fe", "%", "%zz", ".runs", ".lock", "etc", "passwd", "valuation", "runs", "products",
    PublishedSample.siam, "stock", "low-stock", "reorder-suggestions", "review", "alerts", "signin",
    "download", "a b", "é", "ไทย", "'", "\"", "<script>", ";", "\\", "{{title}}", "",
  ]
  private static let keys = [
    "limit", "cursor", "store_id", "from", "to", "format", "sort", "page", "status", "token", "q",
    "f", "column", "",
  ]
  private static let values = [
    "1", "-1", "0", "99999999999999999999", "a~1", "~", "2026-11-21", "2026-02-30", "NaN", "%00",
    "%ff", "'; DROP TABLE", "<b>", "../../../../etc/passwd", "csv", "", "é", "9223372036854775807",
    PublishedSample.siam,
  ]
  private static let headers: [(HTTPField.Name, [String])] = [
    (.accept, ["*/*", "text/csv;q=9", ",,;q=", "application/json;q=NaN", "image/png"]),
    (.range, ["bytes=0-", "bytes=-1", "bytes=5-2", "bytes=0-0,1-1", "bytes=9e9-", "x"]),
    (.ifNoneMatch, ["*", "\"", "\"a,b", "W/\"x\"", ","]),
    (.ifMatch, ["*", "\"x\"", ""]),
    (.ifRange, ["\"x\"", "Sun, 06 Nov 1994 08:49:37 GMT"]),
    (.authorization, ["Bearer", "Bearer ..", "Basic eDp5", "bearer a.b.c", ""]),
    (
      .cookie, ["inventory-reports=x", "inventory-reports", "=", ";;;", "a=b; inventory-reports=;"]
    ),
    (.origin, ["null", "http://localhost", "é"]),
    (.contentType, ["application/json", "multipart/form-data; boundary=", "text/plain"]),
  ]

  @Test(arguments: 0..<8)
  func `Nothing fails, and nothing is found that is not published`(_ seed: Int) async throws {
    try await withPublishedSite { site, sample in
      try Data("not to be seen".utf8).write(
        to: URL(fileURLWithPath: "\(sample.output)/inventory-valuation/.runs/secret.csv"))
      var random = SeededRandom(seed: UInt64(seed))
      let person = SiteClient.Person(site.site)
      for _ in 0..<150 {
        let depth = Int.random(in: 0...6, using: &random)
        var path = (0..<depth).map { _ in Self.words.randomElement(using: &random) ?? "" }
          .reduce("") { "\($0)/\($1)" }
        if path.isEmpty { path = "/" }
        if Bool.random(using: &random) { path = "/api/inventory\(path)" }
        let query = (0..<Int.random(in: 0...3, using: &random)).map { _ in
          "\(Self.keys.randomElement(using: &random) ?? "")"
            + "=\(Self.values.randomElement(using: &random) ?? "")"
        }
        if !query.isEmpty { path += "?" + query.joined(separator: "&") }
        var headers = HTTPFields()
        for (name, texts) in Self.headers where Int.random(in: 0..<5, using: &random) == 0 {
          headers[name] = texts.randomElement(using: &random)
        }
        let who = Bool.random(using: &random) ? person : nil
        let answer =
          Int.random(in: 0..<5, using: &random) == 0
          ? try await site.post(path, query.joined(separator: "&"), as: who, headers: headers)
          : try await site.get(path, as: who, headers: headers)
        let isFailure = answer.status.code >= 500 && answer.status != .serviceUnavailable
        #expect(!isFailure, "\(path) \(headers): \(answer.status) \(answer.text.prefix(200))")
        #expect(!answer.text.contains("root:") && !answer.text.contains("not to be seen"))
        let isPage = answer.headers[.contentType]?.hasPrefix("text/html") == true
        #expect(!isPage || !answer.text.contains("<script>"), "\(path)")
        #expect(!answer.text.contains(sample.output), "\(path)")
      }
    }
  }
}
