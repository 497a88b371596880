import ArgumentParser
import Foundation
import JobRunner
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// `inventory-reports status`: where everything stands.
struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Show each report's last good run, what is due, and what failed and why.",
    usage: "inventory-reports status [<options>]",
    discussion: """
      Reads the output folder and the state, not the database. A report is overdue when it has been \
      due for 6 hours, or an hourly one for 2, unless --grace says otherwise.
      """)

  @ArgumentParser.Flag(help: "Exit with 1 when anything is overdue, for monitors.")
  var check = false

  @ArgumentParser.Option(
    help: ArgumentHelp("How long a report may be due.", valueName: "time"))
  var grace: DurationArgument?

  @ArgumentParser.Option(help: ArgumentHelp("Output folder.", valueName: "folder"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    let settings = try common.settings(output.map { ["report.output": ("--output", $0)] } ?? [:])
    let (definitions, problems) = ReportCatalogue.read(folder: settings.definitionsFolder)
    if definitions.isEmpty { throw DefinitionProblems(problems) }
    let (state, stateError) = try settings.existingState()
    var board = StatusBoard(
      definitions.withEditions, calendar: try settings.calendar(), output: settings.output,
      state: state, catchUp: 7)
    board.grace = grace?.duration
    let now = Instant.now
    let reports = try board.reports(at: now)
    let page = StatusPage(reports, calendar: try settings.calendar(), now: now)
    var notes = problems.map(\.description)
    if let stateError {
      notes.append("\(stateError). These lines come from the output folder")
    }
    notes += [page.clockNote, page.blindNote].compactMap(\.self)
    if common.json {
      try Terminal.print(json: page.document(notes: notes))
    } else if !common.quiet {
      Terminal.print(page.text)
    }
    if !common.json { for note in notes { Terminal.error(note) } }
    let isOverdue = reports.contains { $0.standing == .overdue }
    if check, isOverdue || stateError != nil || !problems.isEmpty {
      throw ExitCode(ExitStatus.Code.failure)
    }
  }
}
