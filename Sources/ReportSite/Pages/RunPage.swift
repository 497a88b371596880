import PublishedTables
import Publishing
import Reports
import Values

/// One run: its control totals and checks, where it comes from, and why it was issued again.
struct RunPage {
  private let run: PublishedRun
  private let report: PublishedReport
  private let definition: ReportDefinition?
  private let scope: StoreScope

  init(
    _ run: PublishedRun, of report: PublishedReport, definition: ReportDefinition?,
    scope: StoreScope
  ) {
    self.run = run
    self.report = report
    self.definition = definition
    self.scope = scope
  }

  /// What the browser's tab shows.
  var title: String { "\(name), \(PeriodText.text(run))" }

  /// The page's content.
  func content() throws -> String {
    try TemplateLibrary.render("run", view)
  }

  private var name: String { definition?.title ?? run.reportTitle }

  private struct View {
    var report: String
    var title: String
    var period: String
    var isCurrent: Bool
    var reissue: ReissueView?
    var tables: [TableLinks.Link]
    var files: DownloadLinks
    var hasTotals: Bool
    var totals: [Total]
    var hasChecks: Bool
    var showsFigures: Bool
    var checks: [Check]
    var facts: [Fact]
    var hasEarlier: Bool
    var earlier: [Other]
  }

  private struct ReissueView {
    var formerID: String
    var formerPath: String?
    var reason: String
    var hasDifferences: Bool
    var differences: [Difference]
  }

  private struct Difference {
    var table: String
    var column: String
    var before: String
    var after: String
  }

  private struct Total {
    var table: String
    var column: String
    var value: String
  }

  private struct Check {
    var tone: String
    var outcome: String
    var checkTitle: String
    var found: [String]
  }

  private struct Fact {
    var label: String
    var value: String
  }

  private struct Other {
    var path: String
    var label: String
    var note: String
  }

  private var view: View {
    let period = run.periodFolder.flatMap { report.period($0) }
    let current = period?.run
    let others = ([current].compactMap { $0 } + (period?.earlier ?? [])).filter { $0.id != run.id }
    let totals = scope == .all ? self.totals : []
    return View(
      report: report.name, title: name, period: PeriodText.text(run),
      isCurrent: current?.id == run.id, reissue: run.facts.reissue.map(reissue),
      tables: TableLinks(run, definition: definition, scope: scope).links,
      files: DownloadLinks(run, scope: scope), hasTotals: !totals.isEmpty, totals: totals,
      hasChecks: !run.facts.checks.isEmpty, showsFigures: scope == .all,
      checks: checks, facts: facts, hasEarlier: !others.isEmpty,
      earlier: others.map {
        Other(
          path: "/reports/\(report.name)/\($0.id)", label: FigureText.time($0.facts.finished.text),
          note: $0.id == current?.id ? "current" : $0.facts.reissue?.reason ?? "first issue")
      })
  }

  private func reissue(_ reissue: Reissue) -> ReissueView {
    let former = RunID(reissue.runID).flatMap { report.run($0) }
    let differences = scope == .all ? reissue.differences ?? [] : []
    return ReissueView(
      formerID: reissue.runID, formerPath: former.map { "/reports/\(report.name)/\($0.id)" },
      reason: reissue.reason, hasDifferences: !differences.isEmpty,
      differences: differences.map {
        Difference(
          table: title(table: $0.table),
          column: title(column: $0.column, table: $0.table) + ($0.unit.map { ", \($0)" } ?? ""),
          before: FigureText.grouped($0.before), after: FigureText.grouped($0.after))
      })
  }

  private var totals: [Total] {
    PublishedTable.tables(of: run).flatMap { table in
      table.columns.compactMap { column in
        table.totals[column.key].map { total in
          Total(
            table: table.resource.title, column: column.title,
            value: FigureText.total(
              total, currency: isMoney(column.key, table.key) ? run.facts.currency : nil))
        }
      }
    }
  }

  /// The checks in their order; what one of them compared, in one place.
  private var checks: [Check] {
    var checks: [Check] = []
    var names: [String] = []
    for fact in run.facts.checks {
      let isBad = fact.outcome != .passed
      let found = Self.found(fact)
      if let place = names.firstIndex(of: fact.name) {
        checks[place].found += found
        guard isBad else { continue }
        checks[place].outcome = fact.outcome.rawValue
        checks[place].tone = "warn"
      } else {
        names.append(fact.name)
        checks.append(
          Check(
            tone: isBad ? "warn" : "good", outcome: fact.outcome.rawValue, checkTitle: fact.title,
            found: found))
      }
    }
    return checks
  }

  private static func found(_ check: CheckResult) -> [String] {
    let found = FigureText.grouped(check.found)
    let figures =
      check.expected == check.found
      ? found : "\(found), expected \(FigureText.grouped(check.expected))"
    let parts = [check.expected.isEmpty && check.found.isEmpty ? "" : figures, check.detail]
    return [parts.reversed().filter { !$0.isEmpty }.joined(separator: ": ")].filter { !$0.isEmpty }
  }

  private var facts: [Fact] {
    let facts = run.facts
    let source = facts.source
    var list = [
      Fact(label: "Data as of", value: FigureText.time(facts.asOf.text)),
      Fact(
        label: "Period",
        value: "from \(FigureText.time(facts.period.start.text)) up to"
          + " \(FigureText.time(facts.period.end.text)) (excluded), \(facts.period.timeZone)"),
    ]
    if let server = source.server {
      let kind = source.isStandby.map { $0 ? ", a standby" : ", the primary" } ?? ""
      list.append(Fact(label: "Server", value: server + kind))
    }
    if let lag = source.lagMilliseconds {
      list.append(Fact(label: "Behind the primary", value: "\(lag / 1_000).\(lag % 1_000 / 100) s"))
    }
    if let position = source.replayPosition {
      list.append(Fact(label: "Replayed up to", value: position))
    }
    for (name, parameter) in facts.parameters.sorted(by: { $0.key < $1.key }) {
      let value =
        switch parameter {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .list(let items): items.isEmpty ? "all" : items.joined(separator: ", ")
        }
      let title = definition?.parameters.first { $0.name == name }?.title ?? name
      list.append(Fact(label: title, value: value))
    }
    let policies = [
      ("Reorder policy", facts.policyHash), ("Finance policy", facts.financePolicyHash),
    ]
    for case (let label, let hash?) in policies {
      list.append(Fact(label: label, value: String(hash.prefix(19)) + "…"))
    }
    list.append(
      Fact(
        label: "Made",
        value: "\(FigureText.clock(facts.started.text)) to \(FigureText.clock(facts.finished.text))"
      ))
    list.append(Fact(label: "Run", value: run.id.text))
    list.append(Fact(label: "Program", value: facts.programVersion))
    return list
  }

  private func title(table: String) -> String {
    PublishedTable(table, of: run)?.resource.title ?? definition?.table(table)?.title ?? table
  }

  private func title(column: String, table: String) -> String {
    if column == "rows" { return "Rows" }
    return PublishedTable(table, of: run)?.columns.first { $0.key == column }?.title ?? column
  }

  private func isMoney(_ column: String, _ table: String) -> Bool {
    definition?.table(table)?.columns.first { $0.key == column }?.type == .money
  }
}
