import ArgumentParser
import JobRunner
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// `inventory-reports history`: what was run, and what came of it.
struct HistoryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history", abstract: "Show the runs and their results, newest first.",
    usage: "inventory-reports history [<report>] [<options>]",
    discussion: "'warned' means published with a check warning; 'status' names the check.")

  @ArgumentParser.Argument(help: ArgumentHelp("One report. Default: all.", valueName: "report"))
  var report: String?

  @ArgumentParser.Option(help: ArgumentHelp("Number of runs to show.", valueName: "number"))
  var limit = 20

  @ArgumentParser.Option(help: ArgumentHelp("Output folder.", valueName: "folder"))
  var output: String?

  @OptionGroup var common: CommonOptions

  func run() throws {
    guard limit > 0 else { throw ValidationError("--limit \(limit): expected 1 or more") }
    let settings = try common.settings(output.map { ["report.output": ("--output", $0)] } ?? [:])
    let (definitions, _) = ReportCatalogue.read(folder: settings.definitionsFolder)
    let (state, stateError) = try settings.existingState()
    let calendar = try settings.calendar()
    let board = StatusBoard(
      definitions.withEditions, calendar: calendar, output: settings.output, state: state,
      catchUp: 1)
    let records = try board.records(of: report, limit: limit)
    if let report, records.isEmpty {
      // One whose definition is gone is known by what it left.
      let published = (try? PublishedReports(output: settings.output).reports()) ?? []
      let known = Set(definitions.withEditions.map(\.name) + published)
      guard known.contains(report) else {
        throw CommonOptions.unknownReport(report, known: known.sorted())
      }
    }
    if common.json {
      try Terminal.print(json: records.map { Document($0, calendar) })
    } else if !common.quiet {
      Terminal.print(records.isEmpty ? "no run is recorded" : text(records, calendar))
    }
    if let stateError {
      Terminal.error("\(stateError). This list comes from the output folder")
    }
  }

  private func text(_ records: [RunRecord], _ calendar: BusinessCalendar) -> String {
    var table = TextTable(
      ["STARTED", "REPORT", "PERIOD", "", "ROWS", "RUN OR REASON"], rightAligned: [4])
    for record in records {
      table.add(cells: [
        .init(ZonedText.time(record.started, in: calendar)), .init(record.report),
        .init(record.period ?? "-"), mark(record),
        .init(record.rows.map { RunProgress.grouped($0) } ?? ""),
        .init(detail(record)),
      ])
    }
    return table.text
  }

  private func detail(_ record: RunRecord) -> String {
    let took = record.took.map { " (\(ZonedText.duration(milliseconds: $0)))" } ?? ""
    return (record.attempt > 1 ? "attempt \(record.attempt): " : "")
      + (record.error ?? record.run + took)
  }

  private func mark(_ record: RunRecord) -> TextTable.Cell {
    switch record.state {
    case .published:
      record.warnings.isEmpty ? .init("published", .green) : .init("warned", .yellow)
    case .failed: .init("FAILED", .red)
    case .abandoned: .init("ABANDONED", .red)
    case .running: .init("running")
    }
  }

  private struct Document: Encodable {
    var run: String
    var report: String
    var period: String?
    var attempt: Int
    var state: String
    var started: String
    var finished: String?
    var as_of: String?
    var server: String?
    var standby: Bool?
    var rows: Int?
    var stages_ms: [String: Int]
    var warnings: [String]
    var error: String?

    init(_ record: RunRecord, _ calendar: BusinessCalendar) {
      run = record.run
      report = record.report
      period = record.period
      attempt = record.attempt
      state = record.state.rawValue
      started = calendar.text(record.started)
      finished = record.finished.map { calendar.text($0) }
      as_of = record.asOf.map { calendar.text($0) }
      server = record.server
      standby = record.isStandby
      rows = record.rows
      stages_ms = record.stages
      warnings = record.warnings
      error = record.error
    }
  }
}

extension RunRecord {
  /// From start to end in milliseconds.
  fileprivate var took: Int? {
    finished.map { Int(max(0, $0.microseconds - started.microseconds) / 1_000) }
  }
}
