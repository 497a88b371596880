/// A kind of file that a report is written as.
public enum ReportFormat: String, CaseIterable, Hashable, Sendable {
  /// RFC 4180, a file for each table.
  case csv
  /// The same with a byte order mark, so that Excel reads it as UTF-8.
  case csvExcel = "csv-excel"
  /// One document with every table.
  case json
  /// One workbook, a sheet for each table.
  case xlsx
}
