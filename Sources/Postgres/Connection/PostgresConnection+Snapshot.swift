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
    try inTransaction(importing: nil, body)
  }

  /// Runs `body` as ``withSnapshot(_:)`` does, in the snapshot that another connection exported.
  ///
  /// `snapshotID` comes from ``exportSnapshot()`` on a connection to the same server, whose
  /// transaction must still be open now, and may end afterwards. Otherwise the error has SQLSTATE
  /// 22023 or, from PostgreSQL 17 on, 42704.
  public mutating func withSnapshot<R>(
    importing snapshotID: String, _ body: (inout PostgresConnection) throws -> R
  ) throws -> R {
    try inTransaction(importing: snapshotID, body)
  }

  /// The name of the snapshot of the open transaction, for connections to the same server.
  ///
  /// Takes the snapshot if no query has yet. To be called in the body of ``withSnapshot(_:)``; the
  /// name is good as long as that body runs. Throws `PostgresError`.
  public mutating func exportSnapshot() throws(PostgresError) -> String {
    guard unsafe PQtransactionStatus(handle.pointer) == PQTRANS_INTRANS else {
      throw PostgresError(
        .usage, "a snapshot can be exported only in a transaction", query: "export snapshot",
        host: host)
    }
    let rows = try rows("SELECT pg_catalog.pg_export_snapshot()", name: "export snapshot")
    guard let id = rows.first?.first ?? nil else {
      throw PostgresError(
        .truncated, "the server returned no name of the snapshot", query: "export snapshot",
        host: host)
    }
    return id
  }

  /// Runs `body` in the open transaction, which goes on when a statement of it fails.
  ///
  /// To be called in the body of ``withSnapshot(_:)``. A recovery conflict ends the session here, and
  /// not only the statement. Throws what `body` throws, or `PostgresError`.
  public mutating func withSavepoint<R>(
    _ body: (inout PostgresConnection) throws -> R
  ) throws -> R {
    try execute("SAVEPOINT part", name: "savepoint")
    let result: R
    do {
      result = try body(&self)
    } catch {
      // A session that is gone, or is to end, needs no way back.
      if isUsable { try execute("ROLLBACK TO SAVEPOINT part", name: "rollback to savepoint") }
      throw error
    }
    try execute("RELEASE SAVEPOINT part", name: "release savepoint")
    return result
  }

  /// Lets the servers behind a coordinator, by Citus, keep their part of the open transaction idle for
  /// `limit`: each goes by its own `idle_in_transaction_session_timeout` otherwise.
  ///
  /// To be called at the start of the body of ``withSnapshot(_:)``. Throws `PostgresError`.
  public mutating func keepWorkers(idleFor limit: Duration) throws(PostgresError) {
    try execute(
      """
      SET LOCAL citus.propagate_set_commands = 'local';
      SET LOCAL idle_in_transaction_session_timeout = '\(max(1, limit.milliseconds))ms'
      """, name: "limits of the workers")
  }

  private mutating func inTransaction<R>(
    importing snapshotID: String?, _ body: (inout PostgresConnection) throws -> R
  ) throws -> R {
    let status = unsafe PQtransactionStatus(handle.pointer)
    guard status != PQTRANS_INTRANS, status != PQTRANS_INERROR else {
      throw PostgresError(.usage, "a transaction is open already", query: "begin", host: host)
    }
    try execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", name: "begin")
    let result: R
    do {
      if let snapshotID {
        try execute(
          "SET TRANSACTION SNAPSHOT \(literal(snapshotID))", name: "import snapshot")
      }
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
