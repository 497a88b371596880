public import Reports

/// Every file of one report, written in one pass over its rows.
///
/// The totals and the sums of the charts are kept once for all formats. When anything fails, every
/// file of the report is removed and the error thrown; the same happens when it is let go before
/// `finish`. It belongs to one thread.
public final class ReportOutput {
  /// What the tables that have ended add up to, in order.
  public private(set) var summaries: [TableSummary] = []

  private let context: ReportContext
  private var writers: [any ReportWriter] = []
  private var open: OpenTable?
  private var chartSeries: [Int: ChartSeries] = [:]
  private var isOver = false

  /// Opens the files of the wanted formats in a folder that exists.
  public init(
    context: ReportContext, formats: [ReportFormat], folder: String,
    options: WriterOptions = WriterOptions()
  ) throws(ReportWriteError) {
    self.context = context
    do {
      for format in ReportFormat.allCases where formats.contains(format) {
        writers.append(
          try Self.writer(format, context: context, folder: folder, options: options))
      }
    } catch {
      abandon()
      throw error
    }
  }

  deinit {
    abandon()
  }

  /// Starts a table of the report.
  public func begin(_ table: TableDefinition) throws(ReportWriteError) {
    try attempt { () throws(ReportWriteError) in
      guard open == nil else { throw .outOfOrder("table \(table.key) begins inside another") }
      for writer in writers { try writer.begin(table) }
      open = OpenTable(table, context: context)
    }
  }

  /// Writes a row of the table to every format.
  ///
  /// The row is lent for the call.
  public func write(_ row: RowBuffer) throws(ReportWriteError) {
    try attempt { () throws(ReportWriteError) in
      guard open != nil else { throw .outOfOrder("a row outside a table") }
      try open?.add(row)
      for writer in writers { try writer.write(row) }
    }
  }

  /// Ends the table, and says what it adds up to.
  @discardableResult
  public func end() throws(ReportWriteError) -> TableSummary {
    try attempt { () throws(ReportWriteError) in
      guard let ended = open else { throw .outOfOrder("the end of no table") }
      let summary = ended.totals.summary
      for writer in writers { try writer.end(summary) }
      for (place, sums) in ended.charts { chartSeries[place] = sums.series }
      summaries.append(summary)
      open = nil
      return summary
    }
  }

  /// The totals of a table that has ended.
  public func summary(of table: String) -> TableSummary? {
    summaries.first { $0.table.key == table }
  }

  /// Completes every file, and names them in the order of the formats.
  ///
  /// Their bytes are not synced.
  public func finish(checks: [CheckResult]) throws(ReportWriteError) -> [ReportFile] {
    try attempt { () throws(ReportWriteError) in
      guard open == nil else { throw .outOfOrder("the end inside a table") }
      guard summaries.map(\.table.key) == context.definition.tables.map(\.key) else {
        throw .outOfOrder("the tables are not those of the report")
      }
      let results = ReportResults(
        summaries: summaries, charts: chartSeries.sorted { $0.key < $1.key }.map(\.value),
        checks: checks)
      var files: [ReportFile] = []
      for writer in writers { files += try writer.finish(results) }
      isOver = true
      return files
    }
  }

  /// Removes every file.
  ///
  /// Nothing after `finish`, and nothing the second time.
  public func abandon() {
    guard !isOver else { return }
    isOver = true
    for writer in writers { writer.abandon() }
  }

  private func attempt<Result>(
    _ body: () throws(ReportWriteError) -> Result
  ) throws(ReportWriteError) -> Result {
    guard !isOver else { throw .outOfOrder("a call after the end") }
    do {
      return try body()
    } catch {
      abandon()
      throw error
    }
  }

  private static func writer(
    _ format: ReportFormat, context: ReportContext, folder: String, options: WriterOptions
  ) throws(ReportWriteError) -> any ReportWriter {
    switch format {
    case .csv, .csvExcel:
      CSVWriter(
        context: context, folder: folder, format: format, formulaGuard: options.formulaGuard)
    case .json:
      try JSONWriter(context: context, folder: folder)
    case .xlsx:
      try WorkbookWriter(context: context, folder: folder, options: options)
    }
  }
}
