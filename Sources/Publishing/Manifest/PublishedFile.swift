import Files

/// One file of a published run, open for reading from any place of it.
///
/// It stays readable after its run was pruned, until it is closed.
package struct PublishedFile: ~Copyable, Sendable {
  private let file: OpenFile
  /// The size in bytes.
  package let bytes: Int

  /// Opens a file of a run.
  ///
  /// Throws `PublishingError`: it is gone, it is no regular file, or its size is not the manifest's.
  package init(_ resource: DataResource, of run: PublishedRun) throws(PublishingError) {
    let path = run.path(of: resource)
    let file = try OpenFile(path, for: .readingItself)
    guard try file.fileSize() == resource.bytes else {
      throw PublishingError(
        cause: .failed, path: path, action: "read",
        reason: "it is not the file of \(resource.bytes) bytes that its manifest names")
    }
    self.file = file
    bytes = resource.bytes
  }

  /// Fills the buffer, from its place `start` on, from a place of the file and gives how many bytes
  /// were read; 0 at the end.
  package func read(
    into buffer: inout [UInt8], from start: Int = 0, at offset: Int
  ) throws(PublishingError) -> Int {
    try file.read(into: &buffer, from: start, at: offset)
  }

  /// Appends bytes from a place of the file to a span that has room for them; fewer at its
  /// end.
  package func read(
    _ count: Int, into span: inout OutputRawSpan, at offset: Int
  ) throws(PublishingError) {
    try file.read(count, into: &span, at: offset)
  }
}
