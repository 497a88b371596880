/// One file of a run as its writer left it in the run's folder.
public struct OutputFile: Hashable, Sendable {
  /// The form of a file.
  public enum Format: String, Hashable, CaseIterable, Sendable {
    /// One table, RFC 4180.
    case csv
    /// One table, the same with a byte order mark.
    case csvExcel = "csv-excel"
    /// One document, all tables.
    case json
    /// One workbook, all tables.
    case xlsx
  }

  /// The file's name in the run's folder.
  public var name: String
  /// Its form.
  public var format: Format
  /// The key of its table; nil for a file of all tables.
  public var table: String?

  /// A file of a given name.
  public init(name: String, format: Format, table: String? = nil) {
    self.name = name
    self.format = format
    self.table = table
  }

  /// The file of a report, period and table under the name it is published by.
  public init(report: String, period: PeriodFolderName, format: Format, table: String? = nil) {
    let suffix =
      switch format {
      case .csv: "csv"
      case .csvExcel: "excel.csv"
      case .json: "json"
      case .xlsx: "xlsx"
      }
    let middle = table.map { ".\($0)" } ?? ""
    self.init(name: "\(report)-\(period)\(middle).\(suffix)", format: format, table: table)
  }
}
