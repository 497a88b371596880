import Hummingbird
import Reports

/// Names with their values, as browsers write them in a query and in a form's body.
struct FormValues: Sendable {
  private let values: [String: String]

  /// Reads `a=1&b=x+y`.
  ///
  /// Throws a refusal when something is not what percent-encoding makes, or a name comes twice.
  init(_ text: String) throws(Refusal) {
    do {
      values = try URLEncodedFormDecoder().decode([String: String].self, from: text)
    } catch {
      throw .badRequest("A value is not encoded as it should be, or comes twice.")
    }
  }

  /// The values of a request's address.
  init(of request: Request) throws(Refusal) {
    try self.init(request.uri.query ?? "")
  }

  /// The values of a service's request, which may have these names, `limit` and `cursor`.
  ///
  /// Throws a refusal for another name and for a name without a value: whoever misspells or forgets
  /// a filter must not get everything.
  init(of request: Request, filters: [String]) throws(Refusal) {
    try self.init(of: request)
    let known = filters + ["limit", "cursor"]
    for pair in (request.uri.query ?? "").split(separator: "&") {
      let name = String(pair.prefix { $0 != "=" })
      guard known.contains(name) else {
        throw .badRequest("The names are \(known.joined(separator: ", ")), and no others.")
      }
      guard self[name] != nil else {
        throw .badRequest("'\(name)' has no value. Leave it out, or give it one.")
      }
    }
  }

  /// A value without white space around it; nil when it is missing or empty.
  subscript(_ name: String) -> String? {
    values[name].map { $0.trimmingSpace() }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// A whole number from `least` on; nil when it is missing.
  func number(_ name: String, from least: Int64 = 1) throws(Refusal) -> Int64? {
    guard let text = self[name] else { return nil }
    guard let number = Int64(text), number >= least, text.utf8.first != UInt8(ascii: "+") else {
      throw .badRequest("'\(name)' must be a whole number from \(least).")
    }
    return number
  }

  /// A store's id; nil when it is missing.
  func store(_ name: String) throws(Refusal) -> UUIDBytes? {
    guard let text = self[name] else { return nil }
    guard let id = UUIDBytes(text) else {
      throw .badRequest("'\(name)' must be a store's id, as in the column store_id.")
    }
    return id
  }
}
