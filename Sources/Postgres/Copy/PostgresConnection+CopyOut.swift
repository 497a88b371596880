import CLibPQ

extension PostgresConnection {
  /// Runs a query and lends its rows one by one, in flat memory, by a binary COPY.
  ///
  /// `query` is one statement that gives rows; a semicolon at its end is allowed. `name` appears in
  /// errors, and so do the names of `columns`, which the stream itself does not carry.
  ///
  /// Rows lent before an error do not count: only when the call returns is the result known to be
  /// complete (the server's own count of rows is compared as well). If `onRow` throws, the query is
  /// cancelled, its error is rethrown and the connection stays usable. `onRow` must be quick: a
  /// standby can be held up by a reader that stalls. Throws `PostgresError`, or what `onRow` throws.
  /// - Returns: The number of rows.
  @discardableResult
  public mutating func copyOut(
    _ query: String, name: String, columns: [String] = [],
    onRow: (borrowing BinaryRow) throws -> Void
  ) throws -> Int {
    try begin(name)
    defer { canceller.end() }
    // The line break ends a comment in the last line of the query.
    try send("COPY (\(withoutSemicolon(query))\n) TO STDOUT (FORMAT binary)", name)
    var parser = BinaryCopyParser(columns: try beginCopyOut(name))
    do {
      try readCopy(&parser, name, onRow)
    } catch {
      canceller.interrupt()
      discardCopyData()
      _ = finishResults(name)
      throw located(error, name, columns, row: parser.rows)
    }
    let outcome = finishResults(name)
    if let error = outcome.error { throw error }
    try check(outcome, parser, name)
    return parser.rows
  }

  /// Waits for the server's word that a COPY begins and gives the number of its columns.
  private func beginCopyOut(_ name: String) throws(PostgresError) -> Int {
    guard let result = nextResult() else { throw sendError(name) }
    guard result.status == PGRES_COPY_OUT else {
      var error = resultError(result, name)
      let outcome = finishResults(name)
      if error.sqlState == nil { error.sqlState = outcome.error?.sqlState }
      throw settled(error)
    }
    return result.fieldCount
  }

  private func readCopy(
    _ parser: inout BinaryCopyParser, _ name: String,
    _ onRow: (borrowing BinaryRow) throws -> Void
  ) throws {
    while true {
      var buffer: UnsafeMutablePointer<CChar>?
      canceller.pulse.wait()
      let length = unsafe PQgetCopyData(handle.pointer, &buffer, 0)
      // -1 is the end and -2 an error, but an error in the middle also gives -1: the results that
      // follow decide.
      guard length > 0 else { return }
      defer { unsafe PQfreemem(buffer) }
      // Until the next piece is asked for, the reader is at work and not the server.
      canceller.pulse.rest()
      unsafe try parser.read(
        UnsafeRawBufferPointer(start: buffer, count: Int(length)), onRow: onRow)
    }
  }

  /// Accepts the result only if everything says that all rows have come.
  private func check(
    _ outcome: Outcome, _ parser: borrowing BinaryCopyParser, _ name: String
  ) throws(PostgresError) {
    do {
      try parser.finish()
    } catch {
      throw truncated(error.message, name)
    }
    guard outcome.tags == ["COPY \(parser.rows)"] else {
      let tags = outcome.tags.joined(separator: ", ")
      throw truncated("\(parser.rows) rows were read, the server says '\(tags)'", name)
    }
    let state = unsafe PQtransactionStatus(handle.pointer)
    guard state == PQTRANS_IDLE || state == PQTRANS_INTRANS else {
      throw truncated("the session failed after the last row", name)
    }
  }

  private func truncated(_ message: String, _ name: String) -> PostgresError {
    PostgresError(.truncated, message, query: name, host: host)
  }

  /// The error with what only this call knows: the query, the row, the column's name.
  private func located(
    _ error: any Error, _ name: String, _ columns: [String], row: Int
  ) -> any Error {
    if let malformed = error as? BinaryCopyParser.Malformed {
      return truncated(malformed.message, name)
    }
    guard var error = error as? PostgresError, let index = error.columnIndex, error.query == nil
    else { return error }
    error.query = name
    error.host = host
    error.row = row
    error.column = columns.indices.contains(index) ? columns[index] : "#\(index + 1)"
    error.columnIndex = nil
    return error
  }
}

/// The query without the white space and semicolons at its end.
func withoutSemicolon(_ query: String) -> Substring {
  var text = query[...]
  while let last = text.last, last.isWhitespace || last == ";" { text.removeLast() }
  return text
}
