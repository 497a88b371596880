import Reports
import Spreadsheet
import Values

/// The charts of `Summary`, beside its figures, and what they draw, below them.
enum SummaryCharts {
  private static let width = 620.0
  private static let rowHeight = 20.0
  private static let firstRow = 2

  static func write(
    _ charts: [ChartSeries], _ sheet: Sheet, currency: String, _ book: inout Workbook
  ) throws(WorkbookError) {
    var top = firstRow
    // A line through one day is nothing to see.
    for series in charts where series.points.count > (series.chart.kind == .line ? 1 : 0) {
      try book.nextRow(sheet)
      try book.nextRow(sheet)
      try book.write(
        text: series.chart.title, sheet, column: 0, format: try book.format(SheetLook.section))
      guard !series.mixesUnits else {
        try book.nextRow(sheet)
        try book.write(
          text: "Not drawn: its quantities have several units.", sheet, column: 0,
          format: try book.format(SheetLook.remark))
        continue
      }
      let blocks = try writeData(series, sheet, currency: currency, &book)
      let height =
        switch series.chart.kind {
        case .line: 14
        case .bars: max(8, series.points.count + 4)
        case .stacked: max(10, series.points.count + 7)
        }
      try book.insert(
        chart(
          of: series, blocks, name: book.name(of: sheet), currency: currency,
          height: Double(height) * rowHeight),
        sheet, row: top, column: SummarySheet.chartColumn)
      top += height + 1
    }
  }

  private static func chart(
    of series: ChartSeries, _ blocks: [ClosedRange<Int>], name: String, currency: String,
    height: Double
  ) -> WorkbookChart {
    let title = heading(series, currency: currency)
    let kind: WorkbookChart.Kind =
      switch series.chart.kind {
      case .bars: .bars
      case .stacked: .stacked
      case .line: .line
      }
    return WorkbookChart(
      kind: kind, title: title,
      categories: CellReference.range(sheet: name, rows: blocks[0], column: 0),
      series: zip(series.valueColumns, blocks).map { column, rows in
        WorkbookChart.Series(
          name: kind == .stacked ? printable(column.title) : title,
          values: CellReference.range(sheet: name, rows: rows, column: 2))
      },
      numberFormat: axisFormat(series), maximum: maximum(series), width: width, height: height)
  }

  /// Writes the sums of each value column one below the other; gives their rows.
  private static func writeData(
    _ series: ChartSeries, _ sheet: Sheet, currency: String, _ book: inout Workbook
  ) throws(WorkbookError) -> [ClosedRange<Int>] {
    let money = isMoney(series) ? " (\(currency))" : ""
    let isStacked = series.chart.kind == .stacked
    let value = isStacked ? "Value" : series.valueColumns[0].title
    let headings = [series.groupColumn.title, isStacked ? "Part" : "", value + money]
    let lines = zip(headings, SummarySheet.widths).map { TextWidth.lines($0, in: $1) }.max() ?? 1
    try book.nextRow(sheet, height: lines > 1 ? 32 : 18)
    let left = try book.format(SheetLook.header())
    let right = try book.format(SheetLook.header(.right))
    for (index, heading) in headings.enumerated() {
      try book.write(text: heading, sheet, column: index, format: index == 2 ? right : left)
    }
    let number = try book.format(
      CellFormat(numberFormat: ColumnLook.numberFormat(series.type)))
    let date = try book.format(
      CellFormat(numberFormat: "yyyy-mm-dd").with { $0.alignment = .left })
    var blocks: [ClosedRange<Int>] = []
    for (place, point) in series.valueColumns.indices.flatMap({ place in
      series.points.map { (place, $0) }
    }) {
      let row = try book.nextRow(sheet)
      if blocks.count == place { blocks.append(row...row) }
      blocks[place] = blocks[place].lowerBound...row
      if isStacked {
        try book.write(text: printable(series.valueColumns[place].title), sheet, column: 1)
      }
      if let day = point.day,
        let serial = DateSerial.day(daysSince1970: Int(day.daysSinceEpoch))
      {
        try book.write(serial: serial, sheet, column: 0, format: date)
      } else {
        try book.write(text: printable(point.label), sheet, column: 0)
      }
      try book.write(
        number: point.sums[place], scale: series.type.scale ?? 0, sheet, column: 2,
        format: number)
    }
    return blocks
  }

  /// The library copies names into the chart without escaping control characters.
  private static func printable(_ label: String) -> String {
    String(String.UnicodeScalarView(label.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
  }

  private static func heading(_ series: ChartSeries, currency: String) -> String {
    isMoney(series) && !series.chart.title.contains(currency)
      ? "\(series.chart.title) (\(currency))" : series.chart.title
  }

  private static func isMoney(_ series: ChartSeries) -> Bool {
    series.type == .money || series.type == .price
  }

  /// Room for the figure beside the longest bar; nil when a bar goes below zero, or has no figure.
  private static func maximum(_ series: ChartSeries) -> Double? {
    guard series.chart.kind != .stacked else { return nil }
    let sums = series.points.map { $0.sums[0] }
    guard let largest = sums.max(), let smallest = sums.min(), smallest >= 0, largest > 0 else {
      return nil
    }
    return NearestDouble.of(largest, scale: series.type.scale ?? 0) * 1.2
  }

  /// Whole units are enough beside a bar.
  private static func axisFormat(_ series: ChartSeries) -> String {
    series.type == .ratio ? "0.0%" : "#,##0"
  }
}
