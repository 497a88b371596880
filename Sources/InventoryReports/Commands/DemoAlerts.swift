import Alerts
import Demo
import Foundation
import JobRunner
import Logging
import Postgres
import StateStore
import Values

/// The demo's last step: low-stock alerts go to a small receiver, twice.
struct DemoAlerts: Sendable {
  /// What arrived, for people.
  let lines: [String]

  /// Looks twice at the stock of the demo's server and delivers what is news; blocks the thread.
  init(
    _ request: RunRequest, on settings: ConnectionSettings, in state: StateDatabase,
    logger: Logger, cancellation: RunCancellation
  ) throws {
    let receiver = try EventReceiver()
    defer { receiver.stop() }
    let endpoint = try Endpoint(
      .notification, base: receiver.url, path: "/api/notifications/events", token: nil,
      secrets: [], allowsPlainToken: false)
    var policy = AlertPolicy()
    // All of it is news at the first look, and each event is to be seen.
    (policy.digestAbove, policy.massChange) = (nil, nil)
    let runner = JobRunner(request, logger: logger, cancellation: cancellation)
    let reading = try runner.lowStock(on: ReplicaSet(settings), rearmMargin: policy.rearmMargin)
    var rounds: [AlertRound.Result] = []
    for _ in 1...2 {
      rounds.append(
        try AlertRound(
          AlertRound.Stock(reading.stock), policy: policy, asOf: reading.asOf,
          clock: Instant.now
        ).perform(in: state))
      let results = try Delivery(state, to: [endpoint], policy: DeliveryPolicy())
        .run { cancellation.isCancelled }
      try cancellation.check()
      if let problem = DeliveryReport(results: results).problems.first {
        throw CannotWrite(description: "the demo's alerts did not arrive: \(problem)")
      }
    }
    lines = Self.lines(rounds, arrivals: receiver.arrivals)
  }

  private static func lines(
    _ rounds: [AlertRound.Result], arrivals: [EventReceiver.Arrival]
  ) -> [String] {
    let out = arrivals.count { $0.body.contains("\"status\":\"out_of_stock\"") }
    let (watched, again) = (rounds[0].watched, rounds[1].written)
    let repeated = again == 0 ? "nothing" : "\(RunProgress.grouped(again)) of them again"
    return [
      "Alerts: \(RunProgress.grouped(arrivals.count)) of \(RunProgress.grouped(watched)) products"
        + " in stores are low (\(RunProgress.grouped(out)) out of stock). A test receiver got these"
        + " alerts; a second check sent \(repeated)."
    ]
  }
}
