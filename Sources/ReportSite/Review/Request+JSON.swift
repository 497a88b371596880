import Foundation
import Hummingbird

extension Request {
  /// The body as JSON: an object of plain values.
  ///
  /// Throws `HTTPProblem` that names the key, and never repeats a value.
  func json<Value: Decodable>(_ type: Value.Type) async throws -> Value {
    var request = self
    let body = Array(try await request.collectBody(upTo: ChangeGuard.bodyLimit).readableBytesView)
    // The decoder would read UTF-16, too, in which no key would be seen twice.
    guard !body.contains(0) else { throw HTTPProblem.badRequest("The body must be JSON in UTF-8.") }
    do {
      let value = try JSONDecoder().decode(type, from: Data(body))
      try Self.checkKeys(of: body)
      return value
    } catch let error as DecodingError {
      let context: DecodingError.Context? =
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context),
          .dataCorrupted(let context):
          context
        case .keyNotFound(let key, let context):
          .init(codingPath: context.codingPath + [key], debugDescription: "")
        @unknown default: nil
        }
      let key = context?.codingPath.map(\.stringValue).joined(separator: ".") ?? ""
      throw HTTPProblem.badRequest(
        key.isEmpty
          ? "The body must be a JSON object." : "'\(key)' is missing or has the wrong type.")
    }
  }

  /// Throws `HTTPProblem` when a key comes twice in what was read as an object of plain values: the
  /// decoder keeps one of the two.
  ///
  /// Such a text has its strings before a colon where they are keys, and nowhere else.
  private static func checkKeys(of json: [UInt8]) throws {
    var keys: Set<String> = []
    var rest = json[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "\"")) {
      var end = start + 1
      while end < json.count, json[end] != UInt8(ascii: "\"") {
        end += json[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard end < json.count else {
        throw HTTPProblem.badRequest("The body must be a JSON object.")
      }
      rest = json[(end + 1)...].drop { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
      guard rest.first == UInt8(ascii: ":") else { continue }
      let key = try JSONDecoder().decode(String.self, from: Data(json[start...end]))
      guard keys.insert(key).inserted else {
        throw HTTPProblem.badRequest("'\(key)' is given twice.")
      }
    }
  }
}
