import Alerts
import ArgumentParser
import Foundation
import JobRunner
import Logging
import Postgres
import Reports
import StateStore
import Values

/// `inventory-reports alerts run`: decides what is news and delivers it.
struct AlertsRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Check for low stock, decide which alerts are new, and deliver them.",
    usage: "inventory-reports alerts run [<options>]",
    discussion: """
      The report low-stock defines what is low. Each product in each store gets an alert when it \
      becomes low, when it runs out and when it has recovered, and a reminder every \
      alerts.repeat_interval until then. A later run delivers what cannot be delivered now.
      """)

  @OptionGroup var common: CommonOptions

  private struct Document: Encodable {
    var as_of: String?
    var watched: Int
    var changes: Int
    var events: Int
    var digest: Bool
    var held: Bool
    var silent_stores: [String]
    var stale: String?
    var services: [DeliveryReport.Service]
  }

  func run() async throws {
    let settings = try common.settings()
    _ = try settings.notificationEndpoint()
    let policy = try settings.alertPolicy()
    let request = try Self.request(settings, catalogue: common.catalogue(settings))
    let replicas = try settings.replicas()
    let logger = common.logger
    let watch = try AlertWatch(settings, decides: true, logger: logger)
    let progress = RunProgress(isQuiet: common.quiet || common.json)
    defer { progress.clear() }
    let code = try await watch.over {
      let session = try DeliverySession(settings)
      let outcome = try await interruptible {
        try await runOnOwnThread(named: "alerts") { cancellation in
          let runner = JobRunner(
            request, state: session.state, logger: logger, cancellation: cancellation,
            events: progress.show)
          var outcome = try Outcome(
            deciding: policy, runner: runner, replicas: replicas, state: session.state)
          progress.clear()
          outcome.deliveries = try session.deliver(resumes: false, cancellation: cancellation)
          return outcome
        }
      }
      progress.clear()
      try report(outcome)
      return AlertWatch.Ending(
        code: outcome.code, deliveries: outcome.deliveries, summary: outcome.summary)
    }
    if code != 0 { throw ExitCode(code) }
  }

  /// What to read: the report of low stock.
  static func request(
    _ settings: Settings, catalogue: [ReportDefinition]
  ) throws -> RunRequest {
    try settings.request(
      CommonOptions.reports(["low-stock"], of: catalogue), areNamed: false)
  }

  private func report(_ outcome: Outcome) throws {
    let round = outcome.round
    let deliveries = DeliveryReport(results: outcome.deliveries)
    if common.json {
      try Terminal.print(
        json: Document(
          as_of: outcome.asOf?.description, watched: round.watched, changes: round.changes,
          events: round.written, digest: round.isDigest, held: round.isHeld,
          silent_stores: round.silentStores, stale: outcome.stale,
          services: deliveries.document))
    } else if Terminal.isOutputTerminal, !common.quiet {
      if outcome.stale == nil { Terminal.print(Self.sentence(round)) }
      for line in deliveries.lines { Terminal.print(line) }
    }
    if let stale = outcome.stale { Terminal.error("no alerts were decided: \(stale)") }
    if round.isHeld {
      Terminal.error(
        "\(round.changes) of \(round.watched) products changed at once, more than"
          + " alerts.mass_change allows: alerts are held. If the change is real, run"
          + " 'inventory-reports alerts confirm'")
    }
    for problem in deliveries.problems { Terminal.error(problem) }
    if let stateError = outcome.stateError {
      Terminal.error("\(stateError). Alerts were decided anyway; prices were not recorded")
    }
    guard Terminal.isErrorTerminal || common.verbose, !common.quiet else { return }
    for store in round.silentStores {
      Terminal.note(
        wrapped: "note: \(store) has had no sale for too long: its alerts are held")
    }
  }

  static func sentence(_ round: AlertRound.Result) -> String {
    let watched = RunProgress.grouped(round.watched)
    let changes = RunProgress.grouped(round.changes)
    let events =
      round.isDigest
      ? "one digest for \(RunProgress.grouped(round.news)) events"
      : "\(RunProgress.grouped(round.written)) new events"
    return "\(watched) products watched, \(changes) changed: \(round.isHeld ? "held" : events)"
  }

  /// What a run came to.
  struct Outcome: Sendable {
    var round = AlertRound.Result()
    var asOf: Instant?
    /// Why nothing was decided.
    var stale: String?
    /// Why the prices that were seen are not remembered.
    var stateError: StateError?
    var warnings: [String] = []
    var deliveries: [DeliveryResult] = []

    /// The exit code that it stands for.
    var code: Int32 {
      if stale != nil { return ExitStatus.Code.tryLater }
      let isComplete = deliveries.allSatisfy(\.isComplete)
      return !isComplete || round.isHeld || stateError != nil
        ? ExitStatus.Code.partial : ExitStatus.Code.done
    }

    /// A line for a monitor.
    var summary: String {
      let decided = stale != nil ? "the data are old" : round.isHeld ? "held" : "decided"
      let delivered = deliveries.allSatisfy(\.isComplete) ? "delivered" : "not all delivered"
      return "alerts: \(decided), \(delivered)"
    }

    /// Reads, decides and writes; blocks the thread.
    ///
    /// What was read is gone after it, so that nothing of it is held while events are delivered.
    init(
      deciding policy: AlertPolicy, runner: JobRunner, replicas: ReplicaSet, state: StateDatabase
    ) throws {
      do {
        let reading = try runner.lowStock(on: replicas, rearmMargin: policy.rearmMargin)
        asOf = reading.asOf
        (stateError, warnings) = (reading.stateError, reading.warnings)
        round = try AlertRound(
          AlertRound.Stock(reading.stock), policy: policy, asOf: reading.asOf,
          clock: Instant.now
        ).perform(in: state)
      } catch JobError.stale(let reason, let remedy) {
        stale = "\(reason). \(remedy)"
        try StaleNotice.write(reason: reason, policy: policy, at: Instant.now, in: state)
      }
    }
  }
}
