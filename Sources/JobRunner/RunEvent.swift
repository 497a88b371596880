public import StockReading

/// What happens in a run, for those who watch it.
public enum RunEvent: Sendable {
  /// A session is open and the snapshot taken.
  case connected(host: String, isStandby: Bool)
  /// Rows of a table of the database have come.
  case reading(ReadingStep, rows: Int)
  /// Rows of a report's table have been written.
  case writing(report: String, table: String, rows: Int)
  /// A report is done.
  case finished(ReportOutcome)
}
