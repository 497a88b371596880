import Foundation
import HTTPTypes
import Hummingbird

/// An error as RFC 9457 has it, `application/problem+json`.
struct Problem: Encodable {
  /// Always `about:blank`: the status says what kind of problem it is.
  var type = "about:blank"
  var title: String
  var status: Int
  var detail: String
  /// The path that was asked for.
  var instance: String
  /// The number of the request in the log.
  var request: String

  init(_ refusal: Refusal, instance: String, request: String) {
    title = refusal.title
    status = refusal.status.code
    detail = refusal.detail
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
