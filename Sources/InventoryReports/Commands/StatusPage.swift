import Foundation
import JobRunner
import Publishing
import Reports
import Schedule
import StateStore
import Values

/// What `status` shows: a line for each report, and below it what wants a person.
struct StatusPage {
  private let reports: [ReportStatus]
  private let calendar: BusinessCalendar
  private let now: Instant

  init(_ reports: [ReportStatus], calendar: BusinessCalendar, now: Instant) {
    self.reports = reports
    self.calendar = calendar
    self.now = now
  }

  /// A machine whose clock was set back would call nothing due.
  var clockNote: String? {
    guard let newest = StatusBoard.newestSnapshot(of: reports),
      newest.microseconds - now.microseconds > 300_000_000
    else { return nil }
    let names = reports.filter { $0.last?.facts.asOf.instant == newest }
      .compactMap { report in report.last?.periodFolder.map { "\(report.definition.name)/\($0)" } }
    return
      "this machine's clock is \(ZonedText.length(from: now, to: newest)) behind the database's"
      + " clock at the last run, so what is due is uncertain. Check both clocks. If the database's"
      + " clock was wrong, 'latest' stays at a future day: remove the links of those days, such as"
      + " \(names.joined(separator: " ")), in the output folder, and run again"
  }

  /// Locks are their owner's alone: to another user a report that is being made looks like any other.
  var blindNote: String? {
    let blind = reports.filter { $0.blindness != nil }
    guard let first = blind.first?.blindness else { return nil }
    let names = blind.map(\.definition.name).joined(separator: ", ")
    return "cannot tell whether \(names) is being made: \(first.path) cannot be opened"
      + " (\(first.reason)); run this command as the user of the jobs"
  }

  var text: String {
    var table = TextTable(["REPORT", "", "PUBLISHED", "AGE", "DUE"])
    for report in reports {
      table.add(cells: [
        .init(report.definition.name), mark(report.standing),
        .init(report.last?.facts.periodFolder ?? "nothing yet"),
        .init(report.last.map { ZonedText.length(from: $0.facts.asOf.instant, to: now) } ?? "-"),
        .init(
          report.nextDue.map { ZonedText.time($0, in: calendar) }
            ?? report.definition.schedule.text),
      ])
    }
    let notes = self.notes.map { TextWrap.text($0, width: Terminal.width, hanging: 2) }
    return ([table.text] + (notes.isEmpty ? [] : [""] + notes)).joined(separator: "\n")
  }

  private func mark(_ standing: ReportStatus.Standing) -> TextTable.Cell {
    switch standing {
    case .good: .init("✓ good", .green)
    case .running: .init("▸ running", .green)
    case .due: .init("· due", .yellow)
    case .overdue: .init("✗ OVERDUE", .red)
    case .unscheduled: .init("  on demand", .dim)
    }
  }

  /// What wants a person, each thing once, behind the names of the reports.
  private var notes: [String] {
    var found: [(text: String, reports: [String])] = []
    for report in reports {
      for text in notes(report) {
        if let index = found.firstIndex(where: { $0.text == text }) {
          found[index].reports.append(report.definition.name)
        } else {
          found.append((text, [report.definition.name]))
        }
      }
    }
    return found.map { Terminal.paint($0.reports.joined(separator: ", "), .bold) + ": " + $0.text }
  }

  /// What wants a person in one report.
  private func notes(_ report: ReportStatus) -> [String] {
    var notes: [String] = []
    if let last = report.last, last.facts.period.provisional,
      ScheduledSeries(report.definition).isDated
    {
      notes.append(
        "\(last.facts.periodFolder) is provisional: the period was not over when it was made")
    }
    if !report.due.isEmpty {
      let shown = report.due.prefix(7).map(\.label).joined(separator: ", ")
      notes.append("not made yet: \(shown)")
    }
    if let holder = report.holder { notes.append("being made by \(holder)") }
    if let failure = report.failure {
      let age = ZonedText.length(from: failure.finished ?? failure.started, to: now)
      let period = failure.period.map { " of \($0)" } ?? ""
      let what = failure.state == .abandoned ? "was abandoned" : "failed"
      notes.append(
        "run\(period) \(what) \(age) ago"
          + (failure.attempt > 1 ? ", attempt \(failure.attempt)" : "")
          + ": \(failure.error ?? "the reason is unknown")")
    }
    notes += report.warnings.map { "check warning: \($0)" }
    return notes.map(\.printable)
  }

  /// The same for programs.
  struct Document: Encodable {
    struct Failure: Encodable {
      var run: String
      var state: String
      var period: String?
      var attempt: Int
      var at: String
      var error: String?
    }

    struct Report: Encodable {
      var report: String
      var standing: String
      var schedule: String
      var last_run: String?
      var last_period: String?
      var last_as_of: String?
      var last_finished: String?
      var age_seconds: Int?
      var next_due: String?
      var not_made: [String]
      var running: String?
      var failure: Failure?
      var warnings: [String]
    }

    var now: String
    var overdue: Bool
    var reports: [Report]
    var notes: [String]
  }

  func document(notes: [String]) -> Document {
    Document(
      now: calendar.text(now), overdue: reports.contains { $0.standing == .overdue },
      reports: reports.map { report in
        Document.Report(
          report: report.definition.name, standing: report.standing.rawValue,
          schedule: report.definition.schedule.text, last_run: report.last?.id.text,
          last_period: report.last?.facts.periodFolder, last_as_of: report.last?.facts.asOf.text,
          last_finished: report.last?.facts.finished.text,
          age_seconds: report.last.map {
            Int((now.microseconds - $0.facts.asOf.instant.microseconds) / 1_000_000)
          }, next_due: report.nextDue.map { calendar.text($0) }, not_made: report.due.map(\.label),
          running: report.holder,
          failure: report.failure.map {
            Document.Failure(
              run: $0.run, state: $0.state.rawValue, period: $0.period, attempt: $0.attempt,
              at: calendar.text($0.finished ?? $0.started), error: $0.error)
          }, warnings: report.warnings)
      }, notes: notes)
  }
}
