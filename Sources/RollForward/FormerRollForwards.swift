import PublishedTables
import Publishing
import Reports
import Values

/// What earlier roll-forwards have of months whose days were removed since.
struct FormerRollForwards {
  private let published: PublishedReports
  private let scope: RollForwardScope
  private let report: String
  /// The newest first.
  private let periods: [PeriodFolderName]
  private var read: [PeriodFolderName: Former?] = [:]
  /// Those that cannot be read, a phrase each.
  private(set) var damaged: [String] = []

  /// A published roll-forward.
  final class Former {
    let run: PublishedRun
    /// The rows of a side by month, each by column.
    fileprivate var rows: [String: [String: [[String: String]]]] = [:]

    /// A roll-forward whose tables can be read to their ends.
    fileprivate init(_ run: PublishedRun) throws {
      self.run = run
      for table in ["by_store", "by_category"] { _ = try rows(table, of: "") }
      try forEach("late_entries") { _ in }
    }

    /// The rows of a table that have a month.
    fileprivate func rows(_ table: String, of month: String) throws -> [[String: String]] {
      if let known = rows[table] { return known[month] ?? [] }
      var found: [String: [[String: String]]] = [:]
      try forEach(table) { found[$0["month"] ?? "", default: []].append($0) }
      rows[table] = found
      return found[month] ?? []
    }

    /// Gives the rows of a table, each by column.
    func forEach(_ key: String, _ body: ([String: String]) throws -> Void) throws {
      guard let table = PublishedTable(key, of: run) else { return }
      try run.verify(table.resource)
      let columns = table.columns.map(\.key)
      try table.forEachRow { cells in
        try body(Dictionary(zip(columns, cells), uniquingKeysWith: { $1 }))
      }
    }
  }

  init(_ scope: RollForwardScope, report: String) throws(PublishingError) {
    self.scope = scope
    self.report = report
    published = PublishedReports(output: scope.output)
    periods = try published.periods(of: report).map(\.name)
      .filter { !$0.isFiltered && $0.from == $0.to }.reversed()
  }

  /// The last roll-forward that has a month complete; nil when none has.
  mutating func complete(_ month: FiscalMonths.Month) throws -> Former? {
    for period in periods where period.to >= month.last {
      guard let former = former(period) else { continue }
      let rows = try former.rows("by_store", of: month.name)
      // Of a month that was not over then, there are not all days.
      let isWhole = rows.allSatisfy { $0["source"] != "" && $0["days"] == "\(month.days)" }
      guard !rows.isEmpty, isWhole,
        try former.month(month, .stores).isKnown, try former.month(month, .categories).isKnown
      else { continue }
      return former
    }
    return nil
  }

  /// The first month that any of them shows.
  mutating func firstMonth() throws -> Day? {
    var first: Day?
    for period in periods {
      guard let former = former(period) else { continue }
      try former.forEach("by_store") { row in
        guard let day = Day("\(row["month"] ?? "")-01") else { return }
        first = min(first ?? day, day)
      }
    }
    return first
  }

  private mutating func former(_ period: PeriodFolderName) -> Former? {
    if let known = read[period] { return known }
    var former: Former?
    do {
      if let run = try published.current(period, of: report), !run.facts.period.provisional,
        run.facts.period.timeZone == scope.timeZone, run.facts.currency == scope.currency
      {
        former = try Former(run)
      }
    } catch {
      // It has nothing to copy, and keeps no other from being made.
      damaged.append("the roll-forward of \(period.to) cannot be read: \(error)")
    }
    read[period] = .some(former)
    return former
  }
}

extension FormerRollForwards.Former {
  /// A month of a side.
  func month(
    _ month: FiscalMonths.Month, _ side: PublishedSide
  ) throws -> RolledMonth {
    let table = side.keyColumn == PublishedSide.stores.keyColumn ? "by_store" : "by_category"
    var rows: [PublishedSide.Key: RolledMonth.Row] = [:]
    for row in try self.rows(table, of: month.name) {
      let name = row[side.nameColumn] ?? ""
      guard let key = side.key(row[side.keyColumn] ?? "", name: name) else { continue }
      func money(_ column: String) -> Int128? {
        row[column].flatMap { ExactDecimal.parse($0, scale: 2) }
      }
      rows[key] = RolledMonth.Row(
        name: name,
        figures: MonthFigures(
          opening: money("opening_value"), sums: MonthFigures.summed.map(money),
          late: money("late_entries"), closing: money("closing_value")))
    }
    return RolledMonth(copied: rows)
  }
}
