import Hummingbird
import PublishedTables

/// What an address asks of a table: rows and order, and for its page the place and whether ids are
/// shown.
struct TableAddress: Hashable, Sendable {
  /// Where the table's page or file is.
  let path: String
  var search = ""
  var conditions: [TableQuery.Condition] = []
  var order: TableQuery.Order?
  /// The first row's number, from 0.
  var first = 0
  var showsIDs = false
  /// What the form had that is no whole condition yet.
  var draft: TableQuery.Condition?
  /// What is missing in the form; nil when nothing is.
  var problem: String?

  /// The parameters of a file: which rows, in which order.
  static let filters = ["q", "where", "sort"]
  /// Those of a page: the same, with the place and the fields of its form.
  static let parameters = filters + ["ids", "from", "column", "op", "value"]
  /// How many rows a page has.
  static let rows = 100
  /// Longer texts and more conditions are of no use to anybody.
  private static let longest = 200
  private static let most = 8

  /// Throws 400 for a value that cannot be one.
  init(_ values: FormValues, path: String) throws(HTTPProblem) {
    self.path = path
    search = try values.words("q", most: Self.longest) ?? ""
    showsIDs = try values.choice("ids", of: ["1"]) != nil
    first = Int(try values.number("from", from: 0, to: 1 << 40) ?? 0)
    for text in values.all("where") {
      guard let condition = Self.condition(text), text.count <= 3 * Self.longest else {
        throw .badRequest(
          "'where' must be COLUMN:COMPARISON:VALUE; a comparison is one of \(Self.comparisons).")
      }
      try add(condition)
    }
    if let sort = values["sort"] {
      order = TableQuery.Order(
        column: sort.hasPrefix("-") ? String(sort.dropFirst()) : sort,
        descending: sort.hasPrefix("-"))
    }
    try addForm(values)
  }

  /// Takes in the condition that somebody has filled in.
  private mutating func addForm(_ values: FormValues) throws(HTTPProblem) {
    let known = TableQuery.Comparison.allCases.map(\.rawValue)
    let comparison =
      try values.choice("op", of: known).flatMap(TableQuery.Comparison.init) ?? .contains
    let value = comparison.takesValue ? try values.words("value", most: Self.longest) ?? "" : ""
    guard let column = values["column"] else {
      if !value.isEmpty { problem = "Choose the column to compare with “\(value)”." }
      return
    }
    let condition = TableQuery.Condition(column: column, comparison: comparison, value: value)
    draft = condition
    if comparison.takesValue, value.isEmpty {
      problem = "Enter a value to compare the column with."
    } else {
      try add(condition)
    }
  }

  private static let comparisons =
    TableQuery.Comparison.allCases.map(\.rawValue).joined(separator: ", ")

  private mutating func add(_ condition: TableQuery.Condition) throws(HTTPProblem) {
    guard !conditions.contains(condition) else { return }
    guard conditions.count < Self.most else {
      throw .badRequest("At most \(Self.most) conditions are allowed.")
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
    var parts = filterParts
    if showsIDs { parts.append("ids=1") }
    if first > 0 { parts.append("from=\(first)") }
    return parts.isEmpty ? path : "\(path)?\(parts.joined(separator: "&"))"
  }

  /// The address of a file with the same rows in the same order.
  func file(_ path: String) -> String {
    filterParts.isEmpty ? path : "\(path)?\(filterParts.joined(separator: "&"))"
  }

  private var filterParts: [String] {
    var parts: [String] = []
    func add(_ name: String, _ value: String) {
      parts.append("\(name)=\(value.addingPercentEncodingForQuery())")
    }
    if !search.isEmpty { add("q", search) }
    for condition in conditions { add("where", Self.text(condition)) }
    if let order { add("sort", (order.descending ? "-" : "") + order.column) }
    return parts
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
