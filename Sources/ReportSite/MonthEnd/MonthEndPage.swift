import PublishedTables
import Publishing
import Reports
import Values

/// The months of a fiscal year, newest first: what is published of each, and whether it closes.
struct MonthEndPage {
  private let months: FiscalMonths
  private let ends: [MonthEnd]
  private let rolled: RolledMonths
  private let today: Day
  private let catalogue: PublishedCatalogue

  /// The fiscal year of a date, up to today.
  init(
    _ months: FiscalMonths, today: Day, rolled: RolledMonths, catalogue: PublishedCatalogue
  ) {
    self.months = months
    self.catalogue = catalogue
    self.today = today
    self.rolled = rolled
    ends = months.all.map { MonthEnd($0, of: catalogue) }
  }

  /// The newest roll-forward of the fiscal year, which knows all of its months.
  static func rollForward(
    of months: FiscalMonths, _ catalogue: PublishedCatalogue
  ) -> PublishedRun? {
    guard let last = months.all.last else { return nil }
    return catalogue.report(MonthEnd.Part.rollForward.rawValue)?.periods.last {
      !$0.name.isFiltered && $0.run != nil && $0.name.to >= months.start
        && $0.name.to <= last.end
    }?.run
  }

  /// The page's content.
  func content() throws -> String { try TemplateLibrary.render("month-end", view) }

  private struct View {
    var year: String
    var former: String
    var next: String?
    var age: String
    var value: String
    var parts: [String]
    var hasMonths: Bool
    var months: [Row]
  }

  private struct Row {
    var name: String
    var period: Int
    var parts: [Cell]
    var opening: String
    var closing: String
    var late: String
    var restated: String
    var closes: String
    var tone: String
    var pack: String?
    var remedy: [String]
    var hasRemedy: Bool
  }

  private struct Cell {
    var path: String?
    var tone: String
    var word: String
  }

  private var view: View {
    let shown = ends.reversed().map(row)
    let age = ends.compactMap { end in end.runs[.ageing].map { (end.month.name, $0) } }
    let values = ends.compactMap { end -> TrendChart.Point? in
      guard let run = end.runs[.valuation],
        case .overall(let text) = run.facts.totals["detail"]?["cost_value"]
      else { return nil }
      return TrendChart.Point(day: end.month.end, figure: text)
    }
    let currency = ends.compactMap { $0.runs[.valuation]?.facts.currency }.last
    let next = months.start.advanced(by: 340).firstOfMonth.advanced(by: 31).firstOfMonth
    return View(
      year: months.name, former: String(months.start.advanced(by: -1).description.prefix(7)),
      next: next <= today ? String(next.description.prefix(7)) : nil, age: AgeChart(age).svg,
      value: TrendChart(title: "Value at each month end", unit: currency, points: values).svg,
      parts: MonthEnd.Part.allCases.map(\.title), hasMonths: !shown.isEmpty, months: shown)
  }

  private func row(_ end: MonthEnd) -> Row {
    let name = end.month.name
    let figures = rolled.figures[name]
    let isOver = end.month.end < today
    let restated = rolled.restated[name] ?? 0
    let late = rolled.late[name] ?? 0
    let closes = closing(end, figures)
    var remedies = isOver ? end.missing.map { $0.command(end.month) } : []
    if isOver, end.hasChanged(in: catalogue) {
      remedies.append(MonthEnd.Part.rollForward.command(end.month) + " --reissue")
    }
    return Row(
      name: name, period: end.month.period,
      parts: MonthEnd.Part.allCases.map { cell($0, end, isOver: isOver) },
      opening: figures.map { FigureText.grouped($0.opening) } ?? "",
      closing: figures.map { FigureText.grouped($0.closing) } ?? "",
      late: figures.map { Self.text(late: $0.lateEntries, count: late) } ?? "",
      restated: figures == nil
        ? "" : restated == 0 ? "none" : restated == 1 ? "1 day" : "\(restated) days",
      closes: isOver ? closes.word : "not over", tone: isOver ? closes.tone : "plain",
      pack: isOver && end.runs.count > 0 ? "/month-end/\(name)/close-pack.zip" : nil,
      remedy: remedies, hasRemedy: !remedies.isEmpty)
  }

  /// The amount of late entries, and how many movements are listed for it.
  private static func text(late amount: String, count: Int) -> String {
    guard count > 0 || amount.contains(where: { ("1"..."9").contains($0) }) else {
      return amount.isEmpty ? "" : "none"
    }
    return FigureText.grouped(amount) + (count > 0 ? " (\(count))" : "")
  }

  private func cell(_ part: MonthEnd.Part, _ end: MonthEnd, isOver: Bool) -> Cell {
    guard let run = end.runs[part] else {
      return Cell(tone: isOver ? "warn" : "plain", word: isOver ? "missing" : "")
    }
    let warned = run.facts.checks.filter { $0.outcome != .passed }.count
    return Cell(
      path: "/reports/\(part.rawValue)/\(run.id)", tone: warned == 0 ? "good" : "warn",
      word: warned == 0 ? "checked" : warned == 1 ? "1 warning" : "\(warned) warnings")
  }

  /// Whether the month is closed: everything is there, and its roll-forward ties.
  private func closing(
    _ end: MonthEnd, _ figures: RolledMonths.Figures?
  ) -> (word: String, tone: String) {
    guard end.runs[.rollForward] != nil, let figures else { return ("no roll-forward", "warn") }
    guard !figures.source.isEmpty else { return ("days missing", "warn") }
    guard end.missing.isEmpty else { return ("reports missing", "warn") }
    guard !end.hasChanged(in: catalogue) else { return ("changed since", "warn") }
    return (figures.source == "copied" ? "closed (copied)" : "closed", "good")
  }
}
