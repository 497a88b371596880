import JobRunner
import PublishedTables
import Publishing
import Reports
import Schedule
import Values

/// The first page: where every report stands, its latest figures and its files.
struct ReportsPage {
  private let board: Board
  private let calendar: BusinessCalendar
  private let scope: ReportScope

  init(_ board: Board, calendar: BusinessCalendar, scope: ReportScope) {
    self.board = board
    self.calendar = calendar
    self.scope = scope
  }

  /// The page's content.
  func content() throws -> String {
    try TemplateLibrary.render("reports", view)
  }

  private struct View {
    var summary: String
    var problems: [String]
    var reports: [ReportView]
  }

  private struct ReportView {
    var name: String
    var title: String
    var standing: String
    var tone: String
    var schedule: String
    var next: String?
    var notes: [StandingText.Note]
    var run: RunView?
  }

  private struct RunView {
    var report: String
    var id: String
    var period: String
    var asOf: String
    var age: String
    var made: String
    var lastRun: String
    var total: Total?
    var files: DownloadLinks
  }

  private struct Total {
    var label: String
    var value: String
    var change: String?
    var since: String
  }

  private var view: View {
    let reports = board.names.map(report)
    let late = board.standings.filter { $0.standing == .overdue }.count
    let failed = board.standings.filter { $0.failure != nil }.count
    var words: [String] = []
    if late > 0 { words.append("\(late) overdue") }
    if failed > 0 { words.append("\(failed) with a failed run") }
    let summary =
      reports.isEmpty
      ? ""
      : words.isEmpty
        ? "Every report is up to date." : words.joined(separator: ", ") + "."
    return View(
      summary: "\(summary) Times are in \(calendar.timeZoneName).", problems: board.problems,
      reports: reports)
  }

  private func report(_ name: String) -> ReportView {
    let standing = board.standing(name)
    let published = board.catalogue.report(name)
    let text = StandingText(standing, calendar: calendar, now: board.now, scope: scope.reasons)
    return ReportView(
      name: name,
      title: standing?.definition.title ?? published?.latestRun?.reportTitle ?? name,
      standing: text.word, tone: text.tone, schedule: text.schedule, next: text.next,
      notes: text.notes
        + StandingText.warnings(of: published?.latestRun)
        + StandingText.damage(of: published),
      run: published.flatMap { published in
        published.latestRun.map { run($0, of: published, standing: standing) }
      })
  }

  private func run(
    _ run: PublishedRun, of published: PublishedReport, standing: ReportStanding?
  ) -> RunView {
    let facts = run.facts
    return RunView(
      report: published.name, id: run.id.text,
      period: PeriodText.text(run),
      asOf: FigureText.time(facts.asOf.text),
      age: FigureText.length(from: facts.asOf.instant, to: board.now),
      made: FigureText.time(facts.finished.text),
      lastRun: StandingText.lastRun(standing, good: run, calendar: calendar),
      total: total(run, of: published, standing: standing),
      files: DownloadLinks(run, scope: scope.stores(of: published.name) ?? .only([])))
  }

  private func total(
    _ run: PublishedRun, of published: PublishedReport, standing: ReportStanding?
  ) -> Total? {
    // A control total is over all stores.
    guard scope.stores(of: published.name) == .all else { return nil }
    let figures = RunFigures(standing: standing)
    guard let value = figures.text(of: run), let name = run.periodFolder else { return nil }
    let before = published.periodBefore(name)
    return Total(
      label: figures.label, value: value,
      change: before?.run.flatMap { figures.change(from: $0, to: run) },
      since: before?.name.text ?? "")
  }
}
