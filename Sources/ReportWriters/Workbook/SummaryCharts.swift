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
      let rows = try writeData(series, sheet, currency: currency, &book)
      let height = series.chart.kind == .line ? 14 : max(8, series.points.count + 4)
      let name = book.name(of: sheet)
      try book.insert(
        WorkbookChart(
          kind: series.chart.kind == .line ? .line : .bars,
          title: heading(series, currency: currency),
          categories: CellReference.range(sheet: name, rows: rows, column: 0),
          values: CellReference.range(sheet: name, rows: rows, column: 2),
          numberFormat: axisFormat(series), maximum: maximum(series), width: width,
          height: Double(height) * rowHeight),
        sheet, row: top, column: SummarySheet.chartColumn)
      top += height + 1
    }
  }

  private static func writeData(
    _ series: ChartSeries, _ sheet: Sheet, currency: String, _ book: inout Workbook
  ) throws(WorkbookError) -> ClosedRange<Int> {
    let money = isMoney(series) ? " (\(currency))" : ""
    let headings = [series.groupColumn.title, "", series.valueColumn.title + money]
    let lines = zip(headings, SummarySheet.widths).map { TextWidth.lines($0, in: $1) }.max() ?? 1
    try book.nextRow(sheet, height: lines > 1 ? 32 : 18)
    let left = try book.format(SheetLook.header())
    let right = try book.format(SheetLook.header(.right))
    for (index, heading) in headings.enumerated() {
      try book.write(text: heading, sheet, column: index, format: index == 2 ? right : left)
    }
    let number = try book.format(
      CellFormat(numberFormat: ColumnLook.numberFormat(series.valueColumn.type)))
    let date = try book.format(
      CellFormat(numberFormat: "yyyy-mm-dd").with { $0.alignment = .left })
    var first: Int?
    var last = 0
    for point in series.points {
      last = try book.nextRow(sheet)
      first = first ?? last
      if let day = point.day,
        let serial = DateSerial.day(daysSince1970: Int(day.daysSinceEpoch))
      {
        try book.write(serial: serial, sheet, column: 0, format: date)
      } else {
        try book.write(text: printable(point.label), sheet, column: 0)
      }
      try book.write(
        number: point.sum, scale: series.valueColumn.type.scale ?? 0, sheet, column: 2,
        format: number)
    }
    return (first ?? last)...last
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
    series.valueColumn.type == .money || series.valueColumn.type == .price
  }

  /// Room for the figure beside the longest bar; nil when a bar goes below zero.
  private static func maximum(_ series: ChartSeries) -> Double? {
    let sums = series.points.map(\.sum)
    guard let largest = sums.max(), let smallest = sums.min(), smallest >= 0, largest > 0 else {
      return nil
    }
    return NearestDouble.of(largest, scale: series.valueColumn.type.scale ?? 0) * 1.2
  }

  /// Whole units are enough beside a bar.
  private static func axisFormat(_ series: ChartSeries) -> String {
    series.valueColumn.type == .ratio ? "0.0%" : "#,##0"
  }
}
