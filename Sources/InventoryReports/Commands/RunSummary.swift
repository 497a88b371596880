import Foundation
import JobRunner
import Logging
import Publishing
import Reports
import Values

/// What a run says at its end: a table for people, a document for programs, errors for both.
struct RunSummary {
  private let results: [RunResult]
  /// Why other runs were not made.
  private let error: (any Error)?
  /// Whether it is one run that was asked for, and not a series of them.
  private let isSingle: Bool
  private let definitions: [ReportDefinition]
  private let currency: String
  /// Whether the table names the files, and what the checks found is told.
  var isBrief = false

  init(_ result: RunResult, definitions: [ReportDefinition], currency: String) {
    self.init([result], definitions: definitions, currency: currency, isSingle: true)
  }

  init(
    _ results: [RunResult], error: (any Error)? = nil, definitions: [ReportDefinition],
    currency: String, isSingle: Bool
  ) {
    self.results = results
    self.error = error
    self.isSingle = isSingle
    self.definitions = definitions
    self.currency = currency
  }

  /// Without a terminal, nothing on success unless asked for; errors always.
  func print(as options: CommonOptions, evenUnwatched: Bool = false) throws {
    if options.json {
      if isSingle, let result = results.first {
        try Terminal.print(json: document(result))
      } else {
        try Terminal.print(json: results.map(document) + [failure].compactMap(\.self))
      }
    } else if Terminal.isOutputTerminal || evenUnwatched, !options.quiet {
      Terminal.print(outcomes.isEmpty ? "nothing is due" : table)
    }
    for outcome in outcomes {
      if let error = outcome.error {
        var facts: Logger.Metadata = [
          "report": "\(outcome.report)", "code": .stringConvertible(ExitStatus.code(of: error)),
        ]
        if !isSingle { facts["period"] = outcome.period.map { "\($0)" } }
        facts["run"] = results.first { result in
          result.outcomes.contains { $0.report == outcome.report && $0.period == outcome.period }
        }.map { "\($0.run)" }
        Terminal.error(ExitStatus.message(of: error), facts)
      }
    }
    guard Terminal.isErrorTerminal, !options.quiet, !isBrief else { return }
    for (text, reports) in warned {
      Terminal.note(wrapped: "note: \(reports.joined(separator: ", ")): \(text)")
    }
  }

  /// What checks found, each once with the reports that found it.
  private var warned: [(text: String, reports: [String])] {
    var warned: [(text: String, reports: [String])] = []
    for outcome in outcomes {
      for check in outcome.checks where check.outcome == .warned {
        let index = warned.firstIndex { $0.text == check.line }
        guard let index else {
          warned.append((check.line, [outcome.report]))
          continue
        }
        if !warned[index].reports.contains(outcome.report) {
          warned[index].reports.append(outcome.report)
        }
      }
    }
    return warned
  }

  private var outcomes: [ReportOutcome] { results.flatMap(\.outcomes) }

  var table: String {
    let headings = ["REPORT", "PERIOD", "ROWS", "KEY TOTAL", ""]
    var table = TextTable(headings + (isBrief ? [] : ["FILE"]), rightAligned: [2, 3])
    for outcome in outcomes {
      let cells: [TextTable.Cell] = [
        .init(outcome.report), .init(outcome.period ?? ""), .init(rows(outcome)),
        .init(keyTotal(outcome) ?? ""), mark(outcome),
      ]
      table.add(cells: cells + (isBrief ? [] : [.init(workbook(outcome) ?? "")]))
    }
    return table.text
  }

  private func mark(_ outcome: ReportOutcome) -> TextTable.Cell {
    switch outcome.ending {
    case .published: .init("published", .green)
    case .alreadyPublished: .init("already published")
    case .planned: .init("would be made")
    case .failed: .init("FAILED", .red)
    }
  }

  private func rows(_ outcome: ReportOutcome) -> String {
    guard let run = run(outcome) else { return "" }
    return RunProgress.grouped(run.facts.rows.values.reduce(0, +))
  }

