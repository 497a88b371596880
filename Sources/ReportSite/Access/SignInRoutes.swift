import Foundation
import HTTPTypes
import Hummingbird
import Logging
import SiteSettings

/// Signing in by a one-time link, and out again.
struct SignInRoutes {
  static let path = "/signin"

  let sessions: Sessions
  let links: SignInLinks?
  let origin: SiteOrigin
  /// The name of the person who started the program.
  let owner: String
  private let tries: RateLimit
  private let renewals: RateLimit

  private struct Content {
    var problem: String?
    var token: String?
    var to = "/"
  }

  init(
    sessions: Sessions, links: SignInLinks?, origin: SiteOrigin, owner: String,
    now: @escaping @Sendable () -> Duration
  ) {
    self.sessions = sessions
    self.links = links
    self.origin = origin
    self.owner = owner
    tries = RateLimit(perMinute: 10, now: now)
    renewals = RateLimit(perMinute: 3, now: now)
  }

  /// Adds `/signin` and `/signout`.
  func add(to routes: some RouterMethods<SiteContext>) {
    routes.post("/signout", taking: []) { request, context in
      _ = try context.signedIn()
      if let cookie = request.cookies[origin.cookieName]?.value { sessions.close(cookie: cookie) }
      var response = seeOther("/")
      response.setCookie(cookie("", maxAge: 0))
      return response
    }
    guard let links else { return }
    routes.get("/signin", taking: ["token", "to"]) { request, context in
      context.answerAnyone()
      let values = try FormValues(of: request)
      // A look at the link changes nothing: mail programs and browsers look at links by themselves.
      return try page(Content(token: values["token"], to: place(values["to"])))
    }
    routes.post("/signin/link", taking: []) { request, context in
      context.answerAnyone()
      try renewals.count(nil)
      links.renew()
      return try page(Content(problem: "A new link was written where the program was started."))
    }
    routes.post("/signin", taking: []) { request, context in
      context.answerAnyone()
      try tries.count(context.peer)
      let form = try await FormValues(form: request, fields: ["token", "to"])
      guard origin.isHost(of: request), let token = form["token"], links.redeem(token) else {
        context.logger.warning("sign-in refused", metadata: ["peer": .string(context.peer ?? "")])
        return try page(
          Content(problem: "This link was already used, or has expired."), .forbidden)
      }
      let opened = sessions.open(
        name: owner,
        roles: Dictionary(uniqueKeysWithValues: Role.allCases.map { ($0, StoreScope.all) }))
      var response = seeOther(place(form["to"]))
      response.setCookie(cookie(opened.cookie, maxAge: nil))
      return response
    }
  }

  private func page(_ content: Content, _ status: HTTPResponse.Status = .ok) throws -> Response {
    try Page(title: "Sign in").response(
      TemplateLibrary.render("signin", content), for: nil, status: status)
  }

  private func seeOther(_ path: String) -> Response {
    Response(status: .seeOther, headers: [.location: path])
  }

  private func cookie(_ value: String, maxAge: Int?) -> Cookie {
    Cookie(
      name: origin.cookieName, value: value, maxAge: maxAge, path: "/", secure: origin.isSecure,
      httpOnly: true, sameSite: .lax)
  }

  /// A page of this site to go on with; the first one for anything else.
  private func place(_ path: String?) -> String {
    guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), path.utf8.count < 2_000,
      path.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "\\") })
    else { return "/" }
    return path
  }
}
