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
