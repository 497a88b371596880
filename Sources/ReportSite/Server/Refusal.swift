public import HTTPTypes
import SiteSettings

/// Why a request is not answered as it was asked: a status with a title and a sentence for people.
///
/// It is shown to whoever asked, so it never has a path of this machine or a value of a row.
public struct Refusal: Error, Sendable {
  /// The HTTP status.
  public var status: HTTPResponse.Status
  /// What is wrong, in a few words.
  public var title: String
  /// What was expected and what to do.
  public var detail: String
  /// More headers of the answer.
  public var headers: HTTPFields

  /// A refusal.
  public init(
    _ status: HTTPResponse.Status, _ title: String, _ detail: String, headers: HTTPFields = [:]
  ) {
    self.status = status
    self.title = title
    self.detail = detail
    self.headers = headers
  }

  /// Nobody has signed in.
  static let notSignedIn = Refusal(
    .unauthorized, "Please sign in", "This needs a signed-in person, or a service's token.",
    headers: [.wwwAuthenticate: "Bearer"])

  /// The viewer has not been given a role.
  static func missing(_ role: Role) -> Refusal {
    Refusal(
      .forbidden, "Not allowed",
      "This needs the role '\(role.rawValue)'. Whoever runs this site can give it to you.")
  }

  /// What was asked for is not there, or not for this viewer.
  public static func notFound(_ detail: String) -> Refusal {
    Refusal(.notFound, "Not found", detail)
  }

  /// A value of the request cannot be used.
  public static func badRequest(_ detail: String) -> Refusal {
    Refusal(.badRequest, "The request cannot be understood", detail)
  }
}
