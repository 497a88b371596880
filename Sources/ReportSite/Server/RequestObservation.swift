import HTTPTypes
import Hummingbird
import Logging

/// Counts each request and writes a line of the access log about it.
///
/// The line has the path without its query, which may hold the secret of a link.
struct RequestObservation: RouterMiddleware {
  typealias Context = SiteContext

  let metrics: SiteMetrics

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    let begin = ContinuousClock.now
    let response = try await next(request, context)
    let seconds = begin.duration(to: .now) / .seconds(1)
    metrics.count(
      route: context.endpointPath ?? "NotFound", method: request.method.rawValue,
      status: response.status.code, seconds: seconds)
    var facts: Logger.Metadata = [
      "method": .string(request.method.rawValue), "path": .string(request.uri.path),
      "status": .stringConvertible(response.status.code),
      "seconds": .stringConvertible((seconds * 1_000_000).rounded() / 1_000_000),
    ]
    if let bytes = response.headers[.contentLength] { facts["bytes"] = .string(bytes) }
    if let viewer = context.gate.viewer { facts["viewer"] = .string(viewer.actor) }
    if let peer = context.peer { facts["peer"] = .string(peer) }
    context.logger.info("request", metadata: facts)
    return response
  }
}
