import HTTPTypes
import Hummingbird

/// An error for people: what is wrong, what to do, and the number to ask about.
struct ErrorPage {
  var status: HTTPResponse.Status
  var title: String
  var detail: String
  var request: String

  init(_ refusal: Refusal, request: String) {
    status = refusal.status
    title = refusal.title
    detail = refusal.detail
    self.request = request
  }

  func response() throws -> Response {
    try Page(title: title, section: nil).response(
      TemplateLibrary.render("error", self), for: nil, status: status)
  }
}
