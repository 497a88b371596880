import Files
public import Reports

extension PublishedRun {
  /// Whether each file that the run lists is there, at its size.
  public var isWhole: Bool {
    package.resources.allSatisfy { resource in
      guard let kind = try? FileSystem.kind(of: path(of: resource)) else { return false }
      return kind == .file(bytes: resource.bytes)
    }
  }

  /// The formats that the run has.
  public var formats: Set<ReportFormat> {
    Set(
      package.resources.compactMap { $0.isForExcel ? .csvExcel : ReportFormat(rawValue: $0.format) }
    )
  }
}
