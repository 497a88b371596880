import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@testable import ReportSite

/// What must hold of every route, whatever it is.
@Suite struct RouteTests {
  /// Routes that answer those whom nobody knows.
  private static let open: Set<String> = [
    "/healthz", "/readyz", "/metrics", "/openapi.json", "/signin", "/signin/link", "/problems",
    "/problems/{type}",
  ]

  private static func routes() throws -> [(path: String, method: HTTPRequest.Method)] {
    try Site(settings: .forTests()).router().routes.map { ($0.path.description, $0.method) }
  }

  /// A path that a route's template fits.
  private static func path(_ template: String) -> String {
    template.split(separator: "/").map { part in
      part.first == ":" || part.first == "{" ? "11111111-2222-3333-4444-555555555555" : String(part)
    }.reduce("") { "\($0)/\($1)" }
  }

  @Test func `Every route but a few asks who asks`() async throws {
    let routes = try Self.routes()
    #expect(routes.count > 15)
    try await withSite { site in
      for (template, method) in routes
      where !Self.open.contains(template) && !template.hasPrefix("/assets/") {
        let path = template == "/" ? "/" : Self.path(template)
        let answer =
          method == .post
          ? try await site.post(path) : try await site.get(path, method: method)
        let isRefused =
          answer.status == .unauthorized || answer.status == .forbidden
          || answer.headers[.location]?.hasPrefix("/signin") == true
        #expect(isRefused, "\(method) \(template) answered \(answer.status)")
      }
    }
  }

  @Test func `Every route wants a role that somebody without any does not have`() async throws {
    let routes = try Self.routes()
    try await withSite { site in
      let person = SiteClient.Person(site.site, [])
      for (template, method) in routes
      where !Self.open.contains(template) && !template.hasPrefix("/assets/") {
        guard template != "/signout" else { continue }
        let path = template == "/" ? "/" : Self.path(template)
        let answer =
          method == .post
          ? try await site.post(path, as: person)
          : try await site.get(path, as: person, method: method)
        #expect(answer.status == .forbidden, "\(method) \(template) answered \(answer.status)")
      }
    }
  }

  @Test func `A change without the form's token changes nothing anywhere`() async throws {
    let routes = try Self.routes()
    try await withSite { site in
      var person = SiteClient.Person(site.site)
      person.formToken = "forged"
      for (template, method) in routes
      where ![.get, .head].contains(method) && !Self.open.contains(template) {
        let answer = try await site.post(Self.path(template), as: person)
        #expect(answer.status == .forbidden, "\(method) \(template)")
      }
    }
  }

  /// The methods of each path of the description.
  private static func described() throws -> [String: Set<String>] {
    let json = try JSONSerialization.jsonObject(with: Data(PackageResources.openapi_json))
    let paths = try #require((json as? [String: Any])?["paths"] as? [String: [String: Any]])
    return paths.mapValues { Set($0.keys) }
  }

  @Test func `Every route of the API is described, and every description has its route`() throws {
    var described = try Self.described()
    for (template, method) in try Self.routes()
    where template.hasPrefix("/api/") || template == "/openapi.json" {
      let path =
        "/"
        + template.split(separator: "/")
        .map { $0.first == ":" ? "{\($0.dropFirst())}" : String($0) }.joined(separator: "/")
      let name = method.rawValue.lowercased()
      let alternative = path.replacing("{product}", with: "{product_id}")
      let found = described[path] != nil ? path : alternative
      // Every GET answers HEAD, too; that is said where the headers matter.
      if name != "head" || described[found]?.contains("head") == true {
        #expect(described[found]?.remove(name) != nil, "\(method) \(path) is not described")
      }
    }
    for path in ["/healthz", "/readyz", "/metrics"] { described[path]?.remove("get") }
    for (path, left) in described { #expect(left.isEmpty, "\(path): \(left) has no route") }
  }

  private static let validator =
    TestPython.module("openapi_spec_validator") != nil

  @Test(.enabled(if: validator, "openapi-spec-validator is not installed"))
  func `The description is OpenAPI as its validator has it`() throws {
    let file = NSTemporaryDirectory() + "openapi-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(PackageResources.openapi_json).write(to: URL(fileURLWithPath: file))
    let outcome = try ChildProcess.run(TestPython.path, ["-m", "openapi_spec_validator", file])
    #expect(outcome.status == 0, "\(outcome.text)\(outcome.errors)")
  }
}
