import Reports

/// The names of a run's files, the same for every run of the same report and period.
struct FileNames {
  private let stem: String
  private let folder: String

  init(context: ReportContext, folder: String) {
    stem = "\(context.definition.name)-\(context.fileLabel)"
    self.folder = folder
  }

  /// The name of the JSON document.
  var json: String { stem + ".json" }

  /// The name of the workbook.
  var workbook: String { stem + ".xlsx" }

  /// The name of a table's CSV file.
  func csv(_ table: String, suffix: String) -> String {
    "\(stem).\(table)\(suffix)"
  }

  /// The path of a name.
  func path(_ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
