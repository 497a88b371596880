import Yams

/// Reads the editions of a report, and refuses those that would tell a cost.
struct LoadingEditions {
  let tables: LoadedTables
  let reportTitle: String

  func editions(_ node: LoadingNode?) -> [Edition] {
    var editions: [Edition] = []
    for item in node?.list() ?? [] {
      guard let edition = edition(item) else { continue }
      if editions.contains(where: { $0.key == edition.key }) {
        item.problem(
          "has the key '\(edition.key)' of another edition", remedy: "give each its own")
        continue
      }
      let titles = [reportTitle] + editions.map(\.title)
      if titles.contains(where: { $0.lowercased() == edition.title.lowercased() }) {
        item.problem(
          "has the title of the report or of another edition",
          remedy: "readers tell them apart by it: give each its own")
      }
      editions.append(edition)
    }
    return editions
  }

  private func edition(_ item: LoadingNode) -> Edition? {
    guard let map = LoadingMap(item, keys: ["key", "title", "audience", "tables"]) else {
      return nil
    }
    let key = map.name("key", hyphens: true)
    let title = map.text("title")
    let audience = map.text("audience")
    let listed = map.required("tables").flatMap(lists)
    guard let key, let title, let audience, let listed else { return nil }
    return Edition(key: key, title: title, audience: audience, tables: listed)
  }

  /// The listed tables, in the order of the report, in which their rows come.
  private func lists(_ node: LoadingNode) -> [Edition.Table]? {
    guard let mapping = node.node.mapping else {
      node.problem("must be a map", remedy: "write {detail: [sku, quantity]}")
      return nil
    }
    if mapping.isEmpty { node.problem("is empty", remedy: "an edition has at least one table") }
    var lists: [Edition.Table] = []
    for (name, columns) in mapping {
      let key = name.scalar?.string ?? "?"
      guard let table = tables.table(key, node: node.child(key, name)) else { continue }
      lists.append(
        Edition.Table(key: key, columns: self.columns(node.child(key, columns), of: table)))
    }
    return tables.definitions.compactMap { table in lists.first { $0.key == table.key } }
  }

  private func columns(_ node: LoadingNode, of table: LoadedTable) -> [String] {
    guard let items = node.list() else { return [] }
    if items.isEmpty { node.problem("is empty", remedy: "list at least one column") }
    var keys: [String] = []
    for item in items {
      guard let key = item.text(), let column = table.column(key, node: item) else { continue }
      guard !keys.contains(key) else {
        item.problem("names the column '\(key)' again", remedy: "keep one of them")
        continue
      }
      keys.append(key)
      check(column, item)
    }
    return keys
  }

  /// Words may hold a figure: the program cannot tell a name from a sentence that was made of costs, so
  /// that the definition has to say it.
  private func check(_ column: Column, _ node: LoadingNode) {
    switch (column.reveals, column.type) {
    case (.cost, _):
      node.problem(
        "lists the column '\(column.key)', which reveals costs", remedy: "leave it out")
    case (nil, .text):
      node.problem(
        "lists the text '\(column.key)', which may hold a cost",
        remedy: "leave it out, or, if no cost can be in it, mark the column 'reveals: nothing'")
    default: break
    }
  }
}
