/// Reads the checks of a report.
struct LoadingChecks {
  let tables: LoadedTables
  let queries: LoadingQueries

  static let keys = [
    "name", "title", "severity", "query", "equal", "computed", "rows", "only", "warn", "error",
  ]

  func checks(_ node: LoadingNode?) -> [ReportDefinition.Check] {
    var names: Set<String> = []
    return (node?.list(naming: "name") ?? []).compactMap { item in
      guard let map = LoadingMap(item, keys: Self.keys) else { return nil }
      let name = map.name("name", hyphens: true)
      if let name, !names.insert(name).inserted {
        item.problem("repeats the name of another check", remedy: "give each its own")
      }
      let title = map.text("title")
      let severity = map["rows"] == nil ? severity(map) : map["error"] == nil ? .warn : .error
      let source = source(map)
      guard let name, let title, let severity, let source else { return nil }
      return ReportDefinition.Check(name: name, title: title, severity: severity, source: source)
    }
  }

  private func severity(_ map: LoadingMap) -> ReportDefinition.Check.Severity? {
    for key in ["only", "warn", "error"] {
      map[key]?.problem("applies only to a check of 'rows'", remedy: "give a severity")
    }
    return map.required("severity")?.word(of: ["error", "warn"], what: "severity")
      .flatMap(ReportDefinition.Check.Severity.init(rawValue:))
  }

  private func source(_ map: LoadingMap) -> ReportDefinition.Check.Source? {
    if let node = map["rows"] { return rows(node, map) }
    switch (map["query"], map["equal"], map["computed"]) {
    case (let node?, nil, nil): return queries.file(node).map { .query(file: $0) }
    case (nil, let node?, nil): return equal(node).map { .equal($0) }
    case (nil, nil, let node?): return computed(node)
    default:
      map.node.problem(
        "needs exactly one source",
        remedy: "give it one of 'query' (a .sql file), 'equal' (a list of columns), "
          + "'computed: true' and 'rows' (a table)")
      return nil
    }
  }

  /// `rows: detail` with limits in percent, such as `warn: 20` and `error: 50`.
  private func rows(
    _ node: LoadingNode, _ map: LoadingMap
  ) -> ReportDefinition.Check.Source? {
    for key in ["query", "equal", "computed", "severity"] {
      map[key]?.problem(
        "does not apply to a check of 'rows'",
        remedy: "its limits are 'warn' and 'error', in percent")
    }
    guard map["warn"] != nil || map["error"] != nil else {
      map.node.problem("has no limit", remedy: "add 'warn: 20', 'error: 50' or both, in percent")
      return nil
    }
    func limit(_ key: String) -> Int? { map[key]?.integer(in: 1...1_000_000) }
    let direction = map["only"]?.word(
      of: RowRule.Direction.allCases.map(\.rawValue), what: "direction")
    guard let table = tables.table(node), map["only"] == nil || direction != nil else { return nil }
    return .rows(
      RowRule(
        table: table.definition.key,
        direction: direction.flatMap { RowRule.Direction(rawValue: $0) }, warn: limit("warn"),
        error: limit("error")))
  }

  private func computed(_ node: LoadingNode) -> ReportDefinition.Check.Source? {
    guard let value = node.boolean() else { return nil }
    guard value else {
      node.problem("must be true", remedy: "leave it out for any other kind of check")
      return nil
    }
    let sources = tables.definitions.map(\.source)
    let isComputed = sources.contains { if case .computation = $0 { true } else { false } }
    guard isComputed || !tables.isComplete else {
      node.problem("needs a table with a computation", remedy: "use 'query' or 'equal'")
      return nil
    }
    return .computed
  }

  private func equal(_ node: LoadingNode) -> [ReportDefinition.TableColumn]? {
    guard let items = node.list() else { return nil }
    guard items.count > 1 else {
      node.problem("must name at least two columns", remedy: "write [detail.a, by_store.a]")
      return nil
    }
    var first: Column?
    return items.compactMap { item in
      guard let found = tables.reference(item) else { return nil }
      guard let column = found.column else { return found.place }
      if !column.totalled {
        item.problem(
          "names the column '\(found.place.column)', which is not totalled",
          remedy: "give it total: true")
      } else if let other = first, other.type != column.type {
        item.problem(
          "compares a \(other.type.name) with a \(column.type.name)",
          remedy: "compare columns of one type")
      }
      first = first ?? column
      return found.place
    }
  }
}
