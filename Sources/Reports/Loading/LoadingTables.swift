import Values

/// A table as far as it could be read.
struct LoadedTable {
  var definition: TableDefinition
  /// The keys of columns that have a problem, of which nothing more is said.
  var doubtful: Set<String>

  /// The column of a key; nil, with a problem unless it already has one, when there is none.
  func column(_ key: String, node: LoadingNode) -> Column? {
    if doubtful.contains(key) { return nil }
    if let index = definition.index(of: key) { return definition.columns[index] }
    node.problem(
      "names the column '\(key)', which '\(definition.key)' does not have",
      remedy: Spelling.remedy(for: key, among: definition.columns.map(\.key)))
    return nil
  }
}

/// The tables of a report, to which charts, checks and the key total refer.
struct LoadedTables {
  private(set) var tables: [LoadedTable] = []
  /// Whether every table could be read; if not, nothing is said of a table that seems missing.
  private(set) var isComplete = true

  static let keys = ["key", "title", "computation", "query", "columns"]

  var definitions: [TableDefinition] { tables.map(\.definition) }

  init(_ node: LoadingNode?, queries: LoadingQueries) {
    guard let node, let items = node.list() else {
      isComplete = false
      return
    }
    if items.isEmpty { node.problem("is empty", remedy: "a report has at least one table") }
    for item in items {
      guard let table = Self.table(item, queries: queries) else {
        isComplete = false
        continue
      }
      let key = table.definition.key
      if tables.contains(where: { $0.definition.key == key }) {
        item.problem("has the key '\(key)' of another table", remedy: "give each its own")
        isComplete = false
        continue
      }
      let title = table.definition.title.lowercased()
      if tables.contains(where: { $0.definition.title.lowercased() == title }) {
        item.problem("has the title of another table", remedy: "a workbook's sheets need their own")
      }
      tables.append(table)
    }
  }

  /// The table that a node names; nil, with a problem, when there is none.
  func table(_ node: LoadingNode) -> LoadedTable? {
    guard let key = node.text() else { return nil }
    return table(key, node: node)
  }

  /// The column that a node names as `table.column`, and the column itself when nothing else is
  /// wrong with it; nil, with a problem, when there is none.
  func reference(
    _ node: LoadingNode
  ) -> (place: ReportDefinition.TableColumn, column: Column?)? {
    guard let text = node.text() else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else {
      node.problem(
        "is '\(text)'", remedy: "name a column as table.column, such as detail.cost_value")
      return nil
    }
    guard let table = table(parts[0], node: node) else { return nil }
    let column = table.column(parts[1], node: node)
    return (ReportDefinition.TableColumn(table: parts[0], column: parts[1]), column)
  }

  /// The table of a key; nil, with a problem at the node, when there is none.
  func table(_ key: String, node: LoadingNode) -> LoadedTable? {
    if let table = tables.first(where: { $0.definition.key == key }) { return table }
    guard isComplete else { return nil }
    node.problem(
      "names the table '\(key)', which the report does not have",
      remedy: Spelling.remedy(for: key, among: tables.map(\.definition.key)))
    return nil
  }

  private static func table(_ item: LoadingNode, queries: LoadingQueries) -> LoadedTable? {
    guard let map = LoadingMap(item, keys: keys) else { return nil }
    let key = map.name("key", hyphens: true)
    let title = map.text("title")
    if let title, let node = map["title"] { checkSheetName(title, node: node) }
    let source = source(map, queries: queries)
    let columns = LoadingColumns(map.required("columns"))
    guard let key else { return nil }
    return LoadedTable(
      definition: TableDefinition(
        key: key, title: title ?? "", source: source ?? .computation(""), columns: columns.columns),
      doubtful: columns.doubtful)
  }

  private static func source(
    _ map: LoadingMap, queries: LoadingQueries
  ) -> TableDefinition.Source? {
    switch (map["computation"], map["query"]) {
    case (let node?, nil): return node.text().map { .computation($0) }
    case (nil, let node?): return queries.file(node).map { .query(file: $0) }
    case (nil, nil), (_?, _?):
      map.node.problem(
        "needs exactly one source of its rows",
        remedy: "give it one of 'computation' (a name) and 'query' (a .sql file)")
      return nil
    }
  }

  /// A workbook takes 31 characters, and a table of many rows goes on in `<title> (2)`.
  private static func checkSheetName(_ title: String, node: LoadingNode) {
    let used = ["summary", "checks", "about", "history"]
    if title.utf16.count > 26 {
      node.problem("has more than 26 characters", remedy: "it is the name of a workbook's sheet")
    } else if title.contains(where: { "[]:*?/\\".contains($0) || $0.isNewline })
      || title.hasPrefix("'") || title.hasSuffix("'")
    {
      node.problem(
        "has a character that a workbook's sheet cannot have",
        remedy: "leave out [ ] : * ? / \\ and a ' at the ends")
    } else if used.contains(title.lowercased()) {
      node.problem("is the name of a sheet that every workbook has", remedy: "choose another")
    }
  }
}
