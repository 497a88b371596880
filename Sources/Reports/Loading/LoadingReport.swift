/// Reads a report.yml into a definition.
struct LoadingReport {
  let name: String
  let folder: String
  let file: LoadingFile

  static let keys = [
    "title", "audience", "description", "schedule", "parameters", "key_total", "tables", "charts",
    "checks", "editions",
  ]

  /// The definition as far as it can be read, which counts only when the file has no problem.
  func definition(of root: LoadingNode) -> ReportDefinition? {
    guard let map = LoadingMap(root, keys: Self.keys) else { return nil }
    let parameters = LoadingParameters(map["parameters"])
    let queries = LoadingQueries(folder: folder, variables: parameters.variables, file: file)
    let tables = LoadedTables(map.required("tables"), queries: queries)
    let title = map.text("title") ?? ""
    let audience = map.text("audience") ?? ""
    let description = map.text("description") ?? ""
    return ReportDefinition(
      name: name, folder: folder, title: title, audience: audience, description: description,
      schedule: map.required("schedule").flatMap(schedule) ?? .manual,
      parameters: parameters.parameters,
      tables: tables.definitions, charts: charts(map["charts"], tables: tables),
      checks: LoadingChecks(tables: tables, queries: queries.ofChecks).checks(map["checks"]),
      keyTotal: map["key_total"].flatMap { keyTotal($0, tables: tables) },
      editions: LoadingEditions(tables: tables, reportTitle: title).editions(map["editions"]))
  }

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  private func schedule(_ node: LoadingNode) -> ReportDefinition.Schedule? {
    let weekly = Self.weekdays.map { "weekly-\($0)" }
    let words = ["manual", "hourly", "daily"] + weekly + ["month-end"]
    guard let word = node.word(of: words, what: "schedule") else { return nil }
    switch word {
    case "manual": return .manual
    case "hourly": return .hourly
    case "daily": return .daily
    case "month-end": return .monthEnd
    default: return weekly.firstIndex(of: word).map { .weekly(weekday: $0 + 1) }
    }
  }

  private func keyTotal(
    _ node: LoadingNode, tables: LoadedTables
  ) -> ReportDefinition.TableColumn? {
    guard let found = tables.reference(node), let column = found.column else {
      return nil
    }
    guard column.totalled else {
      node.problem(
        "is a column that is not totalled", remedy: "give '\(column.key)' total: true")
      return nil
    }
    guard column.type != .quantity else {
      node.problem(
        "is a quantity, which has a total for each unit", remedy: "take a money or integer column")
      return nil
    }
    return found.place
  }

  private func charts(
    _ node: LoadingNode?, tables: LoadedTables
  ) -> [ReportDefinition.Chart] {
    (node?.list(naming: "title") ?? []).compactMap { item in
      let keys = ["kind", "title", "table", "group", "value", "values"]
      guard let map = LoadingMap(item, keys: keys) else { return nil }
      let kinds = ["bars", "stacked", "line"]
      let word = map.required("kind")?.word(of: kinds, what: "kind of chart")
      let title = map.text("title")
      let table = map.required("table").flatMap { tables.table($0) }
      let group = map.required("group").flatMap { $0.text() }
      guard let table, let word, let kind = ReportDefinition.Chart.Kind(rawValue: word) else {
        return nil
      }
      if let group, let node = map["group"], let column = table.column(group, node: node) {
        checkGroup(column, kind: kind, node: node)
      }
      let values = values(map, kind: kind, table: table)
      guard let title, let group, let values else { return nil }
      return ReportDefinition.Chart(
        kind: kind, title: title, table: table.definition.key, group: group, values: values)
    }
  }

  /// What a chart draws: a column, or of stacked bars at least two of one type.
  private func values(
    _ map: LoadingMap, kind: ReportDefinition.Chart.Kind, table: LoadedTable
  ) -> [String]? {
    let isStacked = kind == .stacked
    map[isStacked ? "value" : "values"]?.problem(
      "does not fit this kind of chart",
      remedy: isStacked ? "give 'values', a list of columns" : "give 'value', a column")
    guard isStacked else {
      guard let node = map.required("value"), let value = node.text() else { return nil }
      if let column = table.column(value, node: node) { checkValue(column, node: node) }
      return [value]
    }
    guard let node = map.required("values"), let items = node.list() else { return nil }
    let values = items.compactMap { $0.text() }
    let columns = zip(items, values).compactMap { item, value in table.column(value, node: item) }
    for (item, column) in zip(items, columns) { checkValue(column, node: item) }
    if values.count < 2 || Set(columns.map(\.type)).count > 1 {
      node.problem("needs at least two columns of one type")
    }
    return values
  }

  private func checkGroup(_ column: Column, kind: ReportDefinition.Chart.Kind, node: LoadingNode) {
    switch (kind, column.type) {
    case (.line, .date), (.bars, .text), (.bars, .code), (.bars, .date), (.stacked, .text),
      (.stacked, .code), (.stacked, .date):
      break
    case (.line, _):
      node.problem("groups a line by a \(column.type.name)", remedy: "a line needs a date column")
    case (.bars, _), (.stacked, _):
      node.problem(
        "groups bars by a \(column.type.name)", remedy: "bars need a text, code or date column")
    }
  }

  private func checkValue(_ column: Column, node: LoadingNode) {
    switch column.type {
    case .money, .integer, .decimal: break
    case .quantity:
      node.problem(
        "draws a quantity, and its sum would mix units", remedy: "draw money or a count")
    default:
      node.problem(
        "draws a \(column.type.name), which cannot be summed",
        remedy: "take a money, integer or decimal column")
    }
  }
}
