import ArgumentParser
import Demo
import EmbeddedPostgres
import Foundation
import JobRunner
import Logging
import Postgres
import Publishing
import Reports
import StateStore
import Values

/// `inventory-reports demo`: a generated retail chain in a private server, and its reports.
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Make every report for a generated retail chain in a private PostgreSQL.",
    usage: "inventory-reports demo [<options>]",
    discussion: """
      Starts a PostgreSQL server in a folder of its own, without a network port, fills it with \
      eight stores and 200 days of movements, makes every report for the last complete day, sends \
      low-stock alerts to a small receiver, and removes the server again. With --serve it first \
      shows all of it in your browser, until Ctrl-C.
      """)

  @ArgumentParser.Option(help: ArgumentHelp("Folder for the reports.", valueName: "folder"))
  var output = "demo-out"

  @ArgumentParser.Flag(help: "Keep the server running and print how to connect.")
  var keep = false

  @ArgumentParser.Flag(help: "Serve the reports as web pages, until Ctrl-C.")
  var serve = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "With --serve: address and port. Default: site.listen, 127.0.0.1:8080.",
      valueName: "address:port"))
  var listen: String?

  @OptionGroup var common: CommonOptions

  func run() async throws {
    let settings = try common.settings(listen.map { ["site.listen": ("--listen", $0)] } ?? [:])
    let catalogue = try common.catalogue(settings)
    let logger = common.logger
    let progress = RunProgress(isQuiet: common.quiet)
    let isSilent = common.quiet || common.json
    let show = Show(
      output: output, keep: keep, site: serve ? try DemoSite(settings) : nil,
      catalogue: catalogue, logger: logger, progress: progress,
      say: { text in if !isSilent { Terminal.note(text) } })
    let outcome = try await interruptible {
      try await runOnOwnThread(named: "demo") { cancellation in
        try show.perform(cancellation)
      }
    }
    progress.clear()
    let result = outcome.result
    var report = RunSummary(result, definitions: catalogue, currency: outcome.currency)
    report.isBrief = true
    if !isSilent { Terminal.print("") }
    try report.print(as: common, evenUnwatched: true)
    if !isSilent {
      for line in outcome.alerts { Terminal.print("\n" + wrapped(line)) }
      if !serve { Terminal.print(nextSteps(result)) }
    }
    // Not to be missed, whatever is silent: it is left behind.
    if let kept = outcome.kept { Terminal.note("\n" + kept) }
    let code = ExitStatus.code(of: result.outcomes)
    if code != 0 { throw ExitCode(code) }
  }

  private func wrapped(_ text: String) -> String {
    TextWrap.text(text, width: Terminal.width ?? 80)
  }

  /// What to do now, as commands that can be copied.
  private func nextSteps(_ result: RunResult) -> String {
    let program = CommandLine.arguments.first ?? "inventory-reports"
    let place = output == "demo-out" ? "" : " --output \(output)"
    let valuation = result.outcomes.first { $0.report == "inventory-valuation" }
    let workbook = valuation.flatMap { outcome in
      outcome.period.map { "\(output)/\(outcome.report)/latest/\(outcome.report)-\($0).xlsx" }
    }
    // A clean clone has built this program alone.
    let show =
      (try? SiteProgram.located()) == nil ? "make demo-site" : "\(program) demo\(place) --serve"
    return """

      Next:
      1. Open the valuation; its sheet Exceptions lists the planted mistakes:
           \(workbook ?? output)
      2. See all of it in your browser:
           \(show)
      3. Check your own database; nothing is changed there:
           DB_HOST=... DB_NAME=... DB_USER=... \(program) doctor
      """
  }
}

/// What a demo shows: a server, a chain in it, its reports.
private struct Show: Sendable {
  let output: String
  let keep: Bool
  let site: DemoSite?
  let catalogue: [ReportDefinition]
  let logger: Logger
  let progress: RunProgress
  let say: @Sendable (String) -> Void

  struct Outcome: Sendable {
    var result: RunResult
    var currency: String
    var alerts: [String]
    var kept: String?
  }

