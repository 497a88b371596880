import PublishedTables
import Publishing
import Reports

/// The tables of a run as links to their rows.
struct TableLinks {
  /// A table; without a path when its rows cannot be shown.
  struct Link {
    var title: String
    var path: String?
    var note: String
  }

  var links: [Link]

  init(_ run: PublishedRun, definition: ReportDefinition?, scope: StoreScope) {
    let shown = PublishedTable.tables(of: run)
    var links = shown.map { table in
      if scope != .all, !table.isByStore {
        return Link(title: table.resource.title, note: "adds up over all stores")
      }
      let rows = scope == .all ? table.resource.rows.map { FigureText.rows($0) } : "your stores"
      return Link(
        title: table.resource.title,
        path: "/reports/\(run.facts.report)/\(run.id)/\(table.key)", note: rows ?? "")
    }
    let missing = run.facts.rows.keys.filter { key in !shown.contains { $0.key == key } }.sorted()
    for key in missing {
      links.append(
        Link(
          title: definition?.table(key)?.title ?? key,
          note: "not shown: this run was published without CSV"))
    }
    self.links = links
  }
}

extension FigureText {
  /// `1 row` or `1,204 rows`.
  static func rows(_ count: Int) -> String {
    count == 1 ? "1 row" : "\(grouped("\(count)")) rows"
  }
}
