import ArgumentParser
import Demo
import EmbeddedPostgres
import Foundation
import JobRunner
import Logging
import Postgres
import Reports

/// `inventory-reports demo`: a generated retail chain in a private server, and its reports.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Make every report for a generated retail chain in a private PostgreSQL.",
    discussion: """
      Starts a PostgreSQL server in a folder of its own, without a network port, fills it with eight
      stores and 200 days of movements, makes every report for the last complete day, and removes
      the server again.
      """)

  @ArgumentParser.Option(help: ArgumentHelp("Where the reports go.", valueName: "folder"))
  var output = "demo-out"

  @ArgumentParser.Flag(help: "Leave the server running and say how to connect.")
  var keep = false

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings()
    let catalogue = try common.catalogue(settings)
    let keep = keep
    let output = output
    let logger = common.logger
    let progress = RunProgress(isQuiet: common.quiet)
    let say: @Sendable (String) -> Void = common.quiet || common.json ? { _ in } : Terminal.note
    let now = Int(Date().timeIntervalSince1970) * 1_000_000
    let chain = RetailChain(now: now)
    let policyFile = "\(output)/reorder-policy.yml"
    let (result, request, help) = try await interruptible {
      try await runOnOwnThread(named: "demo") { cancellation in
        say("starting a private PostgreSQL server")
        var options = EmbeddedCluster.Options()
        options.keep = keep
        let cluster = try EmbeddedCluster.start(options)
        defer { if !keep { cluster.stop() } }
        try cancellation.check()
        try cluster.createDatabase("inventory")
        say("generating a retail chain")
        let summary = try Self.fill(
          chain, cluster: cluster, logger: logger, cancellation: cancellation)
        say("\(summary)")
        try Self.write(chain.reorderPolicyYAML(), to: policyFile)
        say("making \(catalogue.count) reports")
        let request = try Self.request(catalogue, output: output, policyFile: policyFile)
        let result = try JobRunner(
          request, logger: logger, cancellation: cancellation, events: progress.show
        ).run(on: cluster.settings(database: "inventory"))
        return (result, request, keep ? cluster.psqlCommand(database: "inventory") : nil)
      }
    }
    progress.clear()
    let report = RunReport(result, definitions: catalogue, currency: request.currency)
    if common.json { try report.print(as: common) } else { Terminal.print(report.table) }
    for outcome in result.outcomes {
      if let error = outcome.error {
        Terminal.error("\(outcome.report): \(ExitStatus.message(of: error))")
      }
    }
    if let help { Terminal.print("The server is left running. To look into it: \(help)") }
    let code = ExitStatus.code(of: result.outcomes)
    if code != 0 { throw ExitCode(code) }
  }

  private static func fill(
    _ chain: RetailChain, cluster: EmbeddedCluster, logger: Logger, cancellation: RunCancellation
  ) throws -> ChainSummary {
    var connection = try PostgresConnection(
      cluster.settings(database: "inventory", readOnly: false), logger: logger,
      cancellation: cancellation)
    defer { cancellation.unregister(connection.canceller) }
    return try chain.create(in: &connection)
  }

  private static func request(
    _ catalogue: [ReportDefinition], output: String, policyFile: String
  ) throws -> RunRequest {
    guard let calendar = BusinessCalendar(timeZoneName: "Asia/Bangkok") else {
      throw SettingsError("the time zone Asia/Bangkok is not there: is the program complete?")
    }
    var request = RunRequest(
      definitions: catalogue, areNamed: false, output: output, calendar: calendar,
      currency: "THB", programVersion: Version.current)
    request.policy = try ReorderPolicy.load(file: policyFile)
    // The chain grows with each day, so that an earlier demo's reports are of other data.
    request.force = true
    return request
  }

  private static func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw ValidationError("cannot write \(path): \(error.localizedDescription)")
    }
  }
}
