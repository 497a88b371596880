import CLibPQ

/// What the results of a statement said, after all of them were read.
struct Outcome {
  /// The command tags of the successful results, such as `COPY 12`.
  var tags: [String] = []
  /// The first error, with the first SQLSTATE of all errors.
  var error: PostgresError?
}

extension PostgresConnection {
  /// Sends SQL text by the simple protocol; every result must be read afterwards.
  func send(_ sql: String, _ name: String) throws(PostgresError) {
    guard !sql.utf8.contains(0) else {
      throw PostgresError(.usage, "the SQL text has a NUL character", query: name, host: host)
    }
    guard unsafe PQsendQuery(handle.pointer, sql) == 1 else { throw sendError(name) }
  }

  /// The next result of the statement; nil when there are no more.
  func nextResult() -> PostgresResult? {
    let pointer = unsafe PQgetResult(handle.pointer)
    canceller.pulse.beat()
    guard let pointer = unsafe pointer else { return nil }
    return unsafe PostgresResult(owning: pointer)
  }

  /// Reads the results that are left until libpq says that there are no more.
  ///
  /// Only then is the connection ready for the next statement, and only then is it known whether
  /// a later result was an error. A result in a COPY state is ended first: libpq would return it
  /// for ever.
  func finishResults(
    _ name: String, onSuccess: (borrowing PostgresResult) -> Void = { _ in }
  ) -> Outcome {
    var outcome = Outcome()
    while let result = nextResult() {
      let status = result.status
      switch status {
      case PGRES_COMMAND_OK, PGRES_EMPTY_QUERY, PGRES_TUPLES_OK:
        outcome.tags.append(result.tag)
        onSuccess(result)
      case PGRES_COPY_OUT, PGRES_COPY_IN, PGRES_COPY_BOTH:
        if outcome.error == nil {
          outcome.error = PostgresError(
            .usage, "the statement is a COPY, which needs copyOut or copyIn", query: name,
            host: host)
        }
        if status == PGRES_COPY_OUT {
          discardCopyData()
        } else {
          unsafe _ = PQputCopyEnd(handle.pointer, "COPY is not possible here")
        }
      default:
        let error = resultError(result, name)
        if outcome.error == nil {
          outcome.error = error
        } else if outcome.error?.sqlState == nil {
          outcome.error?.sqlState = error.sqlState
        }
      }
    }
    if let error = outcome.error { outcome.error = settled(error) }
    return outcome
  }

  /// Reads what is left of a COPY to the client and throws it away.
  func discardCopyData() {
    var buffer: UnsafeMutablePointer<CChar>?
    while unsafe PQgetCopyData(handle.pointer, &buffer, 0) > 0 {
      canceller.pulse.beat()
      unsafe PQfreemem(buffer)
      unsafe buffer = nil
    }
  }

  /// The error that a failed result describes.
  func resultError(_ result: borrowing PostgresResult, _ name: String) -> PostgresError {
    let state = result.diagnostic(CPQ_DIAG_SQLSTATE)
    let primary = result.diagnostic(CPQ_DIAG_MESSAGE_PRIMARY)
    var details: [String] = []
    for code in [CPQ_DIAG_MESSAGE_DETAIL, CPQ_DIAG_MESSAGE_HINT, CPQ_DIAG_CONTEXT] {
      if let text = result.diagnostic(code) { details.append(text) }
    }
    var message = primary ?? (result.message.isEmpty ? handle.message : result.message)
    if let position = result.diagnostic(CPQ_DIAG_STATEMENT_POSITION) {
      message += " (at character \(position))"
    }
    return PostgresError(
      .query, message, sqlState: state, query: name, host: host,
      sensitiveDetail: details.isEmpty ? nil : details.joined(separator: "\n"))
  }

  /// The error of a statement that could not even be sent, or whose stream broke.
  func sendError(_ name: String) -> PostgresError {
    settled(PostgresError(.query, handle.message, query: name, host: host))
  }

  /// The error with the kind that it has once all results are read.
  ///
  /// Not earlier: the connection still looks open when the last words of a session are read.
  func settled(_ error: PostgresError) -> PostgresError {
    guard error.kind == .query else { return error }
    var error = error
    if error.sqlState == "57014" || (canceller.isCancelled && error.sqlState == nil) {
      error.kind = .cancelled
    } else if !handle.isOpen {
      error.kind = .lost
    }
    if canceller.isSevered {
      error.message = "the server did not answer in time; the connection was cut"
    }
    return error
  }
}
