import ReorderReview
import StateStore
import Values

/// Which lines a page shows, as its address says.
struct ReviewAddress: Hashable, Sendable {
  /// Only this supplier.
  var supplier: String?
  /// Only this store.
  var store: UUIDBytes?
  /// Only lines that stand so; nil for all.
  var state: ReviewDecision.State?
  /// The page, from 1.
  var page = 1

  /// How many lines a page has.
  static let linesPerPage = 100

  /// Throws `HTTPProblem` for a value that cannot be one; services name a store otherwise than
  /// pages.
  init(_ values: FormValues, storeName: String = "store") throws(HTTPProblem) {
    supplier = values["supplier"]
    store = try values.store(storeName)
    if let text = values["state"] {
      guard let known = ReviewDecision.State(rawValue: text) else {
        throw .badRequest("'state' must be open, approved, dismissed, snoozed or ordered.")
      }
      state = known
    }
    let number = try values.number("page") ?? 1
    guard number <= 1_000_000 else { throw .badRequest("'page' is too large.") }
    page = Int(number)
  }

  /// The supplier; throws `HTTPProblem` when none is named.
  func named() throws(HTTPProblem) -> String {
    guard let supplier else { throw .badRequest("'supplier' is missing. Load the page again.") }
    return supplier
  }

  /// Throws 400, with some that there are, for a supplier or a store that never had a line among those
  /// that may be seen: a filter that is misspelt must not look like one that leaves nothing.
  func check(
    _ service: ReviewService, for reviewer: Reviewer, storeName: String = "store"
  ) throws {
    func problem(_ name: String, _ known: [String]) -> HTTPProblem {
      let names = known.isEmpty ? "none" : known.listed(first: 12) { $0 }
      return .badRequest("Unknown value of '\(name)'. Known: \(names).")
    }
    let all = service.query(for: reviewer, limit: 0)
    if let supplier, try !service.knows(supplier: supplier, for: reviewer) {
      throw problem("supplier", try service.suppliers(all).map(\.supplier))
    }
    if let store, try !service.knows(store: store, for: reviewer) {
      throw problem(storeName, try service.stores(all).map { "\($0.id) (\($0.name))" })
    }
  }

  init(supplier: String?, store: UUIDBytes? = nil) {
    self.supplier = supplier
    self.store = store
  }

  /// The same lines with other values.
  func with(_ change: (inout ReviewAddress) -> Void) -> ReviewAddress {
    var copy = self
    change(&copy)
    return copy
  }

  /// The address of the page.
  var path: String { "/review/lines?\(query)" }

  /// What an address has to say to mean the same lines.
  var query: String {
    var parts: [String] = []
    if let supplier { parts.append("supplier=\(supplier.addingPercentEncodingForQuery())") }
    if let store { parts.append("store=\(store)") }
    if let state { parts.append("state=\(state.rawValue)") }
    if page > 1 { parts.append("page=\(page)") }
    return parts.joined(separator: "&")
  }

  /// What the review is asked for, one line more than a page has.
  func query(_ service: ReviewService, for reviewer: Reviewer) -> ReviewQuery {
    var query = service.query(for: reviewer, limit: Self.linesPerPage + 1)
    query.supplier = supplier
    query.store = store
    query.states = state.map { [$0] }
    query.offset = (page - 1) * Self.linesPerPage
    return query
  }
}
