import CLibPQ
import Foundation

extension PostgresHandle {
  /// Opens a session on one host, within the time allowed.
  ///
  /// libpq is polled instead of being called to block: so the time-out holds for every phase after
  /// the look-up of the name, a stop takes effect at once, and the SQLSTATE of a refusal, which
  /// libpq gives in no other way, can be read from the verbose message.
  static func connect(
    _ settings: ConnectionSettings, notices: NoticeLog, cancellation: RunCancellation?
  ) throws -> PostgresHandle {
    let parameters = try settings.connectParameters()
    guard let pointer = unsafe startConnect(parameters) else {
      throw PostgresError(.connect, "out of memory")
    }
    let handle = unsafe PostgresHandle(owning: pointer)
    unsafe notices.listen(to: pointer)
    guard unsafe PQstatus(pointer) != CONNECTION_BAD else { throw handle.connectError() }
    unsafe _ = PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    let limit = settings.connectTimeout ?? handle.givenTimeout ?? .seconds(5)
    let deadline = ContinuousClock.now + limit
    var state = PGRES_POLLING_WRITING
    while state != PGRES_POLLING_OK {
      guard state != PGRES_POLLING_FAILED else { throw handle.connectError() }
      try cancellation?.check()
      let rest = deadline - .now
      guard rest > .zero else {
        throw PostgresError(
          .connect, "no answer within \(limit.seconds) s", host: handle.serverName)
      }
      let isReady = try handle.waitForSocket(
        toWrite: state == PGRES_POLLING_WRITING, atMost: min(rest, .milliseconds(50)))
      if isReady { unsafe state = PQconnectPoll(pointer) }
    }
    unsafe _ = PQsetErrorVerbosity(pointer, PQERRORS_DEFAULT)
    return handle
  }

  private static func startConnect(_ parameters: [(keyword: String, value: String)])
    -> OpaquePointer?
  {
    let keywords = unsafe parameters.map { unsafe strdup($0.keyword) } + [nil]
    let values = unsafe parameters.map { unsafe strdup($0.value) } + [nil]
    defer { unsafe (keywords + values).forEach { unsafe free($0) } }
    // The connection string was taken apart before, so no value may be expanded again.
    return unsafe PQconnectStartParams(
      keywords.map { unsafe UnsafePointer($0) }, values.map { unsafe UnsafePointer($0) }, 0)
  }

  /// `connect_timeout` as libpq found it in the connection string, the environment or a service.
  private var givenTimeout: Duration? {
    guard let first = unsafe PQconninfo(pointer) else { return nil }
    defer { unsafe PQconninfoFree(first) }
    let seconds = unsafe optionValues(first)["connect_timeout"].flatMap { Int64($0) } ?? 0
    return seconds > 0 ? .seconds(seconds) : nil
  }

  /// Whether the socket became ready; false after `atMost` or an interrupting signal.
  private func waitForSocket(toWrite: Bool, atMost: Duration) throws(PostgresError) -> Bool {
    var entry = pollfd(
      fd: unsafe PQsocket(pointer), events: Int16(toWrite ? POLLOUT : POLLIN), revents: 0)
    guard entry.fd >= 0 else { throw connectError() }
    let count = unsafe poll(&entry, 1, Int32(max(1, atMost.milliseconds)))
    return count > 0
  }

  private func connectError() -> PostgresError {
    let report = ConnectReport(verbose: message)
    // libpq gives up by itself when the server wants a password and there is none.
    let needsPassword = unsafe PQconnectionNeedsPassword(pointer) == 1
    return PostgresError(
      .connect, report.message, sqlState: report.sqlState ?? (needsPassword ? "28P01" : nil),
      host: serverName,
      sensitiveDetail: report.detail)
  }
}
