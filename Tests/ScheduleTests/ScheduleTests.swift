import Foundation
import Reports
import Testing
import TestServers
import Values

@testable import Schedule

/// What a schedule asks for, also where a day has 23 or 25 hours.
struct ScheduleTests {
  private func scheduled(
    _ name: String, _ schedule: ReportDefinition.Schedule, zone: String = "Europe/Berlin"
  ) throws -> ScheduledPeriods {
    var definition = try #require(Places.catalogue.get().first { $0.name == name })
    definition.schedule = schedule
    return ScheduledPeriods(
      definition: definition, calendar: try #require(BusinessCalendar(timeZoneName: zone)))
  }

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  @Test func `a week ends on its day and a month on its last`() throws {
    let now = try Instant(iso: "2026-11-22T12:00:00Z")  // a Sunday
    let weekly = try scheduled("movement-summary", .weekly(weekday: 7))
    let last = weekly.complete(at: now, count: 2)
    #expect(last == [try day("2026-11-15"), try day("2026-11-08")])
    #expect(weekly.series.firstDay(endingOn: last[0]) == (try day("2026-11-09")))
    let monthly = try scheduled("movement-summary", .monthEnd)
    let months = monthly.complete(at: now, count: 3)
    #expect(
      months == [try day("2026-10-31"), try day("2026-09-30"), try day("2026-08-31")])
    #expect(monthly.series.firstDay(endingOn: months[0]) == (try day("2026-10-01")))
    // A report of one date is of the last day alone.
    #expect(
      try scheduled("inventory-valuation", .monthEnd).series.firstDay(endingOn: months[0])
        == months[0])
    #expect(try scheduled("inventory-valuation", .manual).complete(at: now, count: 3) == [])
  }

  @Test func `no night is skipped or doubled where clocks change`() throws {
    let daily = try scheduled("inventory-valuation", .daily)
    var nights: [Day] = []
    let start = try Instant(iso: "2026-01-01T00:30:00Z")
    for hour in 0..<(365 * 24) {
      let now = Instant(microseconds: start.microseconds + Int64(hour) * 3_600_000_000)
      let last = try #require(daily.complete(at: now, count: 1).first)
      if nights.last != last { nights.append(last) }
      // It is due from the zone's midnight on, to the microsecond.
      let due = daily.due(endingOn: last)
      #expect(due <= now)
      let before = Instant(microseconds: due.microseconds - 1)
      #expect(daily.complete(at: before, count: 1) == [last.advanced(by: -1)])
    }
    #expect(nights.count == 366)
    #expect(zip(nights, nights.dropFirst()).allSatisfy { $0.distance(to: $1) == 1 })
  }

  @Test(arguments: [("2026-03-29", 23), ("2026-10-25", 25), ("2026-11-22", 24)])
  func `an hourly report has as many hours as the day`(date: String, hours: Int) throws {
    let hourly = try scheduled("low-stock", .hourly)
    let start = hourly.calendar.start(of: try day(date))
    let end = hourly.calendar.start(of: try day(date).advanced(by: 1))
    var slots: Set<Instant> = []
    var now = start
    while now < end {
      slots.insert(try #require(hourly.slot(at: now)))
      let next = try #require(hourly.next(after: now))
      #expect(now < next && next <= end)
      now = Instant(microseconds: now.microseconds + 600_000_000)
    }
    #expect(slots.count == hours)
  }

  @Test func `the next time is the end of the running period`() throws {
    let now = try Instant(iso: "2026-11-22T12:00:00Z")
    let monthly = try scheduled("movement-summary", .monthEnd)
    #expect(
      monthly.next(after: now) == monthly.calendar.start(of: try day("2026-12-01")))
    let weekly = try scheduled("slow-movers", .weekly(weekday: 7))
    #expect(weekly.next(after: now) == weekly.calendar.start(of: try day("2026-11-23")))
    #expect(try scheduled("slow-movers", .manual).next(after: now) == nil)
  }
}
