import HTTPTypes
import Hummingbird
import Values

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

/// Dates as HTTP has them: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The text of an instant; its fraction of a second is left out.
  static func text(_ instant: Instant) -> String {
    // 2026-11-22T01:30:00[.ffffff]Z
    let text = instant.description
    let parts = text.prefix(10).split(separator: "-")
    guard parts.count == 3, let month = Int(parts[1]), (1...12).contains(month),
      let day = Day(text.prefix(10))
    else { return "" }
    let weekday = Int(((day.daysSinceEpoch % 7) + 7) % 7)
    let clock = text.dropFirst(11).prefix(8)
    return "\(days[weekday]), \(parts[2]) \(months[month - 1]) \(parts[0]) \(clock) GMT"
  }
}

/// Names that the library of HTTP types does not have.
extension HTTPField.Name {
  static let referrerPolicy = named("Referrer-Policy")
  static let crossOriginOpenerPolicy = named("Cross-Origin-Opener-Policy")
  static let requestID = named("X-Request-Id")
  static let formToken = named("X-Form-Token")
  static let fetchSite = named("Sec-Fetch-Site")
  static let link = named("Link")
  static let idempotencyKey = named("Idempotency-Key")
  static let reprDigest = named("Repr-Digest")

  static func named(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("'\(text)' is no name") }
    return name
  }
}
