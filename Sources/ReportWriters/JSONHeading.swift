import Reports
import Values

/// What stands before the tables in the document.
enum JSONHeading {
  /// Appends everything from the first brace to the one that opens `tables`.
  static func append(_ context: ReportContext, to bytes: inout [UInt8]) {
    CellText.append("{\n", to: &bytes)
    append("report", context.definition.name, to: &bytes)
    CellText.append(",\n", to: &bytes)
    append("title", context.definition.title, to: &bytes)
    CellText.append(",\n\"period\": {", to: &bytes)
    append(context.period, calendar: context.calendar, to: &bytes)
    CellText.append("},\n\"parameters\": {", to: &bytes)
    for (index, setting) in context.parameters.enumerated() {
      if index > 0 { CellText.append(", ", to: &bytes) }
      append(setting, to: &bytes)
    }
    CellText.append("},\n\"tables\": {", to: &bytes)
  }

  private static func append(
    _ period: Period, calendar: BusinessCalendar, to bytes: inout [UInt8]
  ) {
    append("from", period.from.description, to: &bytes)
    CellText.append(", ", to: &bytes)
    append("to", period.to.description, to: &bytes)
    CellText.append(", ", to: &bytes)
    append("time_zone", calendar.timeZoneName, to: &bytes)
    CellText.append(", ", to: &bytes)
    append("start", calendar.text(period.start), to: &bytes)
    CellText.append(", ", to: &bytes)
    append("end", calendar.text(period.end), to: &bytes)
    CellText.append(", \"provisional\": ", to: &bytes)
    CellText.append(period.provisional, to: &bytes)
  }

  private static func append(_ setting: ReportContext.ParameterSetting, to bytes: inout [UInt8]) {
    JSONString.append(setting.name, to: &bytes)
    CellText.append(": ", to: &bytes)
    switch setting.value {
    case .text(let text):
      JSONString.append(text, to: &bytes)
    case .integer(let number):
      bytes.append(contentsOf: String(number).utf8)
    case .list(let items):
      CellText.append("[", to: &bytes)
      for (index, item) in items.enumerated() {
        if index > 0 { CellText.append(", ", to: &bytes) }
        JSONString.append(item, to: &bytes)
      }
      CellText.append("]", to: &bytes)
    }
  }

  private static func append(_ key: String, _ value: String, to bytes: inout [UInt8]) {
    JSONString.append(key, to: &bytes)
    CellText.append(": ", to: &bytes)
    JSONString.append(value, to: &bytes)
  }
}
