import Publishing
package import Reports
import Schedule
import Values

extension RunRequest {
  /// What a record calls the period of a run for some stores, suppliers or parameters only, when it
  /// ended before it knew their ids.
  private static let filtered = "filtered"

  /// The name of a report's period as far as the request tells it; nil when the database's clock
  /// has to.
  func statedPeriod(of definition: ReportDefinition) -> String? {
    let given =
      Set(parameters.keys)
      .union(stores.isEmpty ? [] : ["stores"]).union(suppliers.isEmpty ? [] : ["suppliers"])
      .union(compareWith == nil ? [] : ["compare_with"])
    if given.contains(where: { definition.has(parameter: $0) }) { return Self.filtered }
    guard ScheduledSeries(definition).isDated else { return nil }
    switch dates {
    case .lastCompleteDay: return nil
    case .day(let day): return "\(day)"
    case .range(let from, let to) where from == to || !definition.has(parameter: "from"):
      return from != to && definition.has(parameter: "compare_with") ? Self.filtered : "\(to)"
    case .range(let from, let to): return "\(from)_\(to)"
    }
  }

  /// Whether what came of a report belongs to its schedule, by the name of its period, or by the
  /// request where there is none.
  ///
  /// What somebody asked for by hand says nothing of how the schedule stands.
  package func isScheduled(_ definition: ReportDefinition, period: String?) -> Bool {
    let name = period ?? statedPeriod(of: definition)
    return ScheduledSeries(definition).contains(recorded: name)
  }
}
