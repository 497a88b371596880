import HTTPTypes
import Hummingbird

/// The headers that every answer has: nothing is framed, guessed, embedded elsewhere or kept by others.
struct ResponseHeaders: RouterMiddleware {
  typealias Context = SiteContext

  /// Scripts, styles and images are the site's own files; nothing is inline.
  static let contentSecurityPolicy =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self';"
    + " base-uri 'none'; frame-ancestors 'none'"

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    var response = try await next(request, context)
    response.headers[.contentSecurityPolicy] = Self.contentSecurityPolicy
    response.headers[.xContentTypeOptions] = "nosniff"
    // Not `no-referrer`: with it, a browser says `Origin: null` when it sends a form.
    response.headers[.referrerPolicy] = "same-origin"
    response.headers[.crossOriginResourcePolicy] = "same-origin"
    response.headers[.crossOriginOpenerPolicy] = "same-origin"
    response.headers[.requestID] = context.id
    if response.headers[.cacheControl] == nil {
      response.headers[.cacheControl] = "private, no-cache"
    }
    return response
  }
}
