public import Reports

/// One attempt at one report, as it is remembered.
///
///     running -> published    its folder is shown under its period
///             -> failed       nothing of it is published; `error` says why
///             -> abandoned    its process died; found by the next run, which gets the lock
///
/// The folder of published reports is the truth about what is published: a record that is lost is
/// made again from there.
public struct RunRecord: Hashable, Sendable {
  /// How far it has come.
  public enum State: String, Hashable, CaseIterable, Sendable {
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
  public var run: String
  /// The report's name.
  public var report: String
  /// Which attempt of the same command it is, from 1.
  public var attempt: Int
  /// The period's name; nil when it ended before its days were known.
  public var period: String?
  /// How far it has come.
  public var state: State
  /// When it began, by this machine's clock.
  public var started: Instant
  /// When it ended, by this machine's clock.
  public var finished: Instant?
  /// The snapshot's time, by the database's clock.
  public var asOf: Instant?
  /// The server that was read, as host and port.
  public var server: String?
  /// Whether that was a standby.
  public var isStandby: Bool?
  /// The rows of all tables.
  public var rows: Int?
  /// The control totals as JSON, as the data package has them.
  public var totals: String?
  /// Milliseconds by stage: `read`, `write`, `publish`.
  public var stages: [String: Int] = [:]
  /// The checks that warned, a line each.
  public var warnings: [String] = []
  /// Why it failed, one log-safe line.
  public var error: String?
  /// Whether other services are still to be told of it, once it is published.
  public var isUntold = false
  /// The machine it ran on.
  public var host: String
  /// Its process there.
  public var process: Int

  /// An attempt that begins.
  public init(
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
