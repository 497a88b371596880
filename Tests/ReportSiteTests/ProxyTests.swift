import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SiteSettings
import TestSupport
import Testing

@testable import ReportSite

@Suite struct ProxyTests {
  private static let user = HTTPField.Name.named("X-Forwarded-User")
  private static let groups = HTTPField.Name.named("X-Forwarded-Groups")

  private static func settings(from addresses: [String]) -> SiteSettings {
    var settings = SiteSettings.forTests()
    settings.access = AccessSettings(
      grants: [
        .init(.user("anna"), roles: [.reportsRead], stores: [PublishedSample.siam]),
        .init(.group("finance"), roles: [.reportsRead], stores: []),
      ],
      proxy: .init(
        addresses: addresses, userHeader: "X-Forwarded-User", groupsHeader: "X-Forwarded-Groups"))
    return settings
  }

  /// What `localhost` may be where the tests run.
  private static let here = ["127.0.0.0/8", "::1"]

  /// Runs against a real connection: only that has an address.
  private func ask(
    from addresses: [String], _ headers: HTTPFields
  ) async throws -> (status: Int, text: String) {
    let router = try Site(settings: Self.settings(from: addresses)).router()
    router.get("/api/who") { _, context in
      let (viewer, scope) = try context.viewer(with: .reportsRead)
      return "\(viewer.name) \(scope == .all)"
    }
    return try await Application(router: router).test(.live) { client in
      let answer = try await client.execute(
        uri: "/api/who", method: .get, headers: headers, body: nil)
      return (answer.status.code, answer.text)
    }
  }

  @Test func `A proxy that is named says who a person is`() async throws {
    let anna = try await ask(from: Self.here, [Self.user: "anna"])
    #expect(anna.text == "anna false")
    let both = try await ask(
      from: ["127.0.0.1", "::/64"], [Self.user: "anna", Self.groups: "staff, finance"])
    #expect(both.text == "anna true")
    let other = try await ask(from: Self.here, [Self.user: "bob"])
    #expect(other.status == 403)
    // No person passes for a service.
    #expect(try await ask(from: Self.here, [Self.user: "service:anna"]).status == 401)
  }

  @Test func `Nobody else does`() async throws {
    #expect(try await ask(from: ["10.0.0.0/8"], [Self.user: "anna"]).status == 401)
    #expect(try await ask(from: Self.here, [:]).status == 401)
    var twice = HTTPFields()
    twice.append(HTTPField(name: Self.user, value: "anna"))
    twice.append(HTTPField(name: Self.user, value: "root"))
    #expect(try await ask(from: Self.here, twice).status == 401)
    var groups: HTTPFields = [Self.user: "bob"]
    groups.append(HTTPField(name: Self.groups, value: "finance"))
    groups.append(HTTPField(name: Self.groups, value: "staff"))
    #expect(try await ask(from: Self.here, groups).status == 401)
  }

  @Test func `Metrics are for this machine, and for none that a proxy on it speaks for`()
    async throws
  {
    func status(_ settings: SiteSettings, _ headers: HTTPFields) async throws -> Int {
      try await Application(router: try Site(settings: settings).router()).test(.live) { client in
        try await client.execute(uri: "/metrics", method: .get, headers: headers, body: nil)
          .status.code
      }
    }
    #expect(try await status(.forTests(), [:]) == 200)
    #expect(try await status(Self.settings(from: ["10.0.0.0/8"]), [:]) == 200)
    for header in [
      "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-User", "X-Real-IP", "Via",
    ] {
      #expect(try await status(.forTests(), [.named(header): "x"]) == 403, "\(header)")
    }
    // One that adds no header is known by its address, or by the name that it hands on.
    var proxied = Self.settings(from: Self.here)
    #expect(try await status(proxied, [:]) == 403)
    proxied.metricsToken = "scrape"
    #expect(try await status(proxied, [.authorization: "Bearer scrape"]) == 200)
    let named = try await Application(router: try Site(settings: .forTests()).router()).test(.live)
    {
      client in
      let address = "http://localhost:\(client.port ?? 0)/metrics"
      let words = ["-s", "-o", "/dev/null", "-w", "%{http_code}", "-H", "Host: reports.example"]
      return try ChildProcess.run("curl", words + [address]).text
    }
    #expect(named == "403")
  }

  @Test func `Addresses are compared by their bits`() throws {
    let cases: [(range: String, address: String, isIn: Bool)] = [
      ("10.1.0.0/16", "10.1.255.7", true), ("10.1.0.0/16", "10.2.0.1", false),
      ("10.1.2.3", "10.1.2.3", true), ("10.1.2.3", "::ffff:10.1.2.3", true),
      ("0.0.0.0/0", "8.8.8.8", true), ("0.0.0.0/0", "fe80::1", false),
      ("2001:db8::/32", "2001:db8:1:2::3", true), ("2001:db8::/32", "2001:db9::", false),
      ("::1", "0:0:0:0:0:0:0:1", true),
    ]
    for (range, address, isIn) in cases {
      let range = try AddressRange(range)
      #expect(range.contains(address) == isIn, "\(address)")
    }
    for text in ["", "10.1", "10.1.0.0/33", "10.1.0.0/-1", "host", "::/129", "10.1.0.0/8/8"] {
      #expect(throws: UnusableAccess.self, "\(text)") { try AddressRange(text) }
    }
  }
}
