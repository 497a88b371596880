/// A complete file in the folder of a run.
///
/// It is closed, not yet synced to the disk.
public struct WrittenFile: Hashable, Sendable {
  /// The name within the folder.
  public var name: String
  /// What it is.
  public var format: ReportFormat
  /// The key of the one table in it; nil for a file of the whole report.
  public var table: String?

  /// A file.
  public init(name: String, format: ReportFormat, table: String? = nil) {
    self.name = name
    self.format = format
    self.table = table
  }
}
