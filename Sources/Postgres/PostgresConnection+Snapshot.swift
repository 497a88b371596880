import CLibPQ

extension PostgresConnection {
  /// Runs `body` in one REPEATABLE READ, READ ONLY transaction: all its queries see one moment.
  ///
  /// The snapshot is taken by the first query, not by the call. The transaction is committed at the
  /// end and rolled back if `body` throws, whose error is rethrown; if the rollback fails on a
  /// connection that still works, ``RollbackError`` carries both. Throws `PostgresError` also when
  /// a statement failed and `body` kept quiet about it. Calls cannot be nested.
  public mutating func withSnapshot<R>(
    _ body: (inout PostgresConnection) throws -> R
  ) throws -> R {
    let status = unsafe PQtransactionStatus(handle.pointer)
    guard status != PQTRANS_INTRANS, status != PQTRANS_INERROR else {
      throw PostgresError(.usage, "a transaction is open already", query: "begin", host: host)
    }
    try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", name: "begin")
    let result: R
    do {
      result = try body(&self)
    } catch {
      try rollback(after: error)
      throw error
    }
    // The server answers COMMIT of a failed transaction with success and the tag ROLLBACK.
    guard try tags(of: "COMMIT", name: "commit") == ["COMMIT"] else {
      throw PostgresError(
        .query, "the snapshot's transaction had failed and was rolled back", query: "commit",
        host: host)
    }
    return result
  }

  private mutating func rollback(after cause: any Error) throws {
    do throws(PostgresError) {
      _ = try tags(
        of: "ROLLBACK", name: "rollback", limit: .seconds(10), evenIfCancelled: true)
    } catch {
      // Without a session there is nothing to roll back, and the cause says why it ended.
      guard handle.isOpen else { return }
      throw RollbackError(cause: cause, rollback: error)
    }
  }
}
