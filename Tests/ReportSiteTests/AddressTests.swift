import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import ReportSite

/// What an address takes, and what is said of another.
@Suite struct AddressTests {
  private static let id = "11111111-2222-3333-4444-555555555555"

  private static func routes() throws -> [(path: String, method: HTTPRequest.Method)] {
    try Site(settings: .forTests()).router().routes.map { ($0.path.description, $0.method) }
  }

  /// A path that a route's template fits.
  private static func path(_ template: String) -> String {
    template == "/"
      ? "/"
      : template.split(separator: "/").map { $0.first == "{" ? id : String($0) }
        .reduce("") { "\($0)/\($1)" }
  }

  /// Routes without any figure of a report; who watches them may say what they like.
  private static func isOpen(_ template: String) -> Bool {
    ["/healthz", "/readyz", "/metrics", "/openapi.json"].contains(template)
      || template.hasPrefix("/assets/") || template.hasPrefix("/problems")
  }

  @Test func `A parameter that an address does not take is refused, with those that it takes`()
    async throws
  {
    let routes = try Self.routes()
    try await withSite { site in
      let person = SiteClient.Person(site.site)
      for (template, method) in routes where !Self.isOpen(template) && method != .head {
        let path = "\(Self.path(template))?stoer=x"
        let answer =
          method == .post
          ? try await site.post(path, as: person) : try await site.get(path, as: person)
        #expect(answer.status == .badRequest, "\(method) \(template): \(answer.status)")
        #expect(answer.text.contains("is not a parameter of this address. It takes"), "\(template)")
      }
    }
  }

