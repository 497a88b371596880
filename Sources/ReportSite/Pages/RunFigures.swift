import PublishedTables
import Publishing
import Reports

/// The figure that stands for a run, and what it is called.
struct RunFigures {
  let standing: ReportStanding?

  /// The column whose total it is.
  private var column: (table: TableDefinition, column: Column)? {
    guard let key = standing?.definition.keyTotal,
      let table = standing?.definition.table(key.table),
      let column = table.columns.first(where: { $0.key == key.column })
    else { return nil }
    return (table, column)
  }

  /// What it is called.
  var label: String {
    if let column { return column.column.title }
    return standing?.definition.tables.first.map { "\($0.title), rows" } ?? "Rows"
  }

  /// Whether the figure is money.
  func currency(of run: PublishedRun) -> String? {
    column?.column.type == .money ? run.facts.currency : nil
  }

  /// The figure as exact text; nil when the run has none, or one for each unit.
  func figure(of run: PublishedRun) -> String? {
    if let column {
      guard case .overall(let text) = run.facts.totals[column.table.key]?[column.column.key] else {
        return nil
      }
      return text
    }
    guard let table = standing?.definition.tables.first else {
      return String(run.facts.rows.values.reduce(0, +))
    }
    return run.facts.rows[table.key].map(String.init)
  }

  /// The figure for people.
  func text(of run: PublishedRun) -> String? {
    figure(of: run).map { FigureText.total(.overall($0), currency: currency(of: run)) }
  }

  /// How the figure changed from one run to another, for people; nil when one of them has none.
  func change(from former: PublishedRun, to run: PublishedRun) -> String? {
    guard let before = figure(of: former), let now = figure(of: run) else { return nil }
    return FigureText.change(from: before, to: now)
  }
}