  /// The total that the definition names, grouped for people.
  private func keyTotal(_ outcome: ReportOutcome) -> String? {
    let definition = definitions.first { $0.name == outcome.report }
    guard let key = definition?.keyTotal,
      case .overall(let text)? = run(outcome)?.facts.totals[key.table]?[key.column]
    else { return nil }
    let type = definition?.table(key.table)?.columns.first { $0.key == key.column }?.type
    let parts = text.split(separator: ".", maxSplits: 1)
    let whole = Int(parts[0]).map { RunProgress.grouped($0) } ?? String(parts[0])
    let sign = text.hasPrefix("-") && !whole.hasPrefix("-") ? "-" : ""
    let figure = sign + ([whole] + parts.dropFirst().map(String.init)).joined(separator: ".")
    return type == .money ? "\(figure) \(currency)" : figure
  }

  private func run(_ outcome: ReportOutcome) -> PublishedRun? {
    switch outcome.ending {
    case .published(let run), .alreadyPublished(let run): run
    case .planned, .failed: nil
    }
  }

  /// The workbook under its period, or another file when there is none.
  private func workbook(_ outcome: ReportOutcome) -> String? {
    guard let run = run(outcome), let period = outcome.period else { return nil }
    let resources = run.package.resources
    let file = resources.first { $0.format == "xlsx" } ?? resources.first
    guard let file else { return nil }
    // .../<report>/.runs/<run id> lies beside the period's link.
    let report = URL(fileURLWithPath: run.folder).deletingLastPathComponent()
      .deletingLastPathComponent()
    return Self.short(report.appendingPathComponent("\(period)/\(file.path)").path)
  }

  /// The path from here when the file lies below.
  static func short(_ path: String) -> String {
    let here = FileManager.default.currentDirectoryPath + "/"
    return path.hasPrefix(here) ? String(path.dropFirst(here.count)) : path
  }

  private struct Document: Encodable {
    var run: String?
    var as_of: String?
    var server: String?
    var standby: Bool?
    var reports: [Report]
    var warnings: [String]
    var error: String?
    var exit_code: Int32?
  }

  private struct Report: Encodable {
    var report: String
    var period: String?
    var status: String
    var error: String?
    var exit_code: Int32?
    var folder: String?
    var files: [String]
    var rows: [String: Int]
    var totals: [String: [String: ControlTotal]]
    var seconds: Double
    var failed_checks: [String]
    var warnings: [String]
  }

  /// The run that could not be made, in its place in the list.
  private var failure: Document? {
    error.map {
      Document(
        reports: [], warnings: [], error: ExitStatus.message(of: $0),
        exit_code: ExitStatus.code(of: $0))
    }
  }

  private func document(_ result: RunResult) -> Document {
    Document(
      run: result.run.text, as_of: result.asOf.description, server: result.source.server,
      standby: result.source.isStandby, reports: result.outcomes.map(report),
      warnings: result.warnings)
  }

  private func report(_ outcome: ReportOutcome) -> Report {
    let run = run(outcome)
    let status =
      switch outcome.ending {
      case .published: "published"
      case .alreadyPublished: "already_published"
      case .planned: "planned"
      case .failed: "failed"
      }
    let seconds = outcome.duration.components
    return Report(
      report: outcome.report, period: outcome.period, status: status,
      error: outcome.error.map { ExitStatus.message(of: $0) },
      exit_code: outcome.error.map { ExitStatus.code(of: $0) }, folder: run?.folder,
      files: run?.package.resources.map(\.path) ?? [], rows: run?.facts.rows ?? [:],
      totals: run?.facts.totals ?? [:],
      seconds: (Double(seconds.seconds) + Double(seconds.attoseconds) / 1e18).rounded(to: 3),
      failed_checks: outcome.checks.filter { $0.outcome == .failed }.map(\.name),
      warnings: outcome.checks.filter { $0.outcome == .warned }.map(\.name))
  }
}

extension Double {
  fileprivate func rounded(to decimals: Int) -> Double {
    var factor = 1.0
    for _ in 0..<decimals { factor *= 10 }
    return (self * factor).rounded() / factor
  }
}
