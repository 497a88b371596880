extension ReportDefinition {
  /// An edition as a report of its own: with its tables and columns, and with those of the charts,
  /// checks and the key total that need no other.
  ///
  /// What is said of the whole report is left out: who reads an edition does not see the rest.
  public func definition(of edition: Edition) -> ReportDefinition {
    var made = self
    made.name = EditionName.name(of: edition.key, in: name)
    made.title = edition.title
    made.audience = edition.audience
    made.tables = edition.tables.compactMap { listed in table(listed.key)?.listing(listed.columns) }
    let columns = made.tables.map { table in
      " \(table.title): \(table.columns.map(\.title).joined(separator: ", "))."
    }
    made.description = "An edition of \(title) with only these columns.\(columns.joined())"
    made.charts = charts.filter { chart in
      made.table(chart.table).map { table in
        (chart.values + [chart.group]).allSatisfy { table.index(of: $0) != nil }
      } ?? false
    }
    made.checks = checks.filter { check in
      switch check.source {
      case .equal(let columns): columns.allSatisfy(made.totals)
      case .rows(let rule): made.table(rule.table) != nil
      case .query, .computed: false
      }
    }
    made.keyTotal = keyTotal.flatMap { made.totals($0) ? $0 : nil }
    made.editions = []
    made.origin = EditionOrigin(of: edition, in: name)
    return made
  }

  /// Each edition as a report of its own.
  public var editionDefinitions: [ReportDefinition] { editions.map { definition(of: $0) } }

  /// Whether a column is in the report with its total.
  public func totals(_ place: TableColumn) -> Bool {
    guard let table = table(place.table), let index = table.index(of: place.column) else {
      return false
    }
    return table.columns[index].totalled
  }
}

extension [ReportDefinition] {
  /// The reports, each followed by its editions.
  public var withEditions: [ReportDefinition] { flatMap { [$0] + $0.editionDefinitions } }
}

extension TableDefinition {
  /// The table with some of its columns only.
  fileprivate func listing(_ keys: [String]) -> TableDefinition {
    var made = self
    made.columns = keys.compactMap { key in index(of: key).map { columns[$0] } }
    // A sum of quantities without their unit would mix units.
    if made.unitIndex == nil {
      for index in made.columns.indices where made.columns[index].type == .quantity {
        made.columns[index].totalled = false
      }
    }
    return made
  }
}
