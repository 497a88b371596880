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
