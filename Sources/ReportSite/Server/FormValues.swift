import Foundation
import Hummingbird
import Values

/// Names with their values, as browsers write them in a query and in a form's body.
struct FormValues: Sendable {
  /// In the order in which they came.
  let pairs: [(name: String, value: String)]

  /// Reads `a=1&b=x+y`; only names in `repeating` may come more than once.
  ///
  /// Throws `HTTPProblem` when something is not what percent-encoding makes, or a name comes twice.
  init(_ text: String, repeating: [String] = []) throws(HTTPProblem) {
    var pairs: [(name: String, value: String)] = []
    var names: Set<String> = []
    for pair in text.split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]),
        let value = Self.decoded(parts.count == 2 ? parts[1] : "")
      else { throw .badRequest("A name or a value has wrong percent-encoding.") }
      guard names.insert(name).inserted || repeating.contains(name) else {
        throw .badRequest("'\(name.prefix(60))' is given twice.")
      }
      pairs.append((name, value))
    }
    self.pairs = pairs
  }

  /// The values of a request's address; `where` may come more than once.
  init(of request: Request) throws(HTTPProblem) {
    try self.init(request.uri.query ?? "", repeating: ["where"])
  }

  /// The fields of a form that a browser sent; throws `HTTPProblem` for any field but these.
  init(form request: Request, fields: [String]) async throws {
    var request = request
    let body = try await request.collectBody(upTo: ChangeGuard.bodyLimit)
    try self.init(String(buffer: body))
    try check(fields + [ChangeGuard.field], what: "field of this form")
  }

  private static func decoded(_ text: Substring) -> String? {
    text.replacing("+", with: " ").removingPercentEncoding
  }

  /// Throws `HTTPProblem`, with the names that may be used, for any other: a misspelt filter must
  /// not get everything.
  func check(_ known: [String], what: String = "parameter of this address") throws(HTTPProblem) {
    guard let unknown = pairs.first(where: { !known.contains($0.name) }) else { return }
    let names = known.filter { $0 != ChangeGuard.field }
    throw .badRequest(
      "'\(unknown.name.prefix(60))' is not a \(what). "
        + (names.isEmpty ? "It takes none." : "It takes \(names.joined(separator: ", "))."))
  }

  /// Throws `HTTPProblem` for a name without a value.
  func checkValues() throws(HTTPProblem) {
    guard let empty = pairs.first(where: { $0.value.isEmpty }) else { return }
    throw .badRequest("'\(empty.name.prefix(60))' has no value. Give it one, or leave it out.")
  }

  /// A value exactly as it was sent; nil when it is missing or empty.
  subscript(_ name: String) -> String? {
    pairs.first { $0.name == name }.flatMap { $0.value.isEmpty ? nil : $0.value }
  }

  /// Every value of a name that may come more than once.
  func all(_ name: String) -> [String] {
    pairs.filter { $0.name == name && !$0.value.isEmpty }.map(\.value)
  }

  /// What somebody typed, without white space around it; nil when nothing is left.
  ///
  /// Throws `HTTPProblem` when it is longer than `most`.
  func words(_ name: String, most: Int = 200) throws(HTTPProblem) -> String? {
    guard let words = self[name]?.trimmingSpace(), !words.isEmpty else { return nil }
    guard words.count <= most else {
      throw .badRequest("'\(name)' must have at most \(most) characters.")
    }
    return words
  }

  /// One of some values; nil when it is missing.
  func choice(_ name: String, of known: [String]) throws(HTTPProblem) -> String? {
    guard let text = self[name] else { return nil }
    guard known.contains(text) else {
      throw .badRequest("'\(name)' must be one of \(known.joined(separator: ", ")).")
    }
    return text
  }

  /// A whole number from `least` to `most`; nil when it is missing.
  func number(
    _ name: String, from least: Int64 = 1, to most: Int64 = .max
  ) throws(HTTPProblem) -> Int64? {
    guard let text = self[name] else { return nil }
    guard let number = Int64(text), number >= least, number <= most,
      text.utf8.first != UInt8(ascii: "+")
    else {
      let end = most == .max ? "" : " to \(most)"
      throw .badRequest("'\(name)' must be a whole number from \(least)\(end).")
    }
    return number
  }

  /// A store's id; nil when it is missing.
  func store(_ name: String) throws(HTTPProblem) -> UUIDBytes? {
    guard let text = self[name] else { return nil }
    guard let id = UUIDBytes(text) else {
      throw .badRequest("'\(name)' must be a store's id, as in the column store_id.")
    }
    return id
  }
}
