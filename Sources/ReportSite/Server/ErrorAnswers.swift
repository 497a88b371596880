import Foundation
import HTTPTypes
import Hummingbird
import Logging
import Publishing
import StateStore

/// Makes an answer of every error, and withholds the answer of a route that did not say whom it is for.
///
/// Services get a problem as JSON (RFC 9457), people a page. Both name the request, whose error the
/// log has; neither tells anything of this machine.
struct ErrorAnswers: RouterMiddleware {
  typealias Context = SiteContext

  /// Where people sign in; nil when they do it elsewhere, at a proxy.
  let signInPath: String?

  @concurrent func handle(
    _ request: Request, context: SiteContext,
    next: @concurrent (Request, SiteContext) async throws -> Response
  ) async throws -> Response {
    do {
      let response = try await next(request, context)
      guard context.gate.isOpen else {
        context.logger.error(
          "a route answered without an access check",
          metadata: ["route": .string(context.endpointPath ?? "")])
        throw HTTPProblem(.notAllowed, "This address is not available.")
      }
      return response
    } catch {
      return try answer(problem(of: error, context: context), to: request, context: context)
    }
  }

  private func problem(of error: any Error, context: SiteContext) -> HTTPProblem {
    switch error {
    case let problem as HTTPProblem: return problem
    case let error as HTTPError where error.status == .notFound:
      return .notFound("There is nothing at this address.")
    case let error as any HTTPResponseError:
      let text = (error as? HTTPError)?.body ?? "The request is invalid."
      return HTTPProblem(ofFramework: error.status, text)
    case let error as PublishingError where error.cause == .noSuchFolder:
      return HTTPProblem(.gone, "The run was removed after it was listed.")
    case let error as StateError where error.cause == .busy:
      return .stateBusy
    case let error as StateError:
      context.logger.error("the state cannot be used", metadata: ["error": .string("\(error)")])
      return HTTPProblem(
        .stateUnavailable,
        "The state database cannot be used. The site's log has the reason.",
        headers: [.retryAfter: "60"])
    case is CancellationError:
      return HTTPProblem(
        .shuttingDown, "The site is shutting down; try again in a moment.",
        headers: [.retryAfter: "5"])
    default:
      context.logger.error("request failed", metadata: ["error": .string("\(error)")])
      return HTTPProblem(
        .internalError, "The site's log has the reason, under the number of this request.")
    }
  }

  private func answer(
    _ problem: HTTPProblem, to request: Request, context: SiteContext
  ) throws -> Response {
    var response: Response
    if request.isForService {
      response = try ProblemDocument(problem, instance: request.uri.path, request: context.id)
        .response()
    } else if problem.status == .unauthorized, request.method == .get, let signInPath {
      let target = request.uri.description.addingPercentEncodingForQuery()
      response = Response(status: .seeOther, headers: [.location: "\(signInPath)?to=\(target)"])
      return response
    } else {
      response = try ErrorPage.response(problem, request: context.id, for: context.gate.viewer)
    }
    response.headers.append(contentsOf: problem.headers)
    return request.method == .head ? response.createHeadResponse() : response
  }
}

extension Request {
  /// Whether a program asks: the HTTP API, which answers errors as JSON.
  var isForService: Bool {
    uri.path.hasPrefix("/api/") || ["/openapi.json", "/metrics"].contains(uri.path)
  }
}

extension String {
  /// The text as a value of a query.
  func addingPercentEncodingForQuery() -> String {
    let plain = CharacterSet(
      charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/")
    return addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}

/// An error for people: what is wrong, what to do, and the number to ask about.
struct ErrorPage {
  var title: String
  var detail: String
  var request: String

  /// The page for the person who asked.
  static func response(
    _ problem: HTTPProblem, request: String, for viewer: Viewer?
  ) throws -> Response {
    let page = ErrorPage(title: problem.title, detail: problem.detail, request: request)
    return try Page(title: problem.title).response(
      TemplateLibrary.render("error", page), for: viewer, status: problem.status)
  }
}
