import Hummingbird

/// Finds out who asks, by the first way that the request tries.
struct Authentication: RouterMiddleware {
  typealias Context = SiteContext

  let ways: [any Authenticator]

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    var context = context
    for way in ways {
      if let viewer = try await way.viewer(of: request, context: context) {
        context.viewer = viewer
        context.gate.viewer = viewer
        break
      }
    }
    return try await next(request, context)
  }
}

/// One way to prove who asks.
protocol Authenticator: Sendable {
  /// Who asks; nil when the request does not try this way. Throws 401 for a proof that is wrong.
  func viewer(of request: Request, context: SiteContext) async throws -> Viewer?
}

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
