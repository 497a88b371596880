import Foundation
import Logging
import Postgres

extension EmbeddedCluster {
  /// How a server is stopped.
  package enum StopMode: Sendable {
    /// Sessions are told to end, then the server ends in good order.
    case fast
    /// Sessions are cut off, as in a crash.
    case immediate
  }

  /// Creates a standby of this cluster in a folder of its own, and waits until it answers.
  ///
  /// It is a cluster like any other: it ends with its owner and is stopped by itself. Its settings
  /// are this cluster's with those of `options` instead or beside, for example
  /// `max_standby_streaming_delay`. It keeps following this cluster until one of them ends or it is
  /// promoted. Takes a second or two and blocks. Throws ``EmbeddedClusterError``.
  package func addStandby(_ options: Options = Options()) throws -> EmbeddedCluster {
    var options = options
    options.settings = self.options.settings.merging(options.settings) { _, own in own }
    options.binaries = options.binaries ?? binaries
    return try Self.start(options, following: folder)
  }

  /// Makes a standby a server of its own and waits until it is one; throws `PostgresError`.
  package func promote() throws {
    try administer("SELECT pg_promote(true, 60)")
  }

  /// Stops a standby from repeating its primary's log, and waits until it has stopped.
  ///
  /// Throws `PostgresError`, or ``EmbeddedClusterError`` if it goes on for ten seconds.
  package func pauseReplay() throws {
    try administer("SELECT pg_wal_replay_pause()")
    let deadline = ContinuousClock.now + .seconds(10)
    while try administer("SELECT pg_get_wal_replay_pause_state()") != "paused" {
      guard .now < deadline else { throw EmbeddedClusterError("the replay does not pause") }
      Thread.sleep(forTimeInterval: 0.01)
    }
  }

  /// Lets a standby repeat its primary's log again; throws `PostgresError`.
  package func resumeReplay() throws {
    try administer("SELECT pg_wal_replay_resume()")
  }

  /// Freezes the process that accepts connections: they are taken by the kernel and never answered.
  ///
  /// Sessions that are open go on. Stopping a frozen server is possible.
  package func freeze() { signal(SIGSTOP) }

  /// Lets the process that accepts connections go on.
  package func thaw() { signal(SIGCONT) }

  /// Freezes the server process of one session, as a disk that does not answer would.
  package func freeze(backend pid: Int) { kill(pid_t(pid), SIGSTOP) }

  /// Lets the server process of one session go on.
  package func thaw(backend pid: Int) { kill(pid_t(pid), SIGCONT) }

  /// Stops the server in a certain way and cleans up as `stop()` does.
  ///
  /// What is not over within ten seconds is cut off.
  package func stop(mode: StopMode) {
    signal(mode == .fast ? SIGINT : SIGQUIT)
    let deadline = ContinuousClock.now + .seconds(10)
    while !FileManager.default.fileExists(atPath: folder + "/ended"), .now < deadline,
      !supervisor.hasEnded
    {
      Thread.sleep(forTimeInterval: 0.01)
    }
    stop()
  }

  /// The process that accepts connections; nil once the server has ended.
  private var server: pid_t? {
    guard
      let text = try? String(contentsOfFile: folder + "/data/postmaster.pid", encoding: .utf8)
    else { return nil }
    return pid_t(text.prefix { $0.isNumber })
  }

  private func signal(_ number: Int32) {
    guard let server else { return }
    kill(server, number)
  }

  @discardableResult
  private func administer(_ sql: String) throws -> String? {
    let logger = Logger(label: "embedded-postgres") { _ in SwiftLogNoOpLogHandler() }
    var connection = try PostgresConnection(settings(readOnly: false), logger: logger)
    return try connection.rows(sql, name: "administer").first?.first ?? nil
  }
}
