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

  /// Whether it is CSV, a file for each table.
  public var isCSV: Bool { self == .csv || self == .csvExcel }

  /// The end of its files' names.
  public var ending: String { self == .csvExcel ? "excel.csv" : rawValue }
}

/// One file of a run, as its writer leaves it in the run's folder: closed, not yet synced to the disk.
public struct ReportFile: Hashable, Sendable {
  /// The file's name in the folder.
  public var name: String
  /// What it is.
  public var format: ReportFormat
  /// The key of the one table in it; nil for a file of all tables.
  public var table: String?

  /// A file of a given name.
  public init(name: String, format: ReportFormat, table: String? = nil) {
    self.name = name
    self.format = format
    self.table = table
  }

  /// The file of a report's run, the same name for every run of this report and label.
  public init(report: String, label: String, format: ReportFormat, table: String? = nil) {
    let middle = table.map { ".\($0)" } ?? ""
    self.init(
      name: "\(report)-\(label)\(middle).\(format.ending)", format: format, table: table)
  }

  /// Its path in a folder.
  public func path(in folder: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}

extension ReportContext {
  /// The file of a format, and of a table where it has one for each.
  public func file(_ format: ReportFormat, table: String? = nil) -> ReportFile {
    ReportFile(report: definition.name, label: fileLabel, format: format, table: table)
  }
}
