import HTTPTypes
import Hummingbird
import Mustache

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
    let content = try MustacheTemplate(
      string: String(decoding: PackageResources.error_mustache, as: UTF8.self)
    ).render(self)
    let page = try TemplateLibrary.layout().render(["title": title, "content": content])
    return Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: ByteBuffer(string: page)))
  }
}
