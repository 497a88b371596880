import Values

/// Reads the columns of a table.
struct LoadingColumns {
  private(set) var columns: [Column] = []
  /// The keys of columns that have a problem.
  private(set) var doubtful: Set<String> = []

  static let keys = ["key", "type", "title", "meaning", "total", "scale", "fold", "reveals"]
  static let types = [
    "text", "code", "quantity", "money", "price", "ratio", "integer", "decimal", "date",
    "timestamp", "boolean", "uuid",
  ]

  init(_ node: LoadingNode?) {
    guard let node, let items = node.list() else { return }
    if items.isEmpty { node.problem("is empty", remedy: "a table has at least one column") }
    var totals: [(column: Column, node: LoadingNode)] = []
    for item in items {
      guard let map = LoadingMap(item, keys: Self.keys) else { continue }
      guard let key = map.name("key", hyphens: false) else { continue }
      let isNew = !doubtful.contains(key) && !columns.contains { $0.key == key }
      if !isNew {
        item.problem("repeats the key of another column", remedy: "keep one of them")
      }
      let before = item.file.problems.count
      let column = Self.column(key, map)
      guard let column, item.file.problems.count == before else {
        doubtful.insert(key)
        continue
      }
      if isNew { columns.append(column) }
      if column.totalled, let node = map["total"] { totals.append((column, node)) }
    }
    checkUnits(of: totals)
  }

  /// A sum never mixes units, so a table that sums quantities names the unit of each row.
  private func checkUnits(of totals: [(column: Column, node: LoadingNode)]) {
    let hasUnit = columns.contains { $0.key == "unit" && $0.type == .text }
    guard !hasUnit, !doubtful.contains("unit") else { return }
    for (column, node) in totals where column.type == .quantity {
      node.problem(
        "totals the quantity '\(column.key)' in a table without a text column 'unit'",
        remedy: "add the unit, or leave the total out: a sum must not mix units")
    }
  }

  private static func column(_ key: String, _ map: LoadingMap) -> Column? {
    let title = map.text("title")
    let meaning = map.text("meaning")
    for (key, text) in [("title", title), ("meaning", meaning)] {
      guard let text, let name = TitleWords.unknown(in: text) else { continue }
      map[key]?.problem(
        "has '{\(name)}', which stands for nothing",
        remedy: Spelling.remedy(for: name, among: TitleWords.names))
    }
    let type = type(map)
    let totalled = map["total"].map { $0.boolean() } ?? false
    let isFolded = map["fold"].map { $0.boolean() } ?? false
    var reveals: Column.Reveals?
    if let node = map["reveals"] {
      let words = Column.Reveals.allCases.map(\.rawValue)
      guard let word = node.word(of: words, what: "word for what it reveals") else { return nil }
      reveals = Column.Reveals(rawValue: word)
    }
    guard let title, let meaning, let type, let totalled, let isFolded else { return nil }
    if totalled, !type.canBeTotalled, let node = map["total"] {
      node.problem(
        "totals a \(type.name), which has no sum",
        remedy: "only quantity, money, integer and decimal columns are totalled")
    }
    return Column(
      key: key, type: type, title: title, meaning: meaning, totalled: totalled,
      isFolded: isFolded, reveals: reveals)
  }

  private static func type(_ map: LoadingMap) -> ColumnType? {
    guard let word = map.required("type")?.word(of: types, what: "type of column") else {
      return nil
    }
    if word == "decimal" {
      return map.required("scale")?.integer(in: 0...18).map { .decimal(scale: $0) }
    }
    map["scale"]?.problem(
      "does not apply to the type '\(word)', whose decimals are fixed",
      remedy: "remove it, or use the type decimal")
    return ColumnType(name: word)
  }
}

extension ColumnType {
  /// Whether the sum of such values means something.
  fileprivate var canBeTotalled: Bool {
    switch self {
    case .quantity, .money, .integer, .decimal: true
    case .text, .code, .price, .ratio, .date, .timestamp, .boolean, .uuid: false
    }
  }
}
