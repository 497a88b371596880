import ArgumentParser
import Foundation
import JobRunner
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// `inventory-reports prune`: removes old periods.
struct PruneCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prune",
    abstract: "Remove old periods and replaced runs.",
    usage: "inventory-reports prune [<report> ...] --keep-daily <number> [<options>]",
    discussion: """
      EXAMPLES
        inventory-reports prune --keep-daily 400 --dry-run
        inventory-reports prune --keep-daily 90 --keep-monthly 36

      Keeps the newest --keep-daily days of the schedule, every period that ends after the oldest \
      of them, and periods that end with a month. A replaced run stays with its period unless it \
      was provisional. The newest good run of a report always stays. Without named reports, it also \
      removes alert events that were given up, and mutes that ended, at least 90 days ago and \
      before the days that are kept.
      """)

  @ArgumentParser.Argument(help: ArgumentHelp("Reports. Default: all.", valueName: "report"))
  var names: [String] = []

  @ArgumentParser.Option(help: ArgumentHelp("Number of latest days to keep.", valueName: "number"))
  var keepDaily: Int

  @ArgumentParser.Option(
    help: ArgumentHelp("Number of month ends to keep. Default: all.", valueName: "number"))
  var keepMonthly: Int?

  @ArgumentParser.Option(help: ArgumentHelp("Output folder.", valueName: "folder"))
  var output: String?

  @ArgumentParser.Flag(name: .shortAndLong, help: "Show what would be removed; remove nothing.")
  var dryRun = false

  @OptionGroup var common: CommonOptions

  private struct Entry: Encodable {
    var report: String
    var periods: [String]
    var runs: Int
    var bytes: Int
    var forgotten: Int
  }

  func run() throws {
    guard keepDaily > 0, keepMonthly ?? 0 >= 0 else {
      throw ValidationError("--keep-daily must be 1 or more, --keep-monthly 0 or more")
    }
    let settings = try common.settings(output.map { ["report.output": ("--output", $0)] } ?? [:])
    let published = try PublishedReports(output: settings.output).reports()
    for name in names where !published.contains(name) {
      let known = published.isEmpty ? "none" : published.joined(separator: ", ")
      throw ValidationError(
        "report '\(name)' is not published in \(settings.output); known: \(known)")
    }
    let (state, stateError) = try settings.existingState(toChange: !dryRun)
    let work = PruneWork(
      output: settings.output, retention: Retention(daily: keepDaily, monthly: keepMonthly),
      definitions: ReportCatalogue.read(folder: settings.definitionsFolder).0.withEditions,
      state: state)
    let now = Instant.now
    var entries: [Entry] = []
    var failure: (any Error)?
    for report in names.isEmpty ? published : names {
      do {
        let (pruning, records) =
          dryRun ? (try work.plan(report), 0) : try work.perform(report, now: now)
        entries.append(
          Entry(
            report: report, periods: pruning.periods.map(\.text), runs: pruning.runs.count,
            bytes: pruning.bytes, forgotten: records))
      } catch {
        Terminal.error("\(report): \(ExitStatus.message(of: error))")
        failure = failure ?? error
      }
    }
    var events = 0
    do {
      if names.isEmpty, !dryRun { events = try work.forgetAlerts(now: now) }
    } catch {
      Terminal.error("alerts: \(ExitStatus.message(of: error))")
      failure = failure ?? error
    }
    try show(entries, events: events)
    if let stateError {
      Terminal.error(
        dryRun
          ? "\(stateError). A prune would not clean up the state"
          : "\(stateError). The folder is pruned, the state is not")
    }
    if let failure {
      throw ExitCode(entries.isEmpty ? ExitStatus.code(of: failure) : ExitStatus.Code.partial)
    }
    if let stateError { throw ExitCode(ExitStatus.code(of: stateError)) }
  }

  private func show(_ entries: [Entry], events: Int) throws {
    if common.json { return try Terminal.print(json: entries) }
    guard Terminal.isOutputTerminal || dryRun, !common.quiet else { return }
    var table = TextTable(
      ["REPORT", "PERIODS", "RUNS", "SIZE", "", dryRun ? "WOULD BE REMOVED" : "REMOVED"],
      rightAligned: [1, 2, 3])
    for entry in entries {
      let span =
        entry.periods.isEmpty
        ? "" : "\(entry.periods[0]) to \(entry.periods[entry.periods.count - 1])"
      table.add([
        entry.report, "\(entry.periods.count)", "\(entry.runs)",
        "\(RunProgress.grouped((entry.bytes + 1_023) / 1_024)) kB", "", span,
      ])
    }
    Terminal.print(entries.isEmpty ? "nothing is published" : table.text)
    guard events > 0 else { return }
    Terminal.print("\(RunProgress.grouped(events)) events that were given up are removed")
  }
}
