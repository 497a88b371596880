import Foundation
import Hummingbird

/// Names with their values, as browsers write them in a query and in a form's body.
struct FormValues: Sendable {
  private let values: [String: String]

  /// Reads `a=1&b=x+y`; of a name that comes twice, the first counts.
  ///
  /// Throws a refusal when something is not what percent-encoding makes.
  init(_ text: String) throws(Refusal) {
    var values: [String: String] = [:]
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]),
        let value = Self.decoded(parts.count > 1 ? parts[1] : "")
      else { throw .badRequest("A value is not encoded as it should be.") }
      if values[name] == nil { values[name] = value }
    }
    self.values = values
  }

  /// The values of a request's address.
  init(of request: Request) throws(Refusal) {
    try self.init(request.uri.query ?? "")
  }

  /// A value without white space around it; nil when it is missing or empty.
  subscript(_ name: String) -> String? {
    let text = (values[name] ?? "").drop { $0.isWhitespace }
    let value = String(text.reversed().drop { $0.isWhitespace }.reversed())
    return value.isEmpty ? nil : value
  }

  /// A whole number from `least` on; nil when it is missing.
  func number(_ name: String, from least: Int64 = 1) throws(Refusal) -> Int64? {
    guard let text = self[name] else { return nil }
    guard let number = Int64(text), number >= least, text.utf8.first != UInt8(ascii: "+") else {
      throw .badRequest("'\(name)' must be a whole number from \(least).")
    }
    return number
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }
}
