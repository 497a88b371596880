import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SiteSettings
import Synchronization
import Testing

@testable import ReportSite

/// Routes that ask for a role, for nobody in particular, and for nothing at all.
@Sendable private func addRoutes(_ router: Router<SiteContext>) {
  router.get("/api/inventory/role") { _, context in
    let (viewer, _) = try context.viewer(with: .reportsRead)
    return viewer.name
  }
  router.get("/page") { _, context in try context.viewer(with: .reportsRead).0.name }
  router.post("/page") { request, context in
    _ = try context.viewer(with: .reorderReview)
    return "done"
  }
  router.get("/api/forgetful") { _, _ in "secret" }
  router.get("/api/broken") { _, context -> String in
    context.answerAnyone()
    throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: "/etc/shadow"])
  }
}

@Suite struct AccessTests {
  @Test func `A service without a proof is asked for one, a person is led to sign in`() async throws
  {
    try await withSite(adding: addRoutes) { site in
      let answer = try await site.get("/api/inventory/role")
      #expect(answer.status == .unauthorized)
      #expect(answer.headers[.wwwAuthenticate] == "Bearer")
      #expect(answer.headers[.contentType] == "application/problem+json")
      #expect(answer.text.contains(#""status":401"#))
      #expect(answer.text.contains(answer.headers[.requestID] ?? "-"))

      let page = try await site.get("/page?a=1&b=2")
      #expect(page.status == .seeOther)
      #expect(page.headers[.location] == "/signin?to=/page%3Fa%3D1%26b%3D2")
    }
  }

  @Test func `A role is asked for by its name`() async throws {
    try await withSite(adding: addRoutes) { site in
      let reader = SiteClient.Person(site.site, [.reportsRead])
      #expect(try await site.get("/page", as: reader).text == "anna")
      let buyer = SiteClient.Person(site.site, [.reorderReview])
      let refused = try await site.get("/api/inventory/role", as: buyer)
      #expect(refused.status == .forbidden)
      #expect(refused.text.contains("reports:read"))
    }
  }

  @Test func `The answer of a route that asks nobody is withheld`() async throws {
    try await withSite(adding: addRoutes) { site in
      let answer = try await site.get("/api/forgetful", as: SiteClient.Person(site.site))
      #expect(answer.status == .forbidden)
      #expect(!answer.text.contains("secret"))
    }
  }

  @Test func `A failure tells nothing of the machine`() async throws {
    try await withSite(adding: addRoutes) { site in
      let answer = try await site.get("/api/broken")
      #expect(answer.status == .internalServerError)
      #expect(!answer.text.contains("shadow"))
      let missing = try await site.get("/nowhere/<script>")
      #expect(missing.status == .notFound)
      #expect(missing.headers[.contentType] == "text/html; charset=utf-8")
      #expect(!missing.text.contains("<script>"))
    }
  }

  @Test func `A change needs the form's token and this site's origin`() async throws {
    try await withSite(adding: addRoutes) { site in
      let buyer = SiteClient.Person(site.site, [.reorderReview])
      #expect(try await site.post("/page", "line=1", as: buyer).text == "done")

      var forged = buyer
      forged.formToken = SiteClient.Person(site.site).formToken
      #expect(try await site.post("/page", as: forged).status == .forbidden)
      forged.formToken = ""
      #expect(try await site.post("/page", as: forged).status == .forbidden)
      for headers: HTTPFields in [
        [.origin: "https://evil.example"], [.origin: "null"], [.origin: ""],
        [.fetchSite: "cross-site"], [.fetchSite: "same-site"],
      ] {
        let answer = try await site.post("/page", as: buyer, headers: headers)
        #expect(answer.status == .forbidden, "\(headers)")
      }
      #expect(try await site.post("/page").status != .ok)
    }
  }

  @Test func `A request that sends too much is refused`() async throws {
    try await withSite(adding: addRoutes) { site in
      let much = String(repeating: "x", count: ChangeGuard.bodyLimit + 1)
      let answer = try await site.post("/page", much, as: SiteClient.Person(site.site))
      #expect(answer.status == .contentTooLarge)
    }
  }

  @Test func `Every answer forbids frames, guessing and scripts of others`() async throws {
    try await withSite { site in
      for path in ["/healthz", "/nowhere", "/api/nowhere"] {
        let headers = try await site.get(path).headers
        #expect(headers[.contentSecurityPolicy]?.hasPrefix("default-src 'none'") == true)
        #expect(headers[.xContentTypeOptions] == "nosniff")
        #expect(headers[.cacheControl] == "private, no-cache")
      }
    }
  }

  @Test func `A session ends after two idle hours, and after twelve in any case`() {
    let time = Mutex(Duration.zero)
    let sessions = Sessions { time.withLock { $0 } }
    let idle = sessions.open(name: "a", roles: [:]).cookie
    let busy = sessions.open(name: "b", roles: [:]).cookie
    for _ in 0..<11 {
      time.withLock { $0 += .seconds(3_600) }
      #expect(sessions.viewer(cookie: busy)?.name == "b")
    }
    #expect(sessions.viewer(cookie: idle) == nil)
    time.withLock { $0 += .seconds(3_600) }
    #expect(sessions.viewer(cookie: busy) == nil)
  }

  @Test func `A session that was signed out is over`() {
    let sessions = Sessions()
    let opened = sessions.open(name: "a", roles: [.reportsRead: .all])
    #expect(sessions.viewer(cookie: opened.cookie) == opened.viewer)
    sessions.close(cookie: opened.cookie)
    #expect(sessions.viewer(cookie: opened.cookie) == nil)
  }

  @Test func `A cookie counts only under this site's own name`() async throws {
    let origin = SiteOrigin(publicURL: "https://reports.example")
    func isHost(_ authority: String) -> Bool {
      origin.isHost(
        of: Request(
          head: .init(method: .get, scheme: nil, authority: authority, path: "/"),
          body: .init(buffer: ByteBuffer())))
    }
    #expect(isHost("reports.example"))
    #expect(isHost("127.0.0.1:8080"))
    #expect(isHost("[::1]:8080"))
    #expect(!isHost("evil.example"))
    #expect(!isHost("127.0.0.1.evil.example"))
    #expect(!isHost("localhost.evil.example"))
  }
}
