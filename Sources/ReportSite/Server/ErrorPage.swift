import Hummingbird

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
