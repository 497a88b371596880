import Foundation
import HTTPTypes
import Hummingbird

/// An error as RFC 9457 has it, `application/problem+json`.
struct ProblemDocument: Encodable {
  /// The address of the problem's kind, which never changes; `about:blank` where the status says all.
  var type: String
  var title: String
  var status: Int
  var detail: String
  /// The path that was asked for.
  var instance: String
  /// The number of the request in the log.
  var request: String

  init(_ problem: HTTPProblem, instance: String, request: String) {
    type = problem.type?.address ?? "about:blank"
    title = problem.title
    status = problem.status.code
    detail = problem.detail
    self.instance = instance
    self.request = request
  }

  func response() throws -> Response {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Response(
      status: .init(code: status), headers: [.contentType: "application/problem+json"],
      body: .init(byteBuffer: ByteBuffer(bytes: Array(try encoder.encode(self)) + [0x0A])))
  }
}
