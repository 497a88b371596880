package import HTTPTypes
import SiteSettings

/// Why a request is not answered as it was asked: a kind of problem with a sentence for people.
///
/// It is shown to the client, so it never has a path of this machine or a value of a row.
package struct HTTPProblem: Error, Sendable {
  /// The kind; nil for what only the status tells.
  let type: ProblemType?
  package let status: HTTPResponse.Status
  /// What was expected and what to do.
  package var detail: String
  /// More headers of the answer.
  package var headers: HTTPFields

  init(_ type: ProblemType, _ detail: String, headers: HTTPFields = [:]) {
    self.type = type
    status = type.status
    self.detail = detail
    self.headers = headers
  }

  /// What the web framework refuses: of the kind that its status has, if any.
  init(ofFramework status: HTTPResponse.Status, _ detail: String) {
    type =
      switch status {
      case .badRequest: .invalidRequest
      case .notFound: .notFound
      case .contentTooLarge: .tooLarge
      default: nil
      }
    self.status = status
    self.detail = detail
    headers = [:]
  }

  /// What is wrong, in a few words.
  package var title: String { type?.title ?? status.reasonPhrase }

  /// Nobody has signed in.
  static let notSignedIn = HTTPProblem(
    .notSignedIn, "Sign in, or send a service's token.",
    headers: [.wwwAuthenticate: "Bearer"])

  /// The viewer has not been given a role.
  static func missing(_ role: Role) -> HTTPProblem {
    HTTPProblem(
      .notAllowed,
      "This needs the role '\(role.rawValue)'. Ask the operator of this site for it.")
  }

  /// What was asked for is not there, or not for this viewer.
  static func notFound(_ detail: String) -> HTTPProblem { HTTPProblem(.notFound, detail) }

  /// A value of the request cannot be used.
  static func badRequest(_ detail: String) -> HTTPProblem { HTTPProblem(.invalidRequest, detail) }

  /// The resource is busy, for at least a number of seconds.
  static func busy(_ detail: String, retryAfter seconds: Int) -> HTTPProblem {
    HTTPProblem(.busy, detail, headers: [.retryAfter: "\(seconds)"])
  }
}
