/// How CSV is written: the plain form, or the one that Excel opens by a double click.
struct CSVDialect: Hashable, Sendable {
  /// What it is in the list of files.
  var format: ReportFormat
  /// The end of its file names.
  var suffix: String
  /// Whether the file begins with U+FEFF.
  var byteOrderMark: Bool

  /// RFC 4180 in UTF-8.
  static let plain = CSVDialect(format: .csv, suffix: ".csv", byteOrderMark: false)
  /// The same after a byte order mark.
  static let excel = CSVDialect(format: .csvExcel, suffix: ".excel.csv", byteOrderMark: true)
}
