import Reports
import Values

/// The sums of one chart while the rows of its table pass.
///
/// Memory grows with the groups, of which a chart that can be read has few.
struct ChartSums {
  private let chart: ReportDefinition.Chart
  private let table: TableDefinition
  private let groupColumn: Int
  private let idColumn: Int?
  private let valueColumns: [Int]
  private let calendar: BusinessCalendar
  private var groups = ChartGroups()
  private var daySums: [Day: Int128] = [:]
  private var unit: ArraySlice<UInt8>?
  private var mixesUnits = false

  /// Ten years: a line over more days shows only those that have rows.
  private static let dayLimit = 3_660

  /// Nil when the chart names a column that the table does not have.
  init?(_ chart: ReportDefinition.Chart, table: TableDefinition, calendar: BusinessCalendar) {
    let valueColumns = chart.values.compactMap(table.index)
    guard let groupColumn = table.index(of: chart.group), !valueColumns.isEmpty,
      valueColumns.count == chart.values.count
    else { return nil }
    self.chart = chart
    self.table = table
    self.groupColumn = groupColumn
    idColumn = table.idIndex(ofNames: groupColumn)
    self.valueColumns = valueColumns
    self.calendar = calendar
  }

  mutating func add(_ row: RowBuffer) throws(ReportWriteError) {
    let values = valueColumns.map { column -> Int128? in
      if case .number(let value) = row.cells[column] { value } else { nil }
    }
    guard values.contains(where: { $0 != nil }) else { return }
    if table.columns[valueColumns[0]].type == .quantity { note(unitOf: row) }
    if chart.kind == .line {
      guard let day = day(of: row.cells[groupColumn]), let value = values[0] else { return }
      daySums[day] = try sum(daySums[day], value)
      return
    }
    let id = idColumn.map { text(row, $0) } ?? []
    guard groups.add(values.map { $0 ?? 0 }, id: id, name: text(row, groupColumn)) else {
      throw tooLarge
    }
  }

  private func text(_ row: RowBuffer, _ column: Int) -> ArraySlice<UInt8> {
    if case .text(let start, let count) = row.cells[column] {
      return row.text(start: start, count: count)
    }
    var text: [UInt8] = []
    let scale = table.columns[column].type.scale ?? 0
    ValueText.append(row, column, scale: scale, calendar: calendar, to: &text)
    return text[...]
  }

  /// The sums so far, in the order in which they are drawn.
  var series: ChartSeries {
    ChartSeries(
      chart: chart, valueColumns: valueColumns.map { table.columns[$0] },
      groupColumn: table.columns[groupColumn], points: chart.kind == .line ? line : groups.bars,
      mixesUnits: mixesUnits)
  }

  private var line: [ChartSeries.Point] {
    guard let first = daySums.keys.min(), let last = daySums.keys.max() else { return [] }
    let span = first.distance(to: last)
    let days = span <= Self.dayLimit ? (0...span).map(first.advanced) : daySums.keys.sorted()
    return days.map { day in
      ChartSeries.Point(label: day.description, day: day, sums: [daySums[day] ?? 0])
    }
  }

  private func sum(_ known: Int128?, _ value: Int128) throws(ReportWriteError) -> Int128 {
    let (sum, overflow) = (known ?? 0).addingReportingOverflow(value)
    guard !overflow else { throw tooLarge }
    return sum
  }

  private var tooLarge: ReportWriteError {
    .totalTooLarge(table: table.key, column: chart.values[0])
  }

  private func day(of cell: Cell) -> Day? {
    switch cell {
    case .date(let day): day
    case .timestamp(let instant) where instant.isDated: calendar.day(of: instant)
    default: nil
    }
  }

  private mutating func note(unitOf row: RowBuffer) {
    guard let column = table.unitIndex else { return }
    let found = row.bytes(column)
    if unit == nil { unit = ArraySlice(Array(found)) }
    if let unit, unit != found { mixesUnits = true }
  }
}
