import CLibXLSXWriter

extension Workbook {
  /// Draws a chart with its upper left corner in a cell of a sheet.
  public func insert(
    _ chart: WorkbookChart, _ sheet: Sheet, row: Int, column: Int
  ) throws(WorkbookError) {
    let type =
      switch chart.kind {
      case .bars: LXW_CHART_BAR
      case .stacked: LXW_CHART_BAR_STACKED
      case .line: LXW_CHART_LINE
      }
    guard let pointer = unsafe workbook_add_chart(handle.pointer, UInt8(type.rawValue)) else {
      throw noMemory
    }
    var titleFont = unsafe Self.font(size: 12, bold: true)
    unsafe chart_title_set_name(pointer, chart.title)
    unsafe chart_title_set_name_font(pointer, &titleFont)
    for (number, part) in chart.series.enumerated() {
      guard
        let series = unsafe chart_add_series(pointer, "=" + chart.categories, "=" + part.values)
      else { throw noMemory }
      unsafe chart_series_set_name(series, part.name)
      switch chart.kind {
      case .bars: unsafe Self.drawBars(series, chart)
      case .stacked: unsafe Self.fill(series, Self.parts[number % Self.parts.count])
      case .line: unsafe Self.drawLine(series)
      }
    }
    unsafe Self.drawLegend(pointer, of: chart)
    switch chart.kind {
    case .bars, .stacked: unsafe Self.drawBarAxes(pointer, chart)
    case .line: unsafe Self.drawLineAxes(pointer, chart.numberFormat)
    }
    var options = unsafe lxw_chart_options()
    // The library's chart measures 480 by 288.
    unsafe options.x_scale = chart.width / 480
    unsafe options.y_scale = chart.height / 288
    unsafe options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
    try check(
      unsafe worksheet_insert_chart_opt(
        sheets[sheet.index].pointer, UInt32(row), UInt16(column), pointer, &options),
      sheet, column)
  }

  private var noMemory: WorkbookError {
    WorkbookError(path: path, code: LXW_ERROR_MEMORY_MALLOC_FAILED, action: "add a chart")
  }

  private static let ink: UInt32 = 0x595959
  private static let blue: UInt32 = 0x2F6690
  private static let pale: UInt32 = 0xD9D9D9
  /// From the first part of a stacked bar to the last: darker and darker, and grey for the rest.
  private static let parts: [UInt32] = [
    0xC9DDED, 0x97BEDC, 0x639CC6, 0x2F6690, 0xE0A458, 0xB5532A, 0xA6A6A6,
  ]

  private static func drawLegend(
    _ chart: UnsafeMutablePointer<lxw_chart>, of look: WorkbookChart
  ) {
    let isStacked = look.kind == .stacked
    let place = isStacked ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE
    unsafe chart_legend_set_position(chart, UInt8(place.rawValue))
    guard isStacked else { return }
    var small = unsafe font(size: 9)
    unsafe chart_legend_set_font(chart, &small)
  }

  private static func fill(_ series: UnsafeMutablePointer<lxw_chart_series>, _ color: UInt32) {
    var fill = lxw_chart_fill()
    fill.color = color
    unsafe chart_series_set_fill(series, &fill)
  }

  private static func drawBars(
    _ series: UnsafeMutablePointer<lxw_chart_series>, _ look: WorkbookChart
  ) {
    var small = unsafe font(size: 9)
    unsafe fill(series, blue)
    unsafe chart_series_set_labels(series)
    unsafe chart_series_set_labels_num_format(series, look.numberFormat)
    unsafe chart_series_set_labels_font(series, &small)
  }

  private static func drawBarAxes(
    _ chart: UnsafeMutablePointer<lxw_chart>, _ look: WorkbookChart
  ) {
    var axisLine = line(pale)
    var small = unsafe font(size: 9)
    unsafe chart_set_series_gap(chart, 40)
    // In a chart of bars the library calls the axis of the names y. The first row of the data comes on
    // top.
    unsafe chart_axis_set_reverse(chart.pointee.y_axis)
    unsafe chart_axis_set_num_font(chart.pointee.y_axis, &small)
    unsafe chart_axis_set_line(chart.pointee.y_axis, &axisLine)
    unsafe chart_axis_set_label_position(
      chart.pointee.y_axis, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
    unsafe chart_axis_set_major_tick_mark(
      chart.pointee.y_axis, UInt8(LXW_CHART_AXIS_TICK_MARK_NONE.rawValue))
    unsafe chart_axis_major_gridlines_set_visible(chart.pointee.y_axis, 0)
    if let maximum = look.maximum {
      unsafe chart_axis_set_min(chart.pointee.x_axis, 0)
      unsafe chart_axis_set_max(chart.pointee.x_axis, maximum)
    }
    guard look.kind == .stacked else {
      // There is no axis of values: each bar says its own.
      unsafe chart_axis_major_gridlines_set_visible(chart.pointee.x_axis, 0)
      unsafe chart_axis_off(chart.pointee.x_axis)
      return
    }
    unsafe chart_axis_set_num_font(chart.pointee.x_axis, &small)
    unsafe chart_axis_set_num_format(chart.pointee.x_axis, look.numberFormat)
    unsafe chart_axis_set_line(chart.pointee.x_axis, &axisLine)
    unsafe chart_axis_major_gridlines_set_line(chart.pointee.x_axis, &axisLine)
  }

  private static func drawLine(_ series: UnsafeMutablePointer<lxw_chart_series>) {
    var stroke = line(blue, width: 2.25)
    unsafe chart_series_set_line(series, &stroke)
  }

  private static func drawLineAxes(
    _ chart: UnsafeMutablePointer<lxw_chart>, _ numberFormat: String
  ) {
    var axisLine = line(pale)
    var none = lxw_chart_line()
    none.none = 1
    var small = unsafe font(size: 9)
    unsafe chart_axis_set_num_font(chart.pointee.x_axis, &small)
    unsafe chart_axis_set_num_format(chart.pointee.x_axis, "yyyy-mm-dd")
    unsafe chart_axis_set_line(chart.pointee.x_axis, &axisLine)
    unsafe chart_axis_set_label_position(
      chart.pointee.x_axis, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
    unsafe chart_axis_set_num_font(chart.pointee.y_axis, &small)
    unsafe chart_axis_set_num_format(chart.pointee.y_axis, numberFormat)
    unsafe chart_axis_set_line(chart.pointee.y_axis, &none)
    unsafe chart_axis_major_gridlines_set_line(chart.pointee.y_axis, &axisLine)
  }

  private static func font(size: Double, bold: Bool = false) -> lxw_chart_font {
    var font = unsafe lxw_chart_font()
    unsafe font.size = size
    // Headings are bold unless told otherwise, and 0 tells nothing.
    unsafe font.bold = bold ? 1 : UInt8(LXW_EXPLICIT_FALSE.rawValue)
    unsafe font.color = ink
    return unsafe font
  }

  private static func line(_ color: UInt32, width: Float = 0.75) -> lxw_chart_line {
    var line = lxw_chart_line()
    line.color = color
    line.width = width
    return line
  }
}
