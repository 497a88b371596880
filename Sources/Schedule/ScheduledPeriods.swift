package import Reports
package import Values

/// When a report is due, and of which business dates, by its schedule and the zone's midnights.
///
/// A report of business dates is due once they are over; one about now is due once in each hour,
/// day, week or month. Hours are counted from the day's start, so that a day of 23 or 25 hours has
/// as many.
package struct ScheduledPeriods {
  let definition: ReportDefinition
  let calendar: BusinessCalendar

  /// The periods of a report in a zone.
  package init(definition: ReportDefinition, calendar: BusinessCalendar) {
    self.definition = definition
    self.calendar = calendar
  }

  /// The form of its periods.
  package var series: ScheduledSeries { ScheduledSeries(definition) }

  /// The last days of the periods that were over at an instant, the newest first.
  package func complete(at now: Instant, count: Int) -> [Day] {
    var days: [Day] = []
    var day = series.lastDay(onOrBefore: calendar.day(of: now).advanced(by: -1))
    while let last = day, days.count < count {
      days.append(last)
      day = series.lastDay(onOrBefore: last.advanced(by: -1))
    }
    return days
  }

  /// When the period that ends on a day becomes due.
  package func due(endingOn last: Day) -> Instant { calendar.start(of: last.advanced(by: 1)) }

  /// For a report about now: since when the present hour, day, week or month counts; nil without a
  /// schedule.
  func slot(at now: Instant) -> Instant? {
    let today = calendar.day(of: now)
    guard definition.schedule == .hourly else {
      return series.lastDay(onOrBefore: today.advanced(by: -1)).map { due(endingOn: $0) }
    }
    let start = calendar.start(of: today)
    let hours = (now.microseconds - start.microseconds) / Self.hour
    return Instant(microseconds: start.microseconds + hours * Self.hour)
  }

  /// When it becomes due next after an instant; nil without a schedule.
  func next(after now: Instant) -> Instant? {
    let today = calendar.day(of: now)
    if definition.schedule == .hourly, let slot = slot(at: now), !series.isDated {
      let tomorrow = calendar.start(of: today.advanced(by: 1))
      return min(Instant(microseconds: slot.microseconds + Self.hour), tomorrow)
    }
    // The longest schedule is a month.
    return (0...31).lazy.map { today.advanced(by: $0) }
      .first { series.lastDay(onOrBefore: $0) == $0 }.map { due(endingOn: $0) }
  }

  private static let hour: Int64 = 3_600_000_000
}
