import Files

extension PublishedRun {
  /// Whether each file that the run lists is there, at its size.
  public var isWhole: Bool {
    package.resources.allSatisfy { resource in
      guard let kind = try? FileSystem.kind(of: path(of: resource)) else { return false }
      return kind == .file(bytes: resource.bytes)
    }
  }

  /// The formats that the run has, as `OutputFile.Format` names them.
  public var formats: [String] {
    package.resources.map { $0.name.hasSuffix(".excel") ? "csv-excel" : $0.format }
  }
}
