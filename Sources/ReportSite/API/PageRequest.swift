import Hummingbird
import Reports

/// Which page of a list is asked for: `limit` and `cursor`.
///
/// A cursor is the name of what the pages are of and the place of the first line, so that turning
/// pages neither skips nor repeats one when something new is published in between.
struct PageRequest {
  static let most = 1_000
  static let usual = 100

  let limit: Int
  /// What the pages are of, and the place of the first line; nil for the first page.
  let cursor: (of: String, first: Int)?

  /// Throws 400 for a limit or a cursor that is none.
  init(_ request: Request) throws(Refusal) {
    let query = request.uri.queryParameters
    if let text = query["limit"] {
      guard let limit = Int(text), (1...Self.most).contains(limit) else {
        throw .badRequest("'limit' must be a whole number from 1 to \(Self.most).")
      }
      self.limit = limit
    } else {
      limit = Self.usual
    }
    guard let text = query["cursor"] else {
      cursor = nil
      return
    }
    let parts = text.split(separator: "~", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Int(parts[1]), (0..<1 << 40).contains(first),
      parts[0].utf8.count <= 200
    else { throw .badRequest("'cursor' must be one that an earlier page gave.") }
    cursor = (String(parts[0]), first)
  }

  /// The address of the page that begins at a line.
  func address(_ request: Request, of name: String, first: Int) -> String {
    var items = ["limit=\(limit)", "cursor=\(name)~\(first)"]
    for (key, value) in request.uri.queryParameters where key != "limit" && key != "cursor" {
      items.append(
        "\(String(key).addingPercentEncodingForQuery())="
          + String(value).addingPercentEncodingForQuery())
    }
    return "\(request.uri.path)?\(items.joined(separator: "&"))"
  }
}

extension Request {
  /// The id of a store in the query, `store_id`; nil when there is none.
  ///
  /// Throws 400 for another text.
  func store() throws(Refusal) -> UUIDBytes? {
    guard let text = uri.queryParameters["store_id"] else { return nil }
    guard let store = UUIDBytes(text) else {
      throw .badRequest("'store_id' must be a store's id, as in the column store_id.")
    }
    return store
  }
}

extension StoreScope {
  /// The stores to look at when one is asked for, or all that may be seen; nil for every store.
  ///
  /// Throws 403 for a store that may not be seen.
  func stores(asked store: UUIDBytes?) throws(Refusal) -> Set<UUIDBytes>? {
    if let store {
      guard allows(store) else {
        throw Refusal(.forbidden, "Not allowed", "You may not see this store.")
      }
      return [store]
    }
    switch self {
    case .all: return nil
    case .only(let stores): return stores
    }
  }
}
