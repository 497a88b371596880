import CLibPQ

extension PostgresConnection {
  /// Writes rows into a table by COPY; either all of them arrive or none.
  ///
  /// `table` is a name or `schema.name`; it and the columns are quoted here. Needs settings with
  /// `readOnly` false. If `body` throws, the COPY is aborted, nothing is written, and the error is
  /// rethrown. `name` appears in errors. Throws `PostgresError`, or what `body` throws.
  /// - Returns: The number of rows written.
  @discardableResult
  public mutating func copyIn(
    _ table: String, columns: [String], name: String,
    _ body: (inout CopyWriter) throws -> Void
  ) throws -> Int {
    let target = try table.split(separator: ".").map { try identifier(String($0)) }
    let list = try columns.map { try identifier($0) }
    try begin(name)
    defer { canceller.end() }
    try send(
      "COPY \(target.joined(separator: ".")) (\(list.joined(separator: ", "))) FROM STDIN", name)
    try beginCopyIn(name)
    var writer = unsafe CopyWriter(handle.pointer)
    // The server only listens now, however long the writer takes.
    canceller.pulse.rest()
    do {
      try body(&writer)
      try writer.flush()
    } catch {
      canceller.pulse.wait()
      // The message is the text of the server's error, which is thrown away: the cause counts.
      unsafe _ = PQputCopyEnd(handle.pointer, "the writer stopped")
      let outcome = finishResults(name)
      if error is CopyWriter.SendFailed { throw outcome.error ?? sendError(name) }
      throw error
    }
    canceller.pulse.wait()
    guard unsafe PQputCopyEnd(handle.pointer, nil) == 1 else {
      throw finishResults(name).error ?? sendError(name)
    }
    let outcome = finishResults(name)
    if let error = outcome.error { throw error }
    guard outcome.tags == ["COPY \(writer.rows)"] else {
      let tags = outcome.tags.joined(separator: ", ")
      throw PostgresError(
        .truncated, "\(writer.rows) rows were sent, the server says '\(tags)'", query: name,
        host: host)
    }
    return writer.rows
  }

  private func beginCopyIn(_ name: String) throws(PostgresError) {
    guard let result = nextResult() else { throw sendError(name) }
    guard result.status == PGRES_COPY_IN else {
      let error = resultError(result, name)
      _ = finishResults(name)
      throw settled(error)
    }
  }
}
