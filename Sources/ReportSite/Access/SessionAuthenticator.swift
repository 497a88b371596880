import Hummingbird

/// Knows people by the cookie of their session.
struct SessionAuthenticator: Authenticator {
  let sessions: Sessions
  let origin: SiteOrigin

  func viewer(of request: Request, context: SiteContext) -> Viewer? {
    guard let cookie = request.cookies[origin.cookieName]?.value, origin.isHost(of: request)
    else { return nil }
    return sessions.viewer(cookie: cookie)
  }
}