  func perform(_ cancellation: RunCancellation) throws -> Outcome {
    let chain = RetailChain(now: Int(Date().timeIntervalSince1970) * 1_000_000)
    say("Filling a private PostgreSQL server with an invented retail chain ...")
    var options = EmbeddedCluster.Options()
    options.keep = keep
    let cluster = try EmbeddedCluster.start(options)
    defer { if !keep { cluster.stop() } }
    try cancellation.check()
    try cluster.createDatabase("inventory")
    let summary = try fill(chain, cluster: cluster, cancellation: cancellation)
    let (products, movements) = (summary.products, summary.movements.total)
    say(
      TextWrap.text(
        "\(summary.stores) stores, \(RunProgress.grouped(products)) products and"
          + " \(RunProgress.grouped(movements)) movements from \(summary.firstDate) to"
          + " \(summary.lastCompleteDate), with some planted mistakes.",
        width: Terminal.errorWidth ?? 80))
    let policyFile = "\(output)/reorder-policy.yml"
    try write(chain.reorderPolicyYAML(), to: policyFile)
    let financeFile = "\(output)/finance-policy.yml"
    try write(chain.financePolicyYAML(), to: financeFile)
    say("Making \(catalogue.count) reports ...")
    let request = try request(policyFile: policyFile, financeFile: financeFile)
    let folder = "\(FileManager.default.temporaryDirectory.path)/demo-state-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    // A state of its own each time, which leaves no copies.
    _ = try StatePlace(folder: folder, output: output).begin(acceptingLoss: true)
    let state = try StateDatabase(folder: folder)
    let result = try JobRunner(
      request, state: state, logger: logger, cancellation: cancellation, events: progress.show
    ).run(on: cluster.settings(database: "inventory"))
    let alerts = try alerts(request, on: cluster, in: state, cancellation)
    if let site {
      progress.clear()
      try site.show(
        request, state: folder, database: ReplicaSet(cluster.settings(database: "inventory")),
        until: cancellation)
    }
    return Outcome(
      result: result, currency: request.currency, alerts: alerts,
      kept: keep
        ? """
        The server keeps running; it and its folder take about 200 MB.
          to connect:
            \(cluster.psqlCommand(database: "inventory"))
          to stop and remove it:
            \(cluster.removeCommand)
        """ : nil)
  }

  /// Tells a receiver what is low, when there is such a report.
  private func alerts(
    _ request: RunRequest, on cluster: EmbeddedCluster, in state: StateDatabase,
    _ cancellation: RunCancellation
  ) throws -> [String] {
    var request = request
    request.definitions.removeAll { $0.name != "low-stock" }
    guard !request.definitions.isEmpty else { return [] }
    progress.clear()
    return try DemoAlerts(
      request, on: cluster.settings(database: "inventory"), in: state, logger: logger,
      cancellation: cancellation
    ).lines
  }

  private func fill(
    _ chain: RetailChain, cluster: EmbeddedCluster, cancellation: RunCancellation
  ) throws -> ChainSummary {
    var connection = try PostgresConnection(
      cluster.settings(database: "inventory", readOnly: false), logger: logger,
      cancellation: cancellation)
    return try chain.create(in: &connection)
  }

  private func request(policyFile: String, financeFile: String) throws -> RunRequest {
    guard let calendar = BusinessCalendar(timeZoneName: "Asia/Bangkok") else {
      throw SettingsError("this machine lacks the time zone Asia/Bangkok: install tzdata")
    }
    var request = RunRequest(
      definitions: catalogue, areNamed: false, output: output, calendar: calendar,
      currency: "THB", programVersion: Version.current)
    let policy = try ReorderPolicy.loadWithText(file: policyFile)
    request.policy = policy.policy
    request.policyHash = ContentHash.sha256(Array(policy.text.utf8))
    let finance = try FinancePolicy.loadWithText(file: financeFile)
    request.finance = finance.policy
    request.financeHash = ContentHash.sha256(Array(finance.text.utf8))
    // The chain grows with each day, so that an earlier demo's reports are of other data.
    request.force = true
    return request
  }

  private func write(_ text: String, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: url, options: .atomic)
    } catch {
      throw CannotWrite(description: "cannot write \(path): \(error.localizedDescription)")
    }
  }
}
