import Alerts
import ArgumentParser
import Foundation
import JobRunner
import Postgres
import Reports
import ReportWriters

/// `inventory-reports run`: makes and publishes reports.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Make and publish reports.",
    discussion: """
      EXAMPLES
        inventory-reports run --all
        inventory-reports run inventory-valuation --date 2026-10-31 --format xlsx
        inventory-reports run movement-summary --from 2026-10-01 --to 2026-10-31
        inventory-reports run reorder-suggestions --store 'Siam Square'
        inventory-reports run slow-movers --set idle_days=60

      Without a date it is the last complete business date in the report's time zone. What is
      published already is not made again without --force. All reports of one run are read from
      one snapshot of one server.
      """)

  @ArgumentParser.Argument(help: ArgumentHelp("Reports to make.", valueName: "report"))
  var names: [String] = []

  @ArgumentParser.Flag(help: "Make every report.")
  var all = false

  @ArgumentParser.Option(help: ArgumentHelp("Business date.", valueName: "yyyy-mm-dd"))
  var date: DateArgument?

  @ArgumentParser.Option(help: ArgumentHelp("First business date.", valueName: "yyyy-mm-dd"))
  var from: DateArgument?

  @ArgumentParser.Option(help: ArgumentHelp("Last business date.", valueName: "yyyy-mm-dd"))
  var to: DateArgument?

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Business date to compare a valuation with. Default: the day before.",
      valueName: "yyyy-mm-dd"))
  var compareWith: DateArgument?

  @ArgumentParser.Option(
    help: ArgumentHelp("Only this store, by id or name. May be repeated.", valueName: "store"))
  var store: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Only this supplier, by id or name. May be repeated.", valueName: "supplier"))
  var supplier: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "Another parameter of the report, such as window=30. May be repeated.",
      valueName: "name=value"))
  var set: [String] = []

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "csv, csv-excel, json or xlsx; several separated by commas, or repeated.",
      valueName: "format"))
  var format: [String] = []

  @ArgumentParser.Option(help: ArgumentHelp("Output folder.", valueName: "folder"))
  var output: String?

  @ArgumentParser.Flag(help: "Make it again although it is published.")
  var force = false

  @ArgumentParser.Flag(name: .shortAndLong, help: "Say what would be made, and make nothing.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  /// Called by `run` and not by the parser, which would ask before it names an unknown option.
  private func checkOptions() throws {
    guard all != !names.isEmpty else {
      throw ValidationError(
        all ? "name reports, or give --all, not both" : "name a report, or give --all")
    }
    guard date == nil || (from == nil && to == nil) else {
      throw ValidationError("give --date, or --from and --to, not both")
    }
    guard (from == nil) == (to == nil) else {
      throw ValidationError("--from and --to belong together")
    }
    for text in set where !text.contains("=") {
      throw ValidationError("--set \(text): expected name=value")
    }
  }

  func run() async throws {
    try checkOptions()
    var flags: [String: (flag: String, value: String)] = [:]
    if let output { flags["report.output"] = ("--output", output) }
    if !format.isEmpty { flags["report.formats"] = ("--format", format.joined(separator: ",")) }
    let settings = try common.settings(flags)
    let (definitions, broken) = try definitions(settings)
    let request = try request(settings, definitions)
    let replicas = try settings.replicas()
    let logger = common.logger
    let progress = RunProgress(isQuiet: common.quiet || common.json)
    defer { progress.clear() }
    // What is wrong with it is said at the end: it keeps no report from being made.
    let notices = Result { try dryRun ? nil : ReportNotices(settings) }
    let teller = try? notices.get()
    let result = try await interruptible {
      try await runOnOwnThread(named: "run") { cancellation in
        try JobRunner(
          request, logger: logger, cancellation: cancellation, events: progress.show,
          onRow: { teller?.take($0, $1, $2) }
        ).run(on: replicas)
      }
    }
    progress.clear()
    try RunReport(result, definitions: request.definitions, currency: request.currency)
      .print(as: common, evenUnwatched: dryRun)
    for problem in broken { Terminal.error(problem.description) }
    let isTold = try await tell(result, of: request, by: notices)
    let code = ExitStatus.code(of: result.outcomes)
    if code != 0 { throw ExitCode(code) }
    if !isTold || !broken.isEmpty { throw ExitCode(ExitStatus.Code.partial) }
  }

  /// Tells other services what was published; gives false, and says why, when that failed.
  ///
  /// The reports stand whatever comes of it.
  private func tell(
    _ result: RunResult, of request: RunRequest, by notices: Result<ReportNotices?, any Error>
  ) async throws -> Bool {
    do {
      guard let notices = try notices.get() else { return true }
      let results = try await interruptible {
        try await runOnOwnThread(named: "notices") { cancellation in
          try notices.send(result, of: request, cancellation: cancellation)
        }
      }
      for problem in DeliveryReport(results: results).problems { Terminal.error(problem) }
      return results.allSatisfy(\.isComplete)
    } catch is AnotherRun {
      // Written; who is at work delivers it, or the next run.
      return true
    } catch let stop as Interrupted {
      throw stop
    } catch {
      Terminal.error("the reports are published, but not told of: \(ExitStatus.message(of: error))")
      return false
    }
  }

  /// The reports to make, and the mistakes of those that cannot be made.
  ///
  /// A mistake in one definition keeps no other report from being made; named reports are not
  /// concerned by the mistakes of others.
  private func definitions(
    _ settings: Settings
  ) throws -> (reports: [ReportDefinition], broken: [DefinitionProblem]) {
    let folder = settings.definitionsFolder
    let (definitions, problems) = ReportCatalogue.read(folder: folder)
    if definitions.isEmpty { throw DefinitionProblems(problems) }
    if all { return (definitions, problems) }
    let own = problems.filter { problem in
      names.contains { problem.file.hasPrefix("\(folder)/\($0)/") }
    }
    guard own.isEmpty else { throw DefinitionProblems(own) }
    return (try CommonOptions.reports(names, of: definitions), [])
  }

  private func request(
    _ settings: Settings, _ definitions: [ReportDefinition]
  ) throws -> RunRequest {
    var request = RunRequest(
      definitions: definitions, areNamed: !all, output: settings.output,
      calendar: try settings.calendar(),
      currency: try settings.currency(), programVersion: Version.current)
    if let date { request.dates = .day(date.day) }
    if let from, let to { request.dates = .range(from.day, to.day) }
    request.compareWith = compareWith?.day
    request.stores = store
    request.suppliers = supplier
    for text in set {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      request.parameters[String(parts[0])] = String(parts[1])
    }
    request.formats = try settings.formats()
    request.force = force
    request.dryRun = dryRun
    request.formulaGuard = try settings.formulaGuard()
    (request.policy, request.policyHash) = try settings.policy()
    return request
  }
}

/// A business date on the command line.
struct DateArgument: ExpressibleByArgument {
  let day: Day

  init?(argument: String) {
    // Before 1970 no system of record has movements, and zones have no rules.
    guard let day = Day(argument), day >= Day(daysSinceEpoch: 0) else { return nil }
    self.day = day
  }
}
