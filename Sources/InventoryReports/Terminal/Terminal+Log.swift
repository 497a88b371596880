import Foundation
import Logging
import Monitoring
import Synchronization

extension Terminal {
  /// The form of the log when nobody says: text for a person who watches, else a line of fields.
  static let usualFormat = isErrorTerminal ? LogFormat.text : .logfmt

  /// Where the log and the errors go.
  ///
  /// Until the settings are known, it goes by the environment.
  static var log: LogSink {
    get { sink.withLock { $0 } }
    set { sink.withLock { $0 = newValue } }
  }

  private static let name = "inventory-reports: "

  private static let sink = Mutex(
    sink(
      format: ProcessInfo.processInfo.environment["REPORT_LOG_FORMAT"]
        .flatMap(LogFormat.init(rawValue:)) ?? usualFormat, level: nil, quiet: false))

  /// A sink on standard error.
  ///
  /// Without a level, a person at a terminal sees the warnings as they come; a job that nobody
  /// watches says nothing unless it fails, and then also what it was warned of.
  static func sink(format: LogFormat, level: Logger.Level?, quiet: Bool) -> LogSink {
    let usual = isErrorTerminal && !quiet ? Logger.Level.warning : .error
    return LogSink(
      format: format, level: quiet ? .error : level ?? usual,
      holdsWarnings: level == nil && !quiet
    ) { record, line in
      guard format == .text else { return note(line) }
      let isError = record.level >= .error
      let name = paint(Self.name, isError ? .bold : .dim, on: isErrorTerminal)
      // A line of progress may be standing there.
      if isErrorTerminal { write("\r\u{1B}[K", to: .standardError) }
      let wrapped = TextWrap.text(Self.name + line, width: errorWidth, hanging: 2)
      let text = String(wrapped.dropFirst(Self.name.count))
      note(name + (isError ? text : paint(text, .dim, on: isErrorTerminal)))
    }
  }
}
