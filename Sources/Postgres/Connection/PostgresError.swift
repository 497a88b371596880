/// What went wrong between this process and a PostgreSQL server, as facts.
///
/// `description` is one line that is safe to log. Anything that may quote the values of a row is
/// kept apart in ``sensitiveDetail``.
public struct PostgresError: Error, Sendable, Equatable {
  /// Where in the life of a connection the error arose.
  public enum Kind: String, Sendable {
    /// The connection string or a setting cannot be used; no server was asked.
    case settings
    /// No session could be opened: nothing answers, or the server refused.
    case connect
    /// The server is of a version from which no report can be made.
    case version
    /// The server answered a statement with an error; the connection is still usable.
    case query
    /// The connection broke while a statement was running.
    case lost
    /// A stream of rows ended early or is not in the agreed format.
    case truncated
    /// What was read is not of one moment: the shards behind the server were moved meanwhile.
    case snapshot
    /// The statement was cancelled, by us, by an administrator or by `statement_timeout`.
    case cancelled
    /// A value does not have the form that the caller asked for.
    case decode
    /// A method was called in a state in which it cannot work.
    case usage
  }

  /// Where the error arose.
  public internal(set) var kind: Kind
  /// The first SQLSTATE that the server sent, if it sent one.
  ///
  /// Also 28P01 when the server asked for a password and none was given.
  public internal(set) var sqlState: String?
  /// The name that the caller gave to the query, if a query was running.
  public internal(set) var query: String?
  /// The server as `host:port`, or the socket, if known.
  public internal(set) var host: String?
  /// The primary message in one line, without DETAIL and HINT.
  public internal(set) var message: String
  /// The result column that could not be decoded, by name if the caller named the columns.
  public internal(set) var column: String?
  /// The number of the row that could not be decoded, counted from 1.
  public internal(set) var row: Int?
  /// DETAIL, HINT and CONTEXT of the server, which may quote row values: not for logs or alerts.
  public internal(set) var sensitiveDetail: String?

  /// The position of a decoding error's column, counted from 0, until its name is known.
  var columnIndex: Int?

  init(
    _ kind: Kind, _ message: String, sqlState: String? = nil, query: String? = nil,
    host: String? = nil, sensitiveDetail: String? = nil
  ) {
    self.kind = kind
    self.message = oneLine(message)
    self.sqlState = sqlState
    self.query = query
    self.host = host
    self.sensitiveDetail = sensitiveDetail
  }

  /// A value in column `index` (from 0) that is not what the caller asked for.
  init(decoding index: Int, _ problem: String) {
    self.init(.decode, problem)
    columnIndex = index
  }
}

extension PostgresError: CustomStringConvertible {
  /// One log-safe line: what, which query, which column, which server, SQLSTATE and message.
  public var description: String {
    var words = ["postgres \(kind.rawValue) error"]
    if let query { words.append("in query '\(oneLine(query))'") }
    if let column { words.append("column \(oneLine(column))") }
    if let row { words.append("row \(row)") }
    if let host { words.append("at \(host)") }
    if let sqlState { words.append("[\(sqlState)]") }
    // The messages of data exceptions quote the value, all but that of a division by zero; they
    // are in `message` for callers that want them.
    let text =
      sqlState?.hasPrefix("22") == true && sqlState != "22012"
      ? "a value in the database is invalid for the query; run it in psql to see which" : message
    return words.joined(separator: " ") + ": " + text
  }
}

/// The text on one line of a bounded length, so that a log line stays a line.
func oneLine(_ text: String) -> String {
  let limit = 500
  let parts = text.split { $0.isNewline || $0 == "\t" || ($0.asciiValue ?? 32) < 32 }
  let line = parts.joined(separator: " ")
  return line.count <= limit ? line : line.prefix(limit) + "…"
}

/// A transaction failed, and rolling it back failed as well.
public struct RollbackError: Error, CustomStringConvertible {
  /// Why the transaction failed.
  public let cause: any Error
  /// Why it could not be rolled back.
  public let rollback: PostgresError

  /// One line with both causes, log-safe if the first one's text is.
  public var description: String { "\(cause); then the rollback failed: \(rollback)" }
}
