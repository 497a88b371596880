public import Reports

/// One format being written: tables one after the other, then the end.
///
/// Calls come in the order `begin`, `write` for each row, `end`, for each table, then `finish`. After
/// an error, or instead of `finish`, comes `abandon`. A writer belongs to one thread.
public protocol ReportWriter: AnyObject {
  /// Starts a table; its columns are known before its first row.
  func begin(_ table: TableDefinition) throws(ReportWriteError)

  /// Writes a row, whose cells fit the table's columns. The row is lent for the call.
  func write(_ row: RowBuffer) throws(ReportWriteError)

  /// Ends the table that was begun last.
  func end(_ summary: TableSummary) throws(ReportWriteError)

  /// Completes and closes every file, and names them.
  func finish(_ results: ReportResults) throws(ReportWriteError) -> [ReportFile]

  /// Closes and removes every file of this writer. May be called more than once.
  func abandon()
}

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

/// What is known once every row has passed: the same figures for every file.
public struct ReportResults: Sendable {
  /// What each table adds up to, in the order of the tables.
  public var summaries: [TableSummary]
  /// What each chart shows, in the definition's order.
  public var charts: [ChartSeries]
  /// What came out of the checks.
  public var checks: [CheckResult]

  /// The results of a report.
  public init(summaries: [TableSummary], charts: [ChartSeries], checks: [CheckResult]) {
    self.summaries = summaries
    self.charts = charts
    self.checks = checks
  }
}

/// What a run may choose about its files.
public struct WriterOptions: Hashable, Sendable {
  /// Whether a text or code in CSV that a spreadsheet would take for a formula gets a leading `'`.
  public var formulaGuard: Bool
  /// How many rows a sheet holds, header and totals included; never more than the format's
  /// 1,048,576.
  ///
  /// A lower limit is for tests.
  public var rowsPerSheet: Int

  /// The usual choices.
  public init(formulaGuard: Bool = true, rowsPerSheet: Int = 1_048_576) {
    self.formulaGuard = formulaGuard
    self.rowsPerSheet = rowsPerSheet
  }
}
