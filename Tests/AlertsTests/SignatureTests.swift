import Foundation
import Testing

@testable import Alerts

/// Signatures, endpoints and secrets.
@Suite struct SignatureTests {
  private let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"

  @Test func `a signature is that of the specification's own libraries`() throws {
    // The fixed vector of their tests.
    let signer = try WebhookSigner([Secret(secret)])
    #expect(
      signer.signature(
        id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1_614_265_330,
        body: Array(#"{"test": 2432232314}"#.utf8))
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
  }

  @Test func `several secrets give several signatures`() throws {
    let other = "whsec_" + Data(repeating: 7, count: 32).base64EncodedString()
    let signer = try WebhookSigner([Secret(secret), Secret(other)])
    let text = try #require(signer.signature(id: "a", timestamp: 1, body: []))
    let parts = text.split(separator: " ")
    #expect(parts.count == 2)
    #expect(Set(parts).count == 2)
    #expect(parts.allSatisfy { $0.hasPrefix("v1,") })
    #expect(try WebhookSigner([]).signature(id: "a", timestamp: 1, body: []) == nil)
  }

  @Test(arguments: ["whsec_short", "not base64 at all", "whsec_"])
  func `a secret of the wrong form is refused and not shown`(text: String) {
    let error = #expect(throws: AlertError.self) { try WebhookSigner([Secret(text)]) }
    #expect(error?.description.contains(text) == false || text == "whsec_")
  }

  private func endpoint(
    _ base: String, token: String? = nil, plain: Bool = false
  ) throws -> Endpoint {
    try Endpoint(
      .notification, base: base, path: "/events", token: token.map { Secret($0) }, secrets: [],
      allowsPlainToken: plain)
  }

  @Test func `a token goes over plain HTTP only with leave`() throws {
    let error = #expect(throws: AlertError.self) {
      try endpoint("http://service", token: "s3cret")
    }
    #expect(error?.description.contains("alerts.plain_token") == true)
    #expect(error?.description.contains("s3cret") == false)
    _ = try endpoint("http://service", token: "s3cret", plain: true)
    _ = try endpoint("https://service", token: "s3cret")
    _ = try endpoint("http://service")
  }

  @Test func `a URL is one that can be shown`() throws {
    #expect(try endpoint("http://a:8080/").place == "http://a:8080/events")
    for bad in ["", "service", "ftp://service", "http://", "http://u:p@service"] {
      #expect(throws: AlertError.self) { try endpoint(bad) }
    }
  }

  @Test func `a secret shows in no description`() {
    let secret = Secret("s3cret")
    #expect("\(secret) \(String(reflecting: secret))" == "*** ***")
    var text = ""
    dump(secret, to: &text)
    #expect(!text.contains("s3cret"))
  }
}
