import Reports

/// When a report is due, and of which business dates, by its schedule and the zone's midnights.
///
/// A report of business dates is due once they are over; one about now is due once in each hour,
/// day, week or month. Hours are counted from the day's start, so that a day of 23 or 25 hours has
/// as many.
struct ScheduledPeriods {
  let definition: ReportDefinition
  let calendar: BusinessCalendar

  /// Whether it is of business dates; else it is about now.
  var isDated: Bool { definition.has(parameter: "date") || definition.has(parameter: "from") }

  /// The last day of the newest scheduled period that ends on a day or before; nil without a
  /// schedule.
  func lastDay(onOrBefore day: Day) -> Day? {
    switch definition.schedule {
    case .manual: return nil
    case .hourly, .daily: return day
    case .weekly(let weekday):
      return day.advanced(by: -((day.weekday - weekday + 7) % 7))
    case .monthEnd:
      return day.advanced(by: 1).civil.day == 1 ? day : day.advanced(by: -day.civil.day)
    }
  }

  /// The first day of the period that ends on a day.
  func firstDay(endingOn last: Day) -> Day {
    guard definition.has(parameter: "from") else { return last }
    switch definition.schedule {
    case .manual, .hourly, .daily: return last
    case .weekly: return last.advanced(by: -6)
    case .monthEnd: return last.advanced(by: 1 - last.civil.day)
    }
  }

  /// The last days of the periods that were over at an instant, the newest first.
  func complete(at now: Instant, count: Int) -> [Day] {
    var days: [Day] = []
    var day = lastDay(onOrBefore: calendar.day(of: now).advanced(by: -1))
    while let last = day, days.count < count {
      days.append(last)
      day = lastDay(onOrBefore: last.advanced(by: -1))
    }
    return days
  }

  /// When the period that ends on a day becomes due.
  func due(endingOn last: Day) -> Instant { calendar.start(of: last.advanced(by: 1)) }

  /// For a report about now: since when the present hour, day, week or month counts; nil without a
  /// schedule.
  func slot(at now: Instant) -> Instant? {
    let today = calendar.day(of: now)
    guard definition.schedule == .hourly else {
      return lastDay(onOrBefore: today.advanced(by: -1)).map { due(endingOn: $0) }
    }
    let start = calendar.start(of: today)
    let hours = (now.microseconds - start.microseconds) / Self.hour
    return Instant(microseconds: start.microseconds + hours * Self.hour)
  }

  /// When it becomes due next after an instant; nil without a schedule.
  func next(after now: Instant) -> Instant? {
    let today = calendar.day(of: now)
    if definition.schedule == .hourly, let slot = slot(at: now), !isDated {
      let tomorrow = calendar.start(of: today.advanced(by: 1))
      return min(Instant(microseconds: slot.microseconds + Self.hour), tomorrow)
    }
    // The longest schedule is a month.
    return (0...31).lazy.map { today.advanced(by: $0) }
      .first { lastDay(onOrBefore: $0) == $0 }.map { due(endingOn: $0) }
  }

  private static let hour: Int64 = 3_600_000_000
}

extension Day {
  /// 1 (Monday) to 7 (Sunday).
  fileprivate var weekday: Int {
    // 1970-01-01 was a Thursday.
    let shifted = (Int(daysSinceEpoch) + 3) % 7
    return (shifted < 0 ? shifted + 7 : shifted) + 1
  }
}
