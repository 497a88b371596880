import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import JWTKit
import Logging
import SiteSettings
import Synchronization
import Testing

@testable import ReportSite

@Suite struct TokenTests {
  /// What a token says.
  private struct Claims: JWTPayload {
    var iss: String? = "https://login.example"
    var aud: [String]? = ["other", "inventory-reports"]
    var sub: String? = "finance-service"
    var exp: Int? = Int(Date().timeIntervalSince1970) + 3_600
    var nbf: Int?
    var roles: [String]? = ["reports:read"]
    var stores: [String]?
    var editions: [String]?

    func verify(using algorithm: some JWTAlgorithm) {}
  }

  private static let key = ES256PrivateKey()
  private static let secret = String(repeating: "s", count: 32)

  private static func url(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
      .replacing("=", with: "")
  }

  /// A set of keys with an ES256 key `es` and a secret `hs`.
  private static func keySet() throws -> String {
    let (x, y) = try #require(key.parameters.map { ($0.x, $0.y) })
    func coordinate(_ text: String) throws -> String {
      url(try #require(TokenKeys.bytes(text)))
    }
    return """
      {"keys": [
        {"kty": "EC", "crv": "P-256", "kid": "es", "use": "sig", "alg": "ES256",
         "x": "\(try coordinate(x))", "y": "\(try coordinate(y))"},
        {"kty": "oct", "kid": "hs", "k": "\(url(Data(secret.utf8)))"},
        {"kty": "oct", "kid": "short", "k": "c2hvcnQ"},
        {"kty": "unheard of", "kid": "new"}
      ]}
      """
  }

  private static func token(
    _ claims: Claims = Claims(), key id: String? = "es", signed: Bool = true
  ) async throws -> String {
    let keys = JWTKeyCollection()
    if id == "hs" || id == "short" {
      await keys.add(hmac: HMACKey(from: secret), digestAlgorithm: .sha256)
    } else {
      await keys.add(ecdsa: signed ? key : ES256PrivateKey())
    }
    var header = JWTHeader()
    header.kid = id
    return try await keys.sign(claims, header: header)
  }

  private func withTokens(
    _ algorithms: [String] = ["ES256"], grants: [AccessSettings.Grant] = [],
    _ body: @Sendable (SiteClient) async throws -> Void
  ) async throws {
    let file = NSTemporaryDirectory() + "keys-\(UUID().uuidString).json"
    try Data(Self.keySet().utf8).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    var settings = SiteSettings.forTests()
    settings.access = AccessSettings(
      grants: grants,
      tokens: .init(
        issuer: "https://login.example", audience: "inventory-reports", algorithms: algorithms,
        keys: file))
    try await withSite(
      settings,
      adding: { router in
        router.get("/api/who") { _, context in
          let (viewer, scope) = try context.viewer(with: .reportsRead)
          return "\(viewer.name) \(scope == .all)"
        }
        router.post("/api/change") { _, context in
          try context.viewer(with: .reorderReview).0.actor
        }
      }, body)
  }

  private func ask(_ site: SiteClient, _ token: String) async throws -> TestResponse {
    try await site.get("/api/who", headers: [.authorization: "Bearer \(token)"])
  }

  @Test func `A token that is as it must be is taken`() async throws {
    try await withTokens { site in
      let answer = try await ask(site, try await Self.token())
      #expect(answer.text == "finance-service true")
    }
  }

  @Test func `What a token lacks or has too much of is refused`() async throws {
    try await withTokens { site in
      let now = Int(Date().timeIntervalSince1970)
      for claims in [
        Claims(iss: "https://evil.example"), Claims(iss: nil), Claims(aud: ["other"]),
        Claims(aud: nil), Claims(sub: nil), Claims(sub: ""), Claims(exp: now - 3_600),
        Claims(exp: nil), Claims(nbf: now + 86_400),
      ] {
        let answer = try await ask(site, try await Self.token(claims))
        #expect(answer.status == .unauthorized, "\(claims)")
        #expect(answer.headers[.wwwAuthenticate] == "Bearer error=\"invalid_token\"")
      }
      let forbidden = try await ask(site, try await Self.token(Claims(roles: ["stock:read"])))
      #expect(forbidden.status == .forbidden)
    }
  }

  @Test func `Another key, another algorithm and no signature are refused`() async throws {
    try await withTokens(["ES256"]) { site in
      let good = try await Self.token()
      let parts = good.split(separator: ".")
      let none = Self.url(Data(#"{"alg":"none","kid":"es"}"#.utf8))
      let confused = Self.url(Data(#"{"alg":"HS256","kid":"es"}"#.utf8))
      let critical = Self.url(Data(#"{"alg":"ES256","kid":"es","crit":["b64"]}"#.utf8))
      var tampered = Claims()
      tampered.roles = Role.allCases.map(\.rawValue)
      let other = try await Self.token(tampered).split(separator: ".")
      for token in [
        try await Self.token(signed: false), try await Self.token(key: nil),
        try await Self.token(key: "unknown"), try await Self.token(key: "hs"),
        "\(none).\(parts[1]).", "\(none).\(parts[1]).\(parts[2])",
        "\(confused).\(parts[1]).\(parts[2])", "\(critical).\(parts[1]).\(parts[2])",
        "\(parts[0]).\(other[1]).\(parts[2])", "\(good).x", "", "a.b.c",
        String(repeating: "a", count: 20_000),
      ] {
        #expect(try await ask(site, token).status == .unauthorized, "\(token.prefix(40))")
      }
    }
  }

  @Test func `A shared secret is taken where it is allowed, a short one never`() async throws {
    try await withTokens(["HS256"]) { site in
      for (key, status) in [("hs", 200), ("short", 401), ("es", 401)] {
        let answer = try await ask(site, try await Self.token(key: key))
        #expect(answer.status.code == status, "\(key)")
      }
    }
  }

  @Test func `Stores of a token limit it, and a mistake there widens nothing`() async throws {
    try await withTokens { site in
      for stores in [[PublishedSample.siam], ["no id"], []] {
        let answer = try await ask(site, try await Self.token(Claims(stores: stores)))
        #expect(answer.text == "finance-service false")
      }
    }
  }

  @Test func `A token with editions is for these, whatever roles it names`() async throws {
    try await withTokens { site in
      for (editions, status) in [(["stores"], 200), ([], 403)] {
        let token = try await Self.token(
          Claims(roles: ["reports:read", "stock:read"], editions: editions))
        #expect(try await ask(site, token).status == .forbidden)
        let answer = try await site.client.execute(
          uri: "/api/inventory/reports", method: .get,
          headers: [.authorization: "Bearer \(token)"], body: nil)
        #expect(answer.status.code == status, "\(editions)")
      }
    }
  }

  @Test func `Roles may also come from the configuration`() async throws {
    let grant = AccessSettings.Grant(
      .service("finance-service"), roles: [.reportsRead], stores: [PublishedSample.siam])
    try await withTokens(grants: [grant]) { site in
      let answer = try await ask(site, try await Self.token(Claims(roles: nil)))
      #expect(answer.text == "finance-service false")
    }
  }

  @Test func `A service changes things without a form's token`() async throws {
    try await withTokens { site in
      let token = try await Self.token(Claims(roles: ["reorder:review"]))
      let answer = try await site.client.execute(
        uri: "/api/change", method: .post, headers: [.authorization: "Bearer \(token)"],
        body: nil)
      #expect(answer.status == .ok)
    }
  }

  @Test func `A token that a browser sends with a page's request needs this site's origin`()
    async throws
  {
    // As through a proxy that adds the token of whoever has signed in there.
    try await withTokens { site in
      let token = try await Self.token(Claims(roles: ["reorder:review"]))
      for (headers, status) in [
        ([:], 200), ([.origin: "https://evil.example"], 403), ([.origin: "null"], 403),
        ([.fetchSite: "cross-site"], 403), ([.fetchSite: "same-site"], 403),
        ([.fetchSite: "same-origin", .origin: "http://localhost"], 200),
        ([.fetchSite: "cross-site", .origin: "http://localhost"], 403),
      ] as [(HTTPFields, Int)] {
        var headers = headers
        headers[.authorization] = "Bearer \(token)"
        let answer = try await site.client.execute(
          uri: "/api/change", method: .post, headers: headers, body: nil)
        #expect(answer.status.code == status, "\(headers)")
      }
    }
  }

  @Test func `A service and a person of one name are two in the audit log`() async throws {
    try await withTokens { site in
      let token = try await Self.token(Claims(sub: "anna", roles: ["reorder:review"]))
      let service = try await site.client.execute(
        uri: "/api/change", method: .post, headers: [.authorization: "Bearer \(token)"], body: nil)
      #expect(service.text == "service:anna")
      let person = try await site.post(
        "/api/change", as: SiteClient.Person(site.site, [.reorderReview]))
      #expect(person.text == "anna")
    }
  }

  @Test func `New keys are looked for when an unknown one is named, but not more often than that`()
    async throws
  {
    let file = NSTemporaryDirectory() + "keys-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: file) }
    try Data(#"{"keys": []}"#.utf8).write(to: URL(fileURLWithPath: file))
    let time = Time()
    let keys = TokenKeys(file, algorithms: ["ES256"]) { time.now }
    let token = try await Self.token()
    func isKnown() async throws -> Bool {
      try await keys.claims(
        of: token, key: "es", algorithm: "ES256", logger: Logger(label: "test")) != nil
    }
    var known = try await isKnown()
    #expect(!known)
    try Data(Self.keySet().utf8).write(to: URL(fileURLWithPath: file))
    known = try await isKnown()
    #expect(!known, "it looked again at once")
    time.advance(.seconds(61))
    known = try await isKnown()
    #expect(known)
    // The provider is gone for a while: the keys stay.
    try FileManager.default.removeItem(atPath: file)
    time.advance(.seconds(4_000))
    known = try await isKnown()
    #expect(known)
  }

  @Test func `Keys are also read from an address, and kept while it gives none`() async throws {
    let answer = Mutex((HTTPResponse.Status.internalServerError, ""))
    let router = Router()
    router.get("/keys") { _, _ in
      let (status, text) = answer.withLock { $0 }
      return Response(status: status, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
    let token = try await Self.token()
    try await Application(router: router).test(.live) { client in
      let time = Time()
      let keys = TokenKeys(
        "http://localhost:\(try #require(client.port))/keys", algorithms: ["ES256"]
      ) { time.now }
      for (status, text, isKnown) in [
        (HTTPResponse.Status.internalServerError, try Self.keySet(), false),
        (.ok, "no keys", false), (.ok, try Self.keySet(), true), (.serviceUnavailable, "", true),
      ] {
        answer.withLock { $0 = (status, text) }
        time.advance(.seconds(4_000))
        let claims = try await keys.claims(
          of: token, key: "es", algorithm: "ES256", logger: Logger(label: "test"))
        #expect((claims != nil) == isKnown, "\(status) \(text)")
      }
    }
  }
}
