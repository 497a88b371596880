import Foundation
import Hummingbird
import PublishedTables
import Reports

/// What the address of a table's page asks for: rows, order, place and whether ids are shown.
struct TableAddress: Hashable, Sendable {
  /// Where the table's page is.
  let path: String
  var search = ""
  var conditions: [TableQuery.Condition] = []
  var order: TableQuery.Order?
  /// The first row's number, from 0.
  var first = 0
  var showsIDs = false
  /// What the form had that is no whole condition yet.
  var draft: TableQuery.Condition?

  /// How many rows a page has.
  static let rows = 100
  /// Longer texts and more conditions are of no use to anybody.
  private static let longest = 200
  private static let most = 8

  /// The address of a request; what it does not know it leaves out.
  init(_ request: Request, path: String) {
    self.path = path
    let query = request.uri.queryParameters
    func value(_ name: Substring) -> String {
      String((query[name].map(String.init) ?? "").prefix(Self.longest))
        .trimmingCharacters(in: .whitespaces)
    }
    search = value("q")
    showsIDs = value("ids") == "1"
    first = Int(value("from")).map { max(0, min($0, 1 << 40)) } ?? 0
    for text in query.getAll("where") { add(Self.condition(String(text.prefix(3 * Self.longest)))) }
    let comparison = TableQuery.Comparison(rawValue: value("op")) ?? .contains
    let column = value("column")
    if !column.isEmpty {
      let condition = TableQuery.Condition(
        column: column, comparison: comparison,
        value: comparison.takesValue ? value("value") : "")
      draft = condition
      if !comparison.takesValue || !condition.value.isEmpty { add(condition) }
    }
    let sort = value("sort")
    if !sort.isEmpty {
      order = TableQuery.Order(
        column: sort.hasPrefix("-") ? String(sort.dropFirst()) : sort,
        descending: sort.hasPrefix("-"))
    }
  }

  private mutating func add(_ condition: TableQuery.Condition?) {
    guard let condition, conditions.count < Self.most, !conditions.contains(condition) else {
      return
    }
    conditions.append(condition)
  }

  /// `column:comparison:value`.
  static func condition(_ text: String) -> TableQuery.Condition? {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, let comparison = TableQuery.Comparison(rawValue: String(parts[1]))
    else { return nil }
    return TableQuery.Condition(
      column: String(parts[0]), comparison: comparison,
      value: parts.count == 3 ? String(parts[2]) : "")
  }

  /// A condition as the address has it.
  static func text(_ condition: TableQuery.Condition) -> String {
    "\(condition.column):\(condition.comparison.rawValue):\(condition.value)"
  }

  /// What it asks of the table, for somebody who may see some stores.
  func query(scope: StoreScope) -> TableQuery {
    var query = TableQuery(search: search, conditions: conditions, order: order)
    if case .only(let stores) = scope { query.stores = stores }
    return query
  }

  /// The address as text, the same for the same meaning.
  var text: String {
    var parts: [String] = []
    func add(_ name: String, _ value: String) {
      parts.append("\(name)=\(value.addingPercentEncodingForQuery())")
    }
    if !search.isEmpty { add("q", search) }
    for condition in conditions { add("where", Self.text(condition)) }
    if let order { add("sort", (order.descending ? "-" : "") + order.column) }
    if showsIDs { add("ids", "1") }
    if first > 0 { add("from", "\(first)") }
    return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
  }

  /// The same with something changed, from its first row on.
  func changed(_ change: (inout TableAddress) -> Void) -> String {
    var copy = self
    copy.first = 0
    copy.draft = nil
    change(&copy)
    return copy.text
  }
}
