import Hummingbird
import Values

/// Which page of a list is asked for: `limit` and `cursor`.
///
/// A cursor is the name of what the pages are of and the place of the first line, so that turning
/// pages neither skips nor repeats one when something new is published in between.
struct PageRequest {
  static let most = 1_000
  static let usual = 100
  static let parameters = ["limit", "cursor"]

  let limit: Int
  /// What the pages are of, and the place of the first line; nil for the first page.
  let cursor: (of: String, first: Int)?

  /// Throws 400 for a limit or a cursor that is none.
  init(_ values: FormValues) throws(HTTPProblem) {
    limit = Int(try values.number("limit", to: Int64(Self.most)) ?? Int64(Self.usual))
    guard let text = values["cursor"] else {
      cursor = nil
      return
    }
    let parts = text.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Int(parts[1]), (0..<1 << 40).contains(first),
      parts[0].utf8.count <= 200
    else { throw .badRequest("'cursor' must come from an earlier page.") }
    cursor = (String(parts[0]), first)
  }

  /// The address of the page that begins at a line.
  func address(_ path: String, _ values: FormValues, of name: String, first: Int) -> String {
    var items = ["limit=\(limit)", "cursor=\(name)~\(first)"]
    for (key, value) in values.pairs where !Self.parameters.contains(key) {
      items.append("\(key)=\(value.addingPercentEncodingForQuery())")
    }
    return "\(path)?\(items.joined(separator: "&"))"
  }
}

extension StoreScope {
  /// The stores to look at when one is asked for, or all that may be seen; nil for every store.
  ///
  /// Throws 403 for a store that may not be seen.
  func stores(asked store: UUIDBytes?) throws(HTTPProblem) -> Set<UUIDBytes>? {
    if let store {
      guard allows(store) else { throw HTTPProblem(.notAllowed, "You may not see this store.") }
      return [store]
    }
    switch self {
    case .all: return nil
    case .only(let stores): return stores
    }
  }
}
