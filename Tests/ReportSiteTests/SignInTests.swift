import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import SiteSettings
import Synchronization
import Testing

@testable import ReportSite

@Suite struct SignInTests {
  @Test func `A link signs one person in, once, with a cookie that no script reads`() async throws {
    try await withSite { site in
      let token = try #require(site.site.links?.make())
      let page = try await site.get("/signin?token=\(token)&to=/reports")
      #expect(page.text.contains("value=\"\(token)\""))
      // Looking at the link has not used it up.
      let answer = try await site.post("/signin", "token=\(token)&to=/reports")
      #expect(answer.status == .seeOther)
      #expect(answer.headers[.location] == "/reports")
      let cookie = try #require(answer.headers[.setCookie])
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
      #expect(!cookie.contains("Secure"))
      let value = String(cookie.prefix { $0 != ";" })
      let person = SiteClient.Person(cookie: value, formToken: "")
      #expect(try await site.get("/api/inventory/reports", as: person).status == .ok)

      let again = try await site.post("/signin", "token=\(token)")
      #expect(again.status == .forbidden)
      #expect(again.headers[.setCookie] == nil)
    }
  }

  @Test func `A page elsewhere cannot sign anybody in`() async throws {
    try await withSite { site in
      let token = try #require(site.site.links?.make())
      let answer = try await site.post(
        "/signin", "token=\(token)", headers: [.origin: "https://evil.example"])
      #expect(answer.status == .forbidden)
      #expect(try await site.post("/signin", "token=\(token)").status == .seeOther)
    }
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a b", "\n"])
  func `Nobody is led elsewhere`(_ place: String) async throws {
    try await withSite { site in
      let token = try #require(site.site.links?.make())
      let answer = try await site.post(
        "/signin", "token=\(token)&to=\(place.addingPercentEncodingForQuery())")
      #expect(answer.headers[.location] == "/")
    }
  }

  @Test func `A link is good once and for ten minutes, whoever has another one written`() {
    let time = Mutex(Duration.zero)
    let links = SignInLinks { time.withLock { $0 } }
    let first = links.make()
    let second = links.make()
    for link in [first, second] {
      #expect(links.redeem(link))
      #expect(!links.redeem(link))
    }
    let late = links.make()
    time.withLock { $0 += .seconds(600) }
    #expect(!links.redeem(late))
    #expect(!links.redeem(""))
  }

  @Test(arguments: ["token[a][b]=x", "token=a&token=b", "token=%FF", "key=x"])
  func `A form that is none of this page is refused`(_ form: String) async throws {
    try await withSite { site in
      let answer = try await site.post("/signin", form)
      #expect(answer.status == .badRequest)
    }
  }

  @Test func `Who tries too often waits`() async throws {
    try await withSite { site in
      for _ in 0..<10 {
        #expect(try await site.post("/signin", "token=wrong").status == .forbidden)
      }
      let answer = try await site.post("/signin", "token=wrong")
      #expect(answer.status == .tooManyRequests)
      #expect(answer.headers[.retryAfter] == "60")
    }
  }

  @Test func `Whoever is counted is counted for a minute, and remembered within a bound`() throws {
    let time = Mutex(Duration.zero)
    let limit = RateLimit(perMinute: 2) { time.withLock { $0 } }
    try limit.count("a")
    try limit.count("a")
    #expect(throws: HTTPProblem.self) { try limit.count("a") }
    try limit.count("b")
    time.withLock { $0 += .seconds(60) }
    try limit.count("a")
    for number in 0..<10_002 { try? limit.count("\(number)") }
    #expect(throws: HTTPProblem.self) { try limit.count("one more") }
  }

  @Test func `Signing out ends the session`() async throws {
    try await withSite { site in
      let person = SiteClient.Person(site.site)
      #expect(try await site.get("/api/inventory/reports", as: person).status == .ok)
      let answer = try await site.post("/signout", as: person)
      #expect(answer.status == .seeOther)
      #expect(answer.headers[.setCookie]?.contains("Max-Age=0") == true)
      #expect(try await site.get("/api/inventory/reports", as: person).status == .unauthorized)
    }
  }

  @Test func `With HTTPS the cookie is for this host and HTTPS alone`() async throws {
    var settings = SiteSettings.forTests()
    settings.publicURL = "https://reports.example"
    try await withSite(settings) { site in
      let token = try #require(site.site.links?.make())
      let answer = try await site.post("/signin", "token=\(token)")
      let cookie = try #require(answer.headers[.setCookie])
      #expect(cookie.hasPrefix("__Host-inventory-reports="))
      #expect(cookie.contains("Secure") && cookie.contains("Path=/"))
      #expect(!cookie.contains("Domain"))
    }
  }

  @Test func `A new link is written where the program was started`() async throws {
    try await withSite { site in
      let written = Mutex<[String]>([])
      site.site.links?.announce { token in written.withLock { $0.append(token) } }
      #expect(try await site.post("/signin/link").status == .ok)
      let token = try #require(written.withLock { $0.first })
      #expect(try await site.post("/signin", "token=\(token)").status == .seeOther)
      for _ in 0..<2 { _ = try await site.post("/signin/link") }
      #expect(try await site.post("/signin/link").status == .tooManyRequests)
    }
  }
}
