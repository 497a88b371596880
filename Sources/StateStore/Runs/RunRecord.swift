package import Values

/// One attempt at one report, as it is remembered.
///
///     running -> published    its folder is shown under its period
///             -> failed       nothing of it is published; `error` says why
///             -> abandoned    its process died; found by the next run, which gets the lock
///
/// The folder of published reports is the truth about what is published: a record that is lost is
/// made again from there.
package struct RunRecord: Hashable, Sendable {
  /// How far it has come.
  package enum State: String, Hashable, CaseIterable, Sendable {
    /// It is being made, or its process died and no run has come by since.
    case running
    /// It is, or was, its period's current run.
    case published
    /// It ended with an error.
    case failed
    /// Its process died.
    case abandoned
  }

  /// The run's id; each attempt has its own, and the reports of one reading share it.
  package var run: String
  package var report: String
  /// Which attempt of the same command it is, from 1.
  package var attempt: Int
  /// The period's name; nil when it ended before its days were known.
  package var period: String?
  /// How far it has come.
  package var state: State
  /// When it began, by this machine's clock.
  package var started: Instant
  /// When it ended, by this machine's clock.
  package var finished: Instant?
  /// The snapshot's time, by the database's clock.
  package var asOf: Instant?
  /// The server that was read, as host and port.
  package var server: String?
  /// Whether that was a standby.
  package var isStandby: Bool?
  /// The rows of all tables.
  package var rows: Int?
  /// The control totals as JSON, as the data package has them.
  package var totals: String?
  /// Milliseconds by stage: `read`, `write`, `publish`.
  package var stages: [String: Int] = [:]
  /// The checks that warned, a line each.
  package var warnings: [String] = []
  /// Why it failed, one log-safe line.
  package var error: String?
  /// Whether its events are still to be written, once it is published.
  package var hasPendingEvents = false
  /// The machine it ran on.
  package var host: String
  package var process: Int

  /// An attempt that begins.
  package init(
    run: String, report: String, attempt: Int, state: State = .running, started: Instant,
    host: String, process: Int
  ) {
    self.run = run
    self.report = report
    self.attempt = attempt
    self.state = state
    self.started = started
    self.host = host
    self.process = process
  }
}
