import Alerts
import ArgumentParser
import Postgres

/// `inventory-reports alerts flush`: delivers what waits, and decides nothing.
struct AlertsFlushCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "flush", abstract: "Deliver what waits, without looking at the stock.")

  @ArgumentParser.Flag(help: "Also to a service that answered 410 and was left alone since.")
  var resume = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    if try settings.endpoints().isEmpty { _ = try settings.notificationEndpoint() }
    try await Self.deliver(try AlertDesk(settings), resumes: resume, common)
  }

  /// Delivers and says what came of it; throws exit code 3 when something is left.
  static func deliver(
    _ desk: AlertDesk, resumes: Bool, _ common: CommonOptions
  ) async throws {
    let results = try await interruptible {
      try await runOnOwnThread(named: "alerts") { cancellation in
        try desk.deliver(resumes: resumes, cancellation: cancellation)
      }
    }
    let report = DeliveryReport(results: results)
    if common.json {
      try Terminal.print(json: report.document)
    } else if Terminal.isOutputTerminal, !common.quiet {
      for line in report.lines { Terminal.print(line) }
    }
    for problem in report.problems { Terminal.error(problem) }
    if !results.allSatisfy(\.isComplete) { throw ExitCode(ExitStatus.Code.partial) }
  }
}
