extension PostgresError {
  /// Why it failed, as far as an exit code or an operator is concerned.
  public enum Reason: String, Sendable {
    /// No server answers, it is starting or stopping, has no free slot, or the connection broke.
    case unreachable
    /// The server does not accept the user or the password (SQLSTATE class 28).
    case authentication
    /// The database does not exist on that server (3D000, 57P04).
    case missingDatabase
    /// The role may not read something (42501).
    case permission
    /// The statement was cancelled or ran into `statement_timeout` (57014).
    case cancelled
    /// A recovery conflict, a deadlock, a lock that was not free in time, shards that were moved, or a
    /// session that was idle for too long.
    case conflict
    /// A value or a stream that is not as expected.
    case data
    /// A setting, a connection string, a server's version or a call that cannot work.
    case configuration
    /// Any other error of a statement.
    case other
  }

  /// Why it failed, by SQLSTATE first and by kind where the server said nothing.
  public var reason: Reason {
    switch sqlState {
    case "57014": .cancelled
    case "3D000", "57P04": .missingDatabase
    case "42501": .permission
    // The last two: a session, or one behind it on a worker, was idle for too long.
    case "40001", "40P01", "55P03", "25P03", "57P05": .conflict
    case "53300", "57P01", "57P02", "57P03": .unreachable
    case let state? where state.hasPrefix("28"): .authentication
    case let state? where state.hasPrefix("08"): .unreachable
    case _?: .other
    case nil:
      switch kind {
      case .connect, .lost: .unreachable
      case .cancelled: .cancelled
      case .snapshot: .conflict
      case .truncated, .decode: .data
      case .settings, .version, .usage: .configuration
      case .query: .other
      }
    }
  }

  /// Whether nothing but another setting or another right lets it pass, so that waiting is in vain.
  var needsOperator: Bool {
    switch reason {
    case .authentication, .missingDatabase, .permission, .configuration: true
    case .unreachable, .cancelled, .conflict, .data, .other: false
    }
  }

  /// Whether reading everything again, from another standby first, may succeed.
  ///
  /// True for recovery conflicts, deadlocks, lost or refused connections, servers that start or
  /// stop, and DDL being replayed. A retry starts with a new snapshot; it never resumes.
  public var isTransient: Bool {
    if sqlState == nil, kind == .truncated { return true }
    return reason == .conflict || reason == .unreachable
  }
}
