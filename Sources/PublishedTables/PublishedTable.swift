public import Publishing

/// One published table: its CSV file and its columns.
public struct PublishedTable: Sendable {
  /// The file with its columns.
  public var resource: DataResource
}
