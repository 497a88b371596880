public import Values

/// Which periods of a report belong to its schedule.
///
/// A period that somebody asks for by hand, such as a month of a daily report, is published beside the
/// series: what follows the series, as `latest` does, does not see it.
public struct ScheduledSeries: Hashable, Sendable {
  private let schedule: ReportDefinition.Schedule
  /// Whether the report is of business dates; else it is about now.
  public let isDated: Bool
  /// Whether a period belongs to it only once it is over.
  public var endsBeforeItCounts: Bool { isDated && schedule != .manual }
  /// Whether its period may have several business dates.
  private let isOfRanges: Bool

  /// The series of a report.
  public init(_ definition: ReportDefinition) {
    schedule = definition.schedule
    isOfRanges = definition.has(parameter: "from")
    isDated = isOfRanges || definition.has(parameter: "date")
  }

  /// Whether a period is as long as the schedule asks.
  ///
  /// That is one business date, a week, a whole month or, when the report is of one date, the last of a
  /// month; without a schedule any period.
  public func contains(_ days: ClosedRange<Day>) -> Bool {
    let (from, to) = (days.lowerBound, days.upperBound)
    switch schedule {
    case .manual: return true
    case .monthEnd where isDated && lastDay(onOrBefore: to) != to: return false
    case .hourly, .daily, .weekly, .monthEnd: return firstDay(endingOn: to) == from
    }
  }

  /// The last day of the newest scheduled period that ends on a day or before; nil without a
  /// schedule.
  public func lastDay(onOrBefore day: Day) -> Day? {
    switch schedule {
    case .manual: return nil
    case .hourly, .daily: return day
    case .weekly(let weekday):
      return day.advanced(by: -((day.weekday - weekday + 7) % 7))
    case .monthEnd:
      return day.advanced(by: 1).civil.day == 1 ? day : day.advanced(by: -day.civil.day)
    }
  }

  /// The first day of the period that ends on a day.
  public func firstDay(endingOn last: Day) -> Day {
    guard isOfRanges else { return last }
    switch schedule {
    case .manual, .hourly, .daily: return last
    case .weekly: return last.advanced(by: -6)
    case .monthEnd: return last.advanced(by: 1 - last.civil.day)
    }
  }
}
