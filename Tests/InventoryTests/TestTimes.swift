import Inventory
import Values

/// Business days of a zone, as the tests name them.
struct TestTimes {
  let calendar: BusinessCalendar

  static let bangkok = TestTimes("Asia/Bangkok")
  static let berlin = TestTimes("Europe/Berlin")

  // The names and dates are literals of the tests: a wrong one is a mistake in a test, to stop at.
  private init(_ zone: String) {
    guard let calendar = BusinessCalendar(timeZoneName: zone) else { fatalError(zone) }
    self.calendar = calendar
  }

  func day(_ text: String) -> Day {
    guard let day = Day(text) else { fatalError(text) }
    return day
  }

  /// So long after a day begins.
  func at(_ text: String, hours: Double = 0) -> Instant {
    Instant(
      microseconds: calendar.start(of: day(text)).microseconds + Int64(hours * 3_600_000_000))
  }

  /// The movements of whole days.
  func flow(_ from: String, _ to: String) -> BookPlan.Flow { flow(day(from), day(to)) }

  func flow(_ from: Day, _ to: Day) -> BookPlan.Flow {
    BookPlan.Flow(
      start: calendar.start(of: from), end: calendar.start(of: to.advanced(by: 1)), firstDay: from,
      lastDay: to)
  }

  /// The window of so many days that ends with a day that is over, or at `now`.
  func window(_ days: Int, endingWith last: String, now: Instant? = nil) -> BookPlan.Window {
    BookPlan.Window(
      days: days,
      endingWith: Period(
        from: day(last), to: day(last), calendar: calendar, now: now ?? .distantFuture))
  }

  func plan(_ flows: [BookPlan.Flow] = [], _ windows: [BookPlan.Window] = []) -> BookPlan {
    var plan = BookPlan(calendar: calendar)
    for flow in flows { plan.need(flow) }
    for window in windows { plan.need(window) }
    return plan
  }
}
