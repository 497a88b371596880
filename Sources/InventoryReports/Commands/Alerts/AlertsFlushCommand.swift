import Alerts
import ArgumentParser
import Postgres

/// `inventory-reports alerts flush`: delivers what waits, and decides nothing.
struct AlertsFlushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flush", abstract: "Deliver waiting events without checking the stock.",
    usage: "inventory-reports alerts flush [<options>]")

  @ArgumentParser.Flag(help: "Also deliver to a service that was stopped after a 410 answer.")
  var resume = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    if try settings.endpoints().isEmpty { _ = try settings.notificationEndpoint() }
    try await Self.deliver(settings, resumes: resume, common)
  }

  /// Delivers, after a preparation, and says what came of it; throws exit code 3 when something is
  /// left.
  static func deliver(
    _ settings: Settings, resumes: Bool, _ common: CommonOptions,
    after prepare: (DeliverySession) throws -> Void = { _ in }
  ) async throws {
    let watch = try AlertWatch(settings, decides: false, logger: common.logger)
    let code = try await watch.over {
      let session = try DeliverySession(settings)
      try prepare(session)
      let results = try await interruptible {
        try await runOnOwnThread(named: "alerts") { cancellation in
          try session.deliver(resumes: resumes, cancellation: cancellation)
        }
      }
      try report(results, common)
      return AlertWatch.Ending(
        code: results.allSatisfy(\.isComplete) ? ExitStatus.Code.done : ExitStatus.Code.partial,
        deliveries: results)
    }
    if code != 0 { throw ExitCode(code) }
  }

  private static func report(_ results: [DeliveryResult], _ common: CommonOptions) throws {
    let report = DeliveryReport(results: results)
    if common.json {
      try Terminal.print(json: report.document)
    } else if Terminal.isOutputTerminal, !common.quiet {
      for line in report.lines { Terminal.print(line) }
    }
    for problem in report.problems { Terminal.error(problem) }
  }
}
