import Postgres
import Reports
import Values

/// What the database says the tables must add up to.
struct ControlTotals {
  /// A figure by table, column (`rows` for the number of rows) and unit.
  struct Metric {
    var table: String
    var column: String
    var unit: String?
    /// As the database writes it; nil is NULL, which stands for nothing to sum.
    var value: String?

    /// Parses `detail.cost_value`, `detail.rows` or `detail.quantity[pcs]`.
    init?(_ text: String, value: String?) {
      self.value = value
      var name = Substring(text)
      if name.last == "]", let bracket = name.firstIndex(of: "[") {
        unit = String(name[name.index(after: bracket)...].dropLast())
        name = name[..<bracket]
      }
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count == 2 else { return nil }
      table = String(parts[0])
      column = String(parts[1])
    }
  }

  let check: ReportDefinition.Check
  let metrics: [Metric]
  /// Whether values are not compared, because the query could not be given the prices.
  private let skipsValues: Bool

  /// Runs the check's query in the open snapshot.
  init(
    _ check: ReportDefinition.Check, file: String, plan: ReportPlan,
    connection: inout PostgresConnection
  ) throws {
    self.check = check
    skipsValues = plan.hasTooManyPrices
    let query = try plan.definition.query(file: file)
    let text = try query.substitute { (name) throws(PostgresError) in
      try connection.literal(plan.variables[name] ?? "")
    }
    metrics = try connection.rows(text, name: "\(plan.definition.name) \(file)").map { row in
      guard row.count == 2, let name = row[0], let metric = Metric(name, value: row[1]) else {
        throw JobError.badCheck(
          report: plan.definition.name, check: check.name,
          problem: "\(file) must return rows of a metric, such as detail.cost_value, and a value")
      }
      return metric
    }
    guard !metrics.isEmpty else {
      throw JobError.badCheck(
        report: plan.definition.name, check: check.name,
        problem: "\(file) returns no row, so it checks nothing")
    }
  }

  /// Compares each figure with what the tables add up to, and the other way round each unit that
  /// the tables have.
  ///
  /// The results follow the tables, not the answer: a query may give its units in any order.
  func compare(with summaries: [TableSummary], report: String) throws(JobError) -> [CheckResult] {
    var results: [CheckResult] = []
    let ordered = metrics.sorted {
      Self.place(of: $0, in: summaries).lexicographicallyPrecedes(Self.place(of: $1, in: summaries))
    }
    if skipsValues {
      results.append(
        CheckResult(
          name: check.name, title: check.title, outcome: .warned,
          detail: "values are not compared with the database: more than \(PriceList.limit) prices"
            + " differ from today's"))
    }
    for metric in ordered where !skipsValues || !Self.isValue(metric, in: summaries) {
      guard let summary = summaries.first(where: { $0.table.key == metric.table }) else {
        throw problem(report, "there is no table \(metric.table)")
      }
      results.append(try compare(metric, with: summary, report: report))
    }
    for summary in summaries { results += missingUnits(of: summary) }
    return results
  }

  private static func isValue(_ metric: Metric, in summaries: [TableSummary]) -> Bool {
    let table = summaries.first { $0.table.key == metric.table }?.table
    return table?.columns.first { $0.key == metric.column }?.type == .money
  }

  /// Where a figure stands: its table, its column after the number of rows, its unit by bytes.
  private static func place(of metric: Metric, in summaries: [TableSummary]) -> [Int] {
    let table = summaries.firstIndex { $0.table.key == metric.table }
    let column = table.flatMap { summaries[$0].table.index(of: metric.column) }
    return [table ?? -1, column ?? -1] + (metric.unit ?? "").utf8.map(Int.init)
  }

  private func compare(
    _ metric: Metric, with summary: TableSummary, report: String
  ) throws(JobError) -> CheckResult {
    if metric.column == "rows" {
      return result(
        metric, title: "\(summary.table.title): rows", scale: 0, found: Int128(summary.rows))
    }
    guard let index = summary.table.index(of: metric.column), let total = summary.totals[index],
      let scale = summary.table.columns[index].type.scale
    else { throw problem(report, "\(metric.table).\(metric.column) is not a totalled column") }
    let title = "\(summary.table.title): \(summary.table.columns[index].title)"
    switch (total, metric.unit) {
    case (.overall(let sum), nil):
      return result(metric, title: title, scale: scale, found: sum)
    case (.byUnit(let units), let unit?):
      let sum = units.first { $0.unit.utf8.elementsEqual(unit.utf8) }?.sum ?? 0
      var result = result(metric, title: "\(title) in \(unit)", scale: scale, found: sum)
      result.figure = title
      return result
    case (.byUnit, nil):
      throw problem(report, "\(metric.table).\(metric.column) needs a unit in brackets")
    case (.overall, _?):
      throw problem(report, "\(metric.table).\(metric.column) has no units")
    }
  }

  /// A unit in the tables that the database's figures do not have, with a sum other than 0.
  private func missingUnits(of summary: TableSummary) -> [CheckResult] {
    var results: [CheckResult] = []
    for (index, total) in summary.totals.sorted(by: { $0.key < $1.key }) {
      let column = summary.table.columns[index]
      let known = metrics.filter { $0.table == summary.table.key && $0.column == column.key }
      guard case .byUnit(let units) = total, !known.isEmpty else { continue }
      for unit in units where unit.sum != 0 {
        guard !known.contains(where: { $0.unit == unit.unit }) else { continue }
        let figure = "\(summary.table.title): \(column.title)"
        var result = outcome(
          holds: false, title: "\(figure) in \(unit.unit)", expected: "nothing",
          found: ExactDecimal.text(unit.sum, scale: column.type.scale ?? 0))
        result.figure = figure
        results.append(result)
      }
    }
    return results
  }

  private func result(
    _ metric: Metric, title: String, scale: Int, found: Int128
  ) -> CheckResult {
    let text = metric.value ?? "0"
    let expected = ExactDecimal.parse(Self.withoutTrailingZeros(text), scale: scale)
    return outcome(
      holds: expected == found, title: title,
      expected: expected.map { ExactDecimal.text($0, scale: scale) } ?? text,
      found: ExactDecimal.text(found, scale: scale))
  }

  private func outcome(holds: Bool, title: String, expected: String, found: String) -> CheckResult {
    CheckResult(
      name: check.name, title: check.title,
      outcome: holds ? .passed : check.severity == .error ? .failed : .warned,
      expected: expected, found: found, detail: title)
  }

  private func problem(_ report: String, _ text: String) -> JobError {
    .badCheck(report: report, check: check.name, problem: text)
  }

  /// `12.3400` as `12.34`: the database writes a product at the scale of its factors.
  private static func withoutTrailingZeros(_ text: String) -> String {
    guard text.contains(".") else { return text }
    var text = text
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