  @Test func `The description names the parameters that each address takes`() async throws {
    let json = try JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json))
    let document = try #require(json as? [String: Any])
    let shared =
      ((document["components"] as? [String: Any])?["parameters"] as? [String: [String: Any]]) ?? [:]
    let paths = try #require(document["paths"] as? [String: [String: Any]])
    var described: [String: Set<String>] = [:]
    for (path, methods) in paths where path.hasPrefix("/api/") {
      guard let get = methods["get"] as? [String: Any] else { continue }
      let parameters = (get["parameters"] as? [[String: Any]] ?? []).compactMap { parameter in
        (parameter["$ref"] as? String).flatMap {
          shared[$0.split(separator: "/").last.map(String.init) ?? ""]
        }
          ?? parameter
      }
      described[path] = Set(
        parameters.filter { $0["in"] as? String == "query" }.compactMap { $0["name"] as? String })
    }
    #expect(described.count > 8)
    let wanted = described
    try await withSite { site in
      for (path, names) in wanted {
        let answer = try await site.get(
          "\(Self.path(path))?stoer=x", as: SiteClient.Person(site.site))
        let words = answer.text.firstMatch(of: /It takes ([^"]*?)\."/)?.1 ?? ""
        let taken = words == "none" ? [] : words.split(separator: ", ").map(String.init)
        #expect(Set(taken) == names, "\(path)")
      }
    }
  }

  @Test func `A method that an address does not have is refused, with those that it has`()
    async throws
  {
    try await withSite { site in
      let person = SiteClient.Person(site.site)
      let api = "/api/inventory/reorder-suggestions"
      for (path, allowed) in [
        ("/api/inventory/reports", "GET, HEAD"), ("/review/lines", "GET, HEAD"),
        ("\(api)/orders", "GET, HEAD, POST"), ("/", "GET, HEAD"),
        ("/api/inventory/reports/a/b/c", "GET, HEAD"), ("/healthz", "GET, HEAD"),
      ] {
        let answer = try await site.client.execute(
          uri: path, method: .delete,
          headers: [.cookie: person.cookie, .origin: "http://localhost"], body: nil)
        #expect(answer.status == .methodNotAllowed, "\(path)")
        #expect(answer.headers[.allow] == allowed, "\(path)")
      }
      // The word of an address counts before a place for any word.
      let look = try await site.get("\(api)/approvals", as: person)
      #expect(look.status == .methodNotAllowed)
      #expect(look.headers[.allow] == "POST")
      #expect(look.text.contains(#""type":"/problems/method-not-allowed""#))
      #expect(try await site.get("/nowhere/at/all", as: person).status == .notFound)
    }
  }

  @Test func `Each kind of problem is described, and its address explains it`() async throws {
    let json = try JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json))
    let schemas =
      ((json as? [String: Any])?["components"] as? [String: Any])?["schemas"] as? [String: Any]
    let problem = (schemas?["Problem"] as? [String: Any])?["properties"] as? [String: Any]
    let known = (problem?["type"] as? [String: Any])?["enum"] as? [String]
    #expect(known == ProblemType.allCases.map(\.address) + ["about:blank"])
    try await withSite { site in
      let all = try await site.get("/problems").text
      for type in ProblemType.allCases {
        #expect(all.contains("href=\"\(type.address)\""))
        let page = try await site.get(type.address)
        #expect(page.status == .ok)
        #expect(page.text.contains(">\(type.title)</a>"))
        #expect(
          page.text.contains(
            "<span class=\"aside\">\(type.rawValue), \(type.status.code)</span>"))
      }
      #expect(try await site.get("/problems/none").status == .notFound)
    }
  }

  @Test(arguments: [
    "/nowhere", "/reports/none/runs", "/reports/none/latest/report.json", "/low-stock",
    "/reorder-suggestions/abc", "/reorder-suggestions/0", "/reorder-suggestions/7",
    "/reorder-suggestions/orders/1/pdf", "/reorder-suggestions/orders/x/csv",
    "/reorder-suggestions/orders/1/csv",
  ])
  func `What is not there is a problem of a kind that is explained`(_ path: String) async throws {
    try await withSite { site in
      let answer = try await site.get("/api/inventory\(path)", as: SiteClient.Person(site.site))
      #expect(answer.status == .notFound)
      #expect(answer.text.contains(#""type":"/problems/not-found""#), "\(answer.text)")
    }
  }

  @Test func `A list that its reader has is not sent again`() async throws {
    try await withPublishedSite { site, sample in
      let person = SiteClient.Person(site.site)
      for path in [
        "/api/inventory/reports", "/api/inventory/reports/inventory-valuation/runs",
        "/openapi.json",
      ] {
        let accepted =
          path == "/openapi.json" ? ["application/json"] : ["application/json", "text/csv"]
        for accept in accepted {
          let headers: HTTPFields = [.accept: accept]
          let answer = try await site.get(path, as: person, headers: headers)
          let tag = try #require(answer.headers[.eTag])
          var again = headers
          again[.ifNoneMatch] = tag
          let known = try await site.get(path, as: person, headers: again)
          #expect(known.status == .notModified)
          #expect(known.text.isEmpty && known.headers[.eTag] == tag)
        }
      }
      let before = try await site.get("/api/inventory/reports", as: person).headers[.eTag]
      try sample.publish("2026-11-22", second: 60)
      // Within a second where nothing else is busy.
      let deadline = ContinuousClock.now + .seconds(60)
      while try await site.get("/api/inventory/reports", as: person).headers[.eTag] == before {
        try #require(ContinuousClock.now < deadline)
        try await Task.sleep(for: .milliseconds(50))
      }
    }
  }

  @Test(arguments: [
    ("text/csv;q=0.5, application/json;q=0.4", AnswerForm.csv), ("text/csv", .csv),
    ("text/*;q=0.3, */*;q=0.2", .csv), ("*/*", .json), ("text/csv;q=x, */*", .json),
    ("application/json;q=NaN, text/csv;q=0.1", .csv), ("TEXT/CSV ; Q=1, */*;q=0", .csv),
  ])
  func `What a header likes is read in one way, and a weight that is none likes nothing`(
    _ accept: String, _ form: AnswerForm
  ) throws {
    let head = HTTPRequest(
      method: .get, scheme: nil, authority: nil, path: "/", headerFields: [.accept: accept])
    #expect(try AnswerForm(Request(head: head, body: .init(buffer: ByteBuffer()))) == form)
    #expect(GzipAnswers.isTaken("br, GZIP;q=0.1") && GzipAnswers.isTaken("*"))
    #expect(!GzipAnswers.isTaken("gzip;q=x") && !GzipAnswers.isTaken("*;q=1, gzip;q=0"))
  }

  @Test func `Values are read exactly, and what is not encoded is refused`() throws {
    let values = try FormValues("a=+x%20&b=&where=1&where=2&c=%E0%B9%84", repeating: ["where"])
    #expect(values["a"] == " x ")
    #expect(try values.words("a") == "x")
    #expect(values["b"] == nil && values["d"] == nil)
    #expect(values.all("where") == ["1", "2"])
    #expect(values["c"] == "ไ")
    for text in ["a=%", "a=%zz", "%ff=1", "a=1&a=2", "a=%C3%28"] {
      #expect(throws: HTTPProblem.self, "\(text)") { try FormValues(text) }
    }
    for text in ["n=0", "n=11", "n=+1", "n=1.0", "n= 1", "n=9223372036854775808"] {
      #expect(throws: HTTPProblem.self, "\(text)") { try FormValues(text).number("n", to: 10) }
    }
  }
}
