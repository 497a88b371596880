import ArgumentParser
import JobRunner
import Reports
import Values

/// `inventory-reports backfill`: fills the history of reports.
struct BackfillCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backfill",
    abstract: "Make the past periods of reports, oldest first.",
    usage: "inventory-reports backfill <report> ... --from <date> --to <date>",
    discussion: """
      EXAMPLES
        inventory-reports backfill movement-summary --from 2026-10-01 --to 2026-10-31
        inventory-reports backfill slow-movers --from 2026-01-01 --to 2026-06-30

      Makes each period of the report's schedule that ends in these days, each from a reading of \
      its own. Published periods stay as they are. Names and levels are today's.
      """)

  @ArgumentParser.Argument(help: ArgumentHelp("Reports to make.", valueName: "report"))
  var names: [String]

  @ArgumentParser.Option(help: ArgumentHelp("First business date.", valueName: "yyyy-mm-dd"))
  var from: DateArgument

  @ArgumentParser.Option(help: ArgumentHelp("Last business date.", valueName: "yyyy-mm-dd"))
  var to: DateArgument

  @OptionGroup var publish: PublishOptions
  @OptionGroup var common: CommonOptions

  func run() async throws {
    guard from.day <= to.day else {
      throw ValidationError("--from \(from.day) is later than --to \(to.day)")
    }
    let settings = try common.settings(publish.flags)
    let definitions = try CommonOptions.reports(names, of: common.catalogue(settings))
    for definition in definitions
    where !ScheduledSeries(definition).isDated {
      throw ValidationError("\(definition.name) is always about now: it has no past periods")
    }
    let request = try publish.request(settings, definitions, areNamed: true)
    let days = from.day...to.day
    try await PublishingRun(request, settings: settings, publish: publish, common: common)
      .perform { series, replicas in try series.backfill(days, on: replicas) }
      .finish()
  }
}
