extension PublishedTable {
  /// Reads every row in the order of the file, and lends its values in the order of the columns.
  ///
  /// One piece of the file is in memory. Call it on a thread that may wait. Throws what the body
  /// throws, `TableError` for a file that is not as its manifest says, and `PublishingError` when it
  /// cannot be read.
  public func forEachRow(_ body: ([String]) throws -> Void) throws {
    var reader = try RecordReader.open(self)
    while try reader.advance() { try body(reader.fields.map { reader.text($0) }) }
  }
}
