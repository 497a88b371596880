import Alerts
import ArgumentParser
import Foundation
import JobRunner
import Postgres
import Reports
import Values

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
        inventory-reports run --due      what is due by the schedules; for cron

      The default date is the last complete business date in the report's time zone. A published \
      period is skipped unless you give --force, or give --reissue and the data changed. All \
      reports of one run are read from one snapshot of one server.

      --due makes the periods that are due by the schedules and missing in the output folder, \
      oldest first. So it catches up on missed nights.
      """)

  @ArgumentParser.Argument(help: ArgumentHelp("Reports to make.", valueName: "report"))
  var names: [String] = []

  @ArgumentParser.Flag(help: "Make every report.")
  var all = false

  @ArgumentParser.Flag(help: "Make what is due, for all reports or the named ones.")
  var due = false

  @ArgumentParser.Option(
    help: ArgumentHelp(
      "With --due: the most missed periods of a report to catch up on. Default: 7.",
      valueName: "number"))
  var catchUp: Int?

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

  @OptionGroup var publish: PublishOptions
  @OptionGroup var monitoring: MonitoringOptions
  @OptionGroup var common: CommonOptions

  /// Called by `run` and not by the parser, which would ask before it names an unknown option.
  private func checkOptions() throws {
    guard !due || !all else { throw ValidationError("give --due or --all, not both") }
    guard due || all != !names.isEmpty else {
      throw ValidationError(
        all
          ? "name reports, or give --all, not both"
          : "name a report, or give --all, or --due for what is due")
    }
    let hasDates = date != nil || from != nil || to != nil || compareWith != nil
    guard !due || !(hasDates || !store.isEmpty || !supplier.isEmpty || !set.isEmpty) else {
      throw ValidationError("--due takes dates and filters from the schedule: remove these options")
    }
    guard catchUp == nil || due else { throw ValidationError("--catch-up needs --due") }
    if let catchUp, !(1...1_000).contains(catchUp) {
      throw ValidationError("--catch-up \(catchUp): expected a number from 1 to 1000")
    }
    guard date == nil || (from == nil && to == nil) else {
      throw ValidationError("give --date, or --from and --to, not both")
    }
    guard (from == nil) == (to == nil) else {
      throw ValidationError("give both --from and --to")
    }
    for text in set where !text.contains("=") {
      throw ValidationError("--set \(text): expected name=value")
    }
  }

  func run() async throws {
    try checkOptions()
    let settings = try common.settings(publish.flags.merging(monitoring.flags) { $1 })
    let (definitions, broken) = try definitions(settings)
    let request = try request(settings, definitions)
    let ending = try await PublishingRun(
      request, isSingle: !due, isPartial: !broken.isEmpty, settings: settings, publish: publish,
      common: common
    ).perform { [due, catchUp] series, replicas in
      due ? try series.runDue(on: replicas, catchUp: catchUp ?? 7) : try series.run(on: replicas)
    }
    for problem in broken { Terminal.error(problem.description) }
    try ending.finish()
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
    if names.isEmpty { return (definitions, problems) }
    let own = problems.filter { problem in
      names.contains { problem.file.hasPrefix("\(folder)/\($0)/") }
    }
    guard own.isEmpty else { throw DefinitionProblems(own) }
    return (try CommonOptions.reports(names, of: definitions), [])
  }

  private func request(
    _ settings: Settings, _ definitions: [ReportDefinition]
  ) throws -> RunRequest {
    var request = try publish.request(settings, definitions, areNamed: !names.isEmpty)
    if let date { request.dates = .day(date.day) }
    if let from, let to { request.dates = .range(from.day, to.day) }
    request.compareWith = compareWith?.day
    request.stores = store
    request.suppliers = supplier
    for text in set {
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      request.parameters[String(parts[0])] = String(parts[1])
    }
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
