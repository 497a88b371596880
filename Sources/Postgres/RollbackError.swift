/// A transaction failed, and rolling it back failed as well.
public struct RollbackError: Error, CustomStringConvertible {
  /// Why the transaction failed.
  public let cause: any Error
  /// Why it could not be rolled back.
  public let rollback: PostgresError

  /// One line with both causes, log-safe if the first one's text is.
  public var description: String { "\(cause); then the rollback failed: \(rollback)" }
}
