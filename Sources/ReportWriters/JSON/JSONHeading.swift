import Reports
import Values

/// What stands before the tables in the document.
enum JSONHeading {
  /// Appends everything from the first brace to the one that opens `tables`.
  static func append(_ context: ReportContext, to bytes: inout [UInt8]) {
    ValueText.append("{\n", to: &bytes)
    append("report", context.definition.name, to: &bytes)
    ValueText.append(",\n", to: &bytes)
    append("title", context.definition.title, to: &bytes)
    ValueText.append(",\n\"period\": {", to: &bytes)
    append(context.period, calendar: context.calendar, to: &bytes)
    ValueText.append("},\n\"parameters\": {", to: &bytes)
    for (index, setting) in context.parameters.enumerated() {
      if index > 0 { ValueText.append(", ", to: &bytes) }
      append(setting, to: &bytes)
    }
    ValueText.append("},\n\"tables\": {", to: &bytes)
  }

  private static func append(
    _ period: Period, calendar: BusinessCalendar, to bytes: inout [UInt8]
  ) {
    append("from", period.from.description, to: &bytes)
    ValueText.append(", ", to: &bytes)
    append("to", period.to.description, to: &bytes)
    ValueText.append(", ", to: &bytes)
    append("time_zone", calendar.timeZoneName, to: &bytes)
    ValueText.append(", ", to: &bytes)
    append("start", calendar.text(period.start), to: &bytes)
    ValueText.append(", ", to: &bytes)
    append("end", calendar.text(period.end), to: &bytes)
    ValueText.append(", \"provisional\": ", to: &bytes)
    ValueText.append(period.provisional, to: &bytes)
  }

  private static func append(_ setting: ReportContext.ParameterSetting, to bytes: inout [UInt8]) {
    JSONString.append(setting.name, to: &bytes)
    ValueText.append(": ", to: &bytes)
    switch setting.value {
    case .text(let text):
      JSONString.append(text, to: &bytes)
    case .integer(let number):
      bytes.append(contentsOf: String(number).utf8)
    case .list(let items):
      ValueText.append("[", to: &bytes)
      for (index, item) in items.enumerated() {
        if index > 0 { ValueText.append(", ", to: &bytes) }
        JSONString.append(item, to: &bytes)
      }
      ValueText.append("]", to: &bytes)
    }
  }

  private static func append(_ key: String, _ value: String, to bytes: inout [UInt8]) {
    JSONString.append(key, to: &bytes)
    ValueText.append(": ", to: &bytes)
    JSONString.append(value, to: &bytes)
  }
}
