import CLibPQ
import Logging

/// Sends the server's notices to a logger; libpq would print them to standard error.
final class NoticeLog: Sendable {
  private let logger: Logger

  init(logger: Logger) {
    self.logger = logger
  }

  /// Takes over the notices of a connection.
  ///
  /// libpq keeps an unretained pointer: the owner of the connection must hold this object longer
  /// than the connection.
  func listen(to connection: OpaquePointer) {
    let this = unsafe Unmanaged.passUnretained(self).toOpaque()
    unsafe _ = PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context = unsafe context, let result = unsafe result else { return }
        let log = unsafe Unmanaged<NoticeLog>.fromOpaque(context).takeUnretainedValue()
        unsafe log.take(result)
      }, this)
  }

  private func take(_ result: OpaquePointer) {
    let severity = unsafe diagnosticField(CPQ_DIAG_SEVERITY_NONLOCALIZED, of: result) ?? "NOTICE"
    // libpq's own warnings have no fields; their text is the message of the result.
    let text =
      unsafe diagnosticField(CPQ_DIAG_MESSAGE_PRIMARY, of: result)
      ?? PQresultErrorMessage(result).map { unsafe String(cString: $0) } ?? ""
    let level: Logger.Level =
      switch severity {
      case "DEBUG", "LOG": .trace
      case "NOTICE", "INFO": .debug
      default: .warning
      }
    logger.log(
      level: level, "\(oneLine(text))",
      metadata: [
        "severity": "\(severity)",
        "sqlstate": "\(unsafe diagnosticField(CPQ_DIAG_SQLSTATE, of: result) ?? "-")",
      ])
  }
}
