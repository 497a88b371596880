import Foundation
package import Logging
import Synchronization
import Values

/// Where the program's log goes: one event a line, from a level on.
///
/// A job that nobody watches is silent while all is well. Its warnings are held back, and come out
/// in their order before the first error: then they tell how it came to that.
package final class LogSink: Sendable {
  private struct State {
    var held: [LogRecord] = []
    var dropped = 0
  }

  /// How many warnings are held back at most; the oldest go.
  static let holdLimit = 100

  /// How lines are written.
  package let format: LogFormat
  /// From which level on events are written at once.
  package let level: Logger.Level
  private let holdsWarnings: Bool
  private let write: @Sendable (LogRecord, String) -> Void
  private let state = Mutex(State())

  /// A sink that gives each event and its line, without a line break, to `write`.
  package init(
    format: LogFormat, level: Logger.Level, holdsWarnings: Bool,
    write: @escaping @Sendable (LogRecord, String) -> Void
  ) {
    self.format = format
    self.level = level
    self.holdsWarnings = holdsWarnings
    self.write = write
  }

  /// The least grave level that is taken, to be written or held.
  package var loggerLevel: Logger.Level { holdsWarnings ? min(level, .warning) : level }

  /// A logger that writes here.
  package func logger(label: String) -> Logger {
    var logger = Logger(label: label) { _ in SinkLogHandler(sink: self) }
    logger.logLevel = loggerLevel
    return logger
  }

  /// Takes an event that happens now.
  package func log(_ level: Logger.Level, _ message: String, _ facts: Logger.Metadata = [:]) {
    let now = Instant.now
    take(LogRecord(time: now, level: level, message: message, facts: facts))
  }

  /// Takes an event: writes it, holds it back, or lets it go.
  package func take(_ record: LogRecord) {
    state.withLock { state in
      if record.level < level {
        guard holdsWarnings, record.level >= .warning else { return }
        if state.held.count == Self.holdLimit {
          state.held.removeFirst()
          state.dropped += 1
        }
        state.held.append(record)
        return
      }
      if record.level >= .error { release(&state) }
      write(record, record.line(as: format))
    }
  }

  private func release(_ state: inout State) {
    if let first = state.held.first, state.dropped > 0 {
      let note = LogRecord(
        time: first.time, level: .warning, message: "earlier warnings are omitted",
        facts: ["count": .stringConvertible(state.dropped)])
      write(note, note.line(as: format))
    }
    for record in state.held { write(record, record.line(as: format)) }
    state = State()
  }
}

/// Brings what loggers say to a sink.
private struct SinkLogHandler: LogHandler {
  let sink: LogSink
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  init(sink: LogSink) {
    self.sink = sink
  }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let facts = metadata.merging(metadataProvider?.get() ?? [:]) { $1 }
      .merging(event.metadata ?? [:]) { $1 }
    sink.log(event.level, "\(event.message)", facts)
  }
}

/// How log lines are written.
package enum LogFormat: String, CaseIterable, Sendable {
  /// For people.
  case text
  /// `key=value` pairs, a line each, as Loki, Splunk and grep read them.
  case logfmt
  /// A JSON object a line.
  case json
}
