import JobRunner
import PublishedTables
import Publishing
import Reports
import StateStore
import Values

/// One report: its runs by period, how its figure went, and the latest tables.
struct ReportPage {
  private let board: Board
  private let calendar: BusinessCalendar
  private let scope: StoreScope
  private let reasons: StoreScope
  private let report: PublishedReport
  private let standing: ReportStanding?
  private let figures: RunFigures

  /// How many runs are listed.
  private static let listed = 400

  /// The page of a report that is defined or published; nil when it is neither.
  init?(_ name: String, of board: Board, calendar: BusinessCalendar, scope: ReportScope) {
    guard let stores = scope.stores(of: name) else { return nil }
    standing = board.standing(name)
    guard standing != nil || board.catalogue.report(name) != nil else { return nil }
    report =
      board.catalogue.report(name) ?? PublishedReport(name: name)
    self.board = board
    self.calendar = calendar
    self.scope = stores
    reasons = scope.reasons
    figures = RunFigures(standing: standing)
  }

  /// What the report is called.
  var title: String { standing?.definition.title ?? report.latestRun?.reportTitle ?? report.name }

  /// The page's content.
  func content() throws -> String {
    try TemplateLibrary.render("report", view)
  }

  private struct View {
    var report: String
    var title: String
    var standing: String
    var tone: String
    var schedule: String
    var next: String?
    var notes: [StandingText.Note]
    var description: String?
    var chart: String
    var latest: Latest?
    var label: String
    var showsTotals: Bool
    var hasRuns: Bool
    var runs: [Row]
    var more: String?
    var hasFailures: Bool
    var failures: [Failure]
  }

  private struct Latest {
    var report: String
    var id: String
    var period: String
    var made: String
    var tables: [TableLinks.Link]
  }

  private struct Row {
    var id: String
    var period: String
    var isLatest: Bool
    var total: String
    var change: String
    var rows: String
    var tone: String
    var checks: String
    var asOf: String
    var source: String
    var issue: String
  }

  private struct Failure {
    var time: String
    var period: String
    var attempt: Int
    var error: String
  }

  private var view: View {
    let text = StandingText(standing, calendar: calendar, now: board.now, scope: reasons)
    let periods = report.periods.reversed().filter { $0.run != nil }
    let failures = (standing?.attempts ?? []).filter {
      $0.state == .failed || $0.state == .abandoned
    }
    return View(
      report: report.name, title: title, standing: text.word, tone: text.tone,
      schedule: text.schedule, next: text.next,
      notes: text.notes
        + StandingText.warnings(of: report.latestRun)
        + StandingText.damage(of: report),
      description: standing?.definition.description, chart: chart, latest: latest,
      label: figures.label, showsTotals: scope == .all, hasRuns: !periods.isEmpty,
      runs: periods.prefix(Self.listed).compactMap(row),
      more: periods.count > Self.listed
        ? "The list shows the newest \(Self.listed) of \(periods.count) periods." : nil,
      hasFailures: !failures.isEmpty,
      failures: failures.map {
        Failure(
          time: FigureText.time($0.started, in: calendar), period: $0.period ?? "",
          attempt: $0.attempt, error: StandingText.reason($0, scope: reasons) ?? $0.state.rawValue)
      })
  }

  private var latest: Latest? {
    report.latestRun.map { run in
      Latest(
        report: report.name, id: run.id.text, period: PeriodText.text(run),
        made: FigureText.time(run.facts.finished.text),
        tables: TableLinks(run, definition: standing?.definition, scope: scope).links)
    }
  }

  private func row(_ period: PublishedReport.Period) -> Row? {
    guard let run = period.run else { return nil }
    let facts = run.facts
    let before = period.name.isFiltered ? nil : report.periodBefore(period.name)?.run
    let warned = facts.checks.filter { $0.outcome != .passed }.count
    let lag = facts.source.lagMilliseconds.map { ", \(($0 + 999) / 1_000) s behind" } ?? ""
    return Row(
      id: run.id.text, period: PeriodText.text(run), isLatest: period.name == report.latest,
      total: figures.text(of: run) ?? "",
      change: before.flatMap { figures.change(from: $0, to: run) } ?? "",
      rows: scope == .all ? FigureText.grouped("\(facts.rows.values.reduce(0, +))") : "",
      tone: warned == 0 ? "good" : "warn",
      checks: warned == 0 ? "\(facts.checks.count) passed" : "\(warned) warned",
      asOf: FigureText.time(facts.asOf.text),
      source: (facts.source.isStandby == true ? "standby" : "primary") + lag,
      issue: facts.reissue.map { "reissued: \($0.reason)" }
        ?? (period.earlier.isEmpty ? "first" : "issue \(period.earlier.count + 1)"))
  }

  private var chart: String {
    guard scope == .all, let latest = report.latest, !latest.isFiltered else { return "" }
    let length = latest.from.distance(to: latest.to)
    let points = report.periods.suffix(400).compactMap { period -> TrendChart.Point? in
      guard !period.name.isFiltered, period.name.from.distance(to: period.name.to) == length,
        let run = period.run, let figure = figures.figure(of: run)
      else { return nil }
      return TrendChart.Point(day: period.name.to, figure: figure)
    }.suffix(92)
    let currency = report.latestRun.flatMap { figures.currency(of: $0) }
    return TrendChart(title: figures.label, unit: currency, points: Array(points)).svg
  }
}
