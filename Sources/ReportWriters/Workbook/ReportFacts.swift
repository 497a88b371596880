import Reports
import Values

/// What a report says about itself in words, the same on every sheet.
struct ReportFacts {
  private let context: ReportContext

  init(_ context: ReportContext) {
    self.context = context
  }

  /// Title and period in one line, for footers and properties.
  var heading: String {
    "\(context.definition.title) · \(days)\(context.period.provisional ? " · PROVISIONAL" : "")"
  }

  /// One business date, or from the first to the last.
  var days: String {
    let period = context.period
    return period.from == period.to ? "\(period.from)" : "\(period.from) to \(period.to)"
  }

  /// The instant that the figures are of, as the zone's clocks show it.
  var asOf: String {
    let end = context.calendar.text(context.period.end)
    return context.period.provisional
      ? "\(end), the time of the data" : "end of \(context.period.to) (\(end))"
  }

  /// Whether the figures may still change.
  var status: String {
    context.period.provisional
      ? "! PROVISIONAL: figures may still change" : "Complete"
  }

  /// A parameter's value in words.
  static func words(_ value: ReportContext.ParameterValue) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .list(let items): items.isEmpty ? "all" : items.joined(separator: ", ")
    }
  }

  /// The parameters that a run without options would not have used.
  var filters: String {
    let changed = context.parameters.filter { !$0.isDefault }
    guard !changed.isEmpty else { return "none" }
    return changed.map { "\($0.name) = \(Self.words($0.value))" }.joined(separator: "; ")
  }
}
