import Crypto
import Foundation
import HTTPTypes
import Hummingbird

/// Lets a request change something only when it comes from a page of this site, or from a service.
///
/// A browser sends its cookie with what any page makes it send. So a change needs the origin of this
/// site and, from whoever has signed in, the token that only the site's own forms have. A service
/// proves each request by its token, which no browser adds by itself; but a proxy in front of one may,
/// so that a request which a browser sent needs the origin of this site all the same.
struct ChangeGuard: RouterMiddleware {
  typealias Context = SiteContext

  /// The name of a form's field with the token.
  static let field = "form_token"
  /// The most that a request may send.
  static let bodyLimit = 1 << 20

  let origin: SiteOrigin

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    switch request.method {
    case .get, .head, .options: return try await next(request, context)
    default: break
    }
    if let length = request.headers[.contentLength],
      Int(length).map({ $0 > Self.bodyLimit }) ?? true
    {
      throw HTTPProblem(
        .tooLarge, "A request may have at most \(Self.bodyLimit) bytes.",
        headers: [.connection: "close"])
    }
    var request = request
    let body = try await request.collectBody(upTo: Self.bodyLimit)
    if let viewer = context.viewer, viewer.formToken == nil, !origin.isNamed(in: request) {
      return try await next(request, context)
    }
    guard origin.isOrigin(of: request) else {
      throw HTTPProblem(
        .formRefused,
        "Changes are accepted only from this site's own pages. Open the page here and try again.")
    }
    if let token = context.viewer?.formToken {
      guard let sent = request.headers[.formToken] ?? Self.token(in: body) else {
        throw HTTPProblem(
          .formRefused, "The form lacks its token. Load the page again, and send its own form.")
      }
      guard SecretToken.digest(of: sent) == SecretToken.digest(of: token) else {
        throw HTTPProblem(
          .formRefused,
          "You have signed in again since then. Go back, reload the page, and repeat the change.")
      }
    }
    return try await next(request, context)
  }

  /// The token in the body of a form.
  private static func token(in body: ByteBuffer) -> String? {
    String(buffer: body).split(separator: "&")
      .first { $0.hasPrefix("\(field)=") }
      .map { String($0.dropFirst(field.count + 1)) }
  }
}
