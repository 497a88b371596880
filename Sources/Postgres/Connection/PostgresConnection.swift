import CLibPQ
public import Logging

/// One session with one PostgreSQL server.
///
/// All methods block: use them on a thread of their own, see ``runOnOwnThread(named:stackSize:_:)``.
/// The value has one owner, cannot be copied or shared between threads, and closes the session when
/// it goes away. After a `.lost` error only closing is left; ``isUsable`` tells.
public struct PostgresConnection: ~Copyable {
  let handle: PostgresHandle
  /// Ends what this connection is doing, from any thread.
  public let canceller: QueryCanceller
  /// The server as `host:port`, or the folder of its socket.
  public let host: String
  // libpq holds an unretained pointer to it.
  private let notices: NoticeLog
  private let statementLimit: Duration?
  private let silenceLimit: Duration?

  /// Opens a session; tries the hosts of a list in their order.
  ///
  /// Notices of the server go to `logger`. With `cancellation`, a stop also interrupts the connect,
  /// and the new connection is registered there. Throws `PostgresError`, of the last host if there
  /// are several, or `CancellationError`.
  public init(
    _ settings: ConnectionSettings, logger: Logger, cancellation: RunCancellation? = nil
  ) throws {
    self = try Self.opened(settings, logger, cancellation)
  }

  private init(
    _ handle: consuming PostgresHandle, _ canceller: QueryCanceller, _ notices: NoticeLog,
    _ settings: ConnectionSettings
  ) {
    host = handle.serverName ?? "local socket"
    self.handle = handle
    self.canceller = canceller
    self.notices = notices
    statementLimit = settings.statementTimeout.map { $0 + .seconds(30) }
    silenceLimit = settings.silenceTimeout
  }

  deinit {
    canceller.connectionClosed()
  }

  /// The server's version.
  public var serverVersion: ServerVersion {
    ServerVersion(Int(unsafe PQserverVersion(handle.pointer)))
  }

  /// Whether the server is a standby now, kept up to date by the server itself.
  ///
  /// It turns false when the standby is promoted during the session. Nil when a pooler keeps it back.
  public var inHotStandby: Bool? { handle.parameter("in_hot_standby").map { $0 == "on" } }

  /// The process id of the server process of this session.
  public var backendPID: Int { Int(unsafe PQbackendPID(handle.pointer)) }

  /// Whether the session can still run statements, as far as libpq knows.
  public var isUsable: Bool { handle.isOpen && !canceller.isCancelled }

  private static func opened(
    _ settings: ConnectionSettings, _ logger: Logger, _ cancellation: RunCancellation?
  ) throws -> PostgresConnection {
    var hosts = try settings.oneForEachHost()[...]
    while let next = hosts.popFirst() {
      do {
        return try opened(onOneHost: next, logger, cancellation)
      } catch let error as PostgresError where !hosts.isEmpty {
        logger.warning("connect failed, trying the next host", metadata: ["error": "\(error)"])
      }
    }
    throw PostgresError(.settings, "the list of hosts is empty")
  }

  private static func opened(
    onOneHost settings: ConnectionSettings, _ logger: Logger, _ cancellation: RunCancellation?
  ) throws -> PostgresConnection {
    let notices = NoticeLog(logger: logger)
    let handle = try PostgresHandle.connect(
      settings, notices: notices, cancellation: cancellation)
    let canceller = try QueryCanceller(handle)
    try cancellation?.register(canceller)
    var connection = PostgresConnection(handle, canceller, notices, settings)
    if let problem = connection.serverVersion.problem {
      throw PostgresError(.version, problem, host: connection.host)
    }
    try connection.prepareSession(settings, logger)
    return connection
  }

  private mutating func prepareSession(_ settings: ConnectionSettings, _ logger: Logger) throws {
    var statements: [String] = []
    for (setting, values) in settings.sessionSettings {
      var list: [String] = []
      for value in values { list.append(try literal(value)) }
      statements.append("SET \(setting) = " + list.joined(separator: ", "))
    }
    // Asked for UTF-8, a server that checks no bytes as they are stored refuses them as they are read,
    // and with them every row; `ReadableText` makes UTF-8 of what it sends as it is.
    if handle.parameter("server_encoding") == "SQL_ASCII" {
      statements.append("SET client_encoding = 'SQL_ASCII'")
    }
    try setUp(statements.joined(separator: "; "))
    for statement in ConnectionSettings.optionalStatements {
      try executeIfPossible(statement, logger)
    }
  }

  /// Runs a statement of the set-up, within a time that belongs to connecting.
  private mutating func setUp(_ statement: String) throws(PostgresError) {
    _ = try tags(of: statement, name: "session settings", limit: .seconds(10))
  }

  /// Runs a statement that an unusual server may refuse.
  private mutating func executeIfPossible(_ statement: String, _ logger: Logger) throws {
    do throws(PostgresError) {
      try setUp(statement)
    } catch {
      guard error.kind == .query else { throw error }
      logger.debug("a session setting is not available", metadata: ["error": "\(error)"])
    }
  }

  /// Notes that a statement begins; `canceller.end()` must follow when its results are read.
  ///
  /// After `limit` without an end, or else the limit of the settings, the connection is cut.
  func begin(
    _ name: String, limit: Duration? = nil, evenIfCancelled: Bool = false
  ) throws(PostgresError) {
    let limit = limit ?? statementLimit
    guard
      canceller.begin(limit: limit, silence: silenceLimit, evenIfCancelled: evenIfCancelled)
    else {
      throw PostgresError(
        .cancelled, "the connection was cancelled before the statement", query: name, host: host)
    }
  }
}
