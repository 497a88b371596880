import ReportWriters
import Reports
import Values

/// A small report made in code.
struct TestReport {
  struct Table {
    var definition: TableDefinition
    var rows: [[TestCell]]

    init(_ key: String, title: String? = nil, _ columns: [Column], _ rows: [[TestCell]]) {
      definition = TableDefinition(
        key: key, title: title ?? key, source: .query(file: "\(key).sql"), columns: columns)
      self.rows = rows
    }
  }

  var tables: [Table]
  var charts: [ReportDefinition.Chart] = []
  var checks: [CheckResult] = []
  var keyTotal: ReportDefinition.TableColumn?
  var zone = "Asia/Bangkok"
  var provisional = false
  var parameters: [ReportContext.ParameterSetting] = []

  var context: ReportContext {
    let definition = ReportDefinition(
      name: "sample", folder: "/nowhere", title: "Sample of stock", audience: "finance",
      description: "What every column type looks like.", schedule: .manual, parameters: [],
      tables: tables.map(\.definition), charts: charts, checks: [], keyTotal: keyTotal)
    let calendar = BusinessCalendar(timeZoneName: zone) ?? .utc
    let day = Day(year: 2026, month: 11, day: 21) ?? Day(daysSinceEpoch: 0)
    let over = calendar.start(of: day.advanced(by: 1))
    let now = Instant(microseconds: over.microseconds + (provisional ? -3_600_000_000 : 1))
    return ReportContext(
      definition: definition, period: Period(from: day, to: day, calendar: calendar, now: now),
      calendar: calendar, parameters: parameters, currency: "THB",
      assumptions: ["Prices are today's."], programVersion: "1.0.0")
  }

  /// Writes every row into a folder, and gives the files.
  @discardableResult
  func write(
    _ formats: [ReportFormat], to folder: String, options: WriterOptions = WriterOptions()
  ) throws -> [ReportFile] {
    let output = try ReportOutput(
      context: context, formats: formats, folder: folder, options: options)
    var row = RowBuffer()
    for table in tables {
      try output.begin(table.definition)
      for cells in table.rows {
        row.removeAll()
        for cell in cells { cell.append(to: &row) }
        try output.write(row)
      }
      try output.end()
    }
    return try output.finish(checks: checks)
  }
}

extension Column {
  /// A column whose title is its key.
  static func of(_ key: String, _ type: ColumnType, totalled: Bool = false) -> Column {
    Column(
      key: key, type: type, title: key.replacing("_", with: " "), meaning: "The \(key).",
      totalled: totalled)
  }
}
