import Reports

/// The table whose rows are passing: what is kept of them for every format.
struct OpenTable {
  private let table: TableDefinition
  private(set) var totals: RunningTotals
  /// The sums of the charts of this table, with their places in the definition.
  private(set) var charts: [(place: Int, sums: ChartSums)]

  init(_ table: TableDefinition, context: ReportContext) {
    self.table = table
    totals = RunningTotals(table)
    charts = context.definition.charts.enumerated().compactMap { place, chart in
      guard chart.table == table.key else { return nil }
      return ChartSums(chart, table: table, calendar: context.calendar).map { (place, $0) }
    }
  }

  /// What the rows so far add up to.
  var summary: TableSummary { totals.summary }

  /// Checks a row and counts it in.
  mutating func add(_ row: RowBuffer) throws(ReportWriteError) {
    try RowCheck.check(row, of: table, number: totals.rowCount + 1)
    try totals.add(row)
    for index in charts.indices { try charts[index].sums.add(row) }
  }
}
