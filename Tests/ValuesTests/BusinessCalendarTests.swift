import Testing
import Values

@Suite struct BusinessCalendarTests {
  private func calendar(_ name: String) throws -> BusinessCalendar {
    try #require(BusinessCalendar(timeZoneName: name))
  }

  private func day(_ text: String) throws -> Day { try #require(Day(text)) }

  static let days: [(String, String, String, Int64)] = [
    ("UTC", "2026-11-21", "2026-11-21T00:00:00+00:00", 24 * 60),
    ("Asia/Bangkok", "2026-11-21", "2026-11-21T00:00:00+07:00", 24 * 60),
    ("America/New_York", "2026-03-08", "2026-03-08T00:00:00-05:00", 23 * 60),
    ("America/New_York", "2026-11-01", "2026-11-01T00:00:00-04:00", 25 * 60),
    // The clock goes from 00:00 to 01:00: the day begins at 01:00.
    ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00", 23 * 60),
    // The clock goes from 24:00 back to 23:00: the day before is long.
    ("America/Sao_Paulo", "2018-02-17", "2018-02-17T00:00:00-02:00", 25 * 60),
    ("America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00", 24 * 60),
    ("Africa/Cairo", "2024-04-26", "2024-04-26T01:00:00+03:00", 23 * 60),
    // Midnight comes twice: the day begins at the first.
    ("America/Havana", "2024-11-03", "2024-11-03T00:00:00-04:00", 25 * 60),
    ("Australia/Lord_Howe", "2026-04-05", "2026-04-05T00:00:00+11:00", 24 * 60 + 30),
    ("Australia/Lord_Howe", "2026-10-04", "2026-10-04T00:00:00+10:30", 24 * 60 - 30),
  ]

  /// The offsets and changes are those of the IANA time zone database.
  @Test(arguments: days)
  func `a day has the hours that its zone gives it`(
    zone: String, date: String, start: String, minutes: Int64
  ) throws {
    let calendar = try calendar(zone)
    let day = try day(date)
    let first = calendar.start(of: day)
    let next = calendar.start(of: day.advanced(by: 1))
    #expect(calendar.text(first) == start)
    #expect(next.microseconds - first.microseconds == minutes * 60_000_000)
  }

  @Test(arguments: [
    "UTC", "Asia/Bangkok", "America/New_York", "America/Sao_Paulo", "Africa/Cairo",
    "America/Havana", "Australia/Lord_Howe", "Asia/Kathmandu", "Pacific/Apia",
  ])
  func `each instant lies in the day that its edges say`(zone: String) throws {
    let calendar = try calendar(zone)
    for offset in stride(from: -400, through: 47_000, by: 1) {
      let day = Day(daysSinceEpoch: Int32(offset))
      let start = calendar.start(of: day)
      let end = calendar.start(of: day.advanced(by: 1))
      #expect(start <= end)
      // Samoa had no 30 December 2011 at all.
      guard start < end else { continue }
      #expect(calendar.day(of: start) == day)
      #expect(calendar.day(of: Instant(microseconds: end.microseconds - 1)) == day)
    }
  }

  @Test func `a name must be an IANA name`() {
    for name in ["", "GMT+7", "EST", "Asia/Bangkokk", "+07:00"] {
      #expect(BusinessCalendar(timeZoneName: name) == nil, "\(name)")
    }
  }

  @Test func `a fraction is written only when it is not 0`() throws {
    let bangkok = try calendar("Asia/Bangkok")
    #expect(bangkok.text(Instant(microseconds: 0)) == "1970-01-01T07:00:00+07:00")
    #expect(bangkok.text(Instant(microseconds: 1)) == "1970-01-01T07:00:00.000001+07:00")
    #expect(bangkok.text(Instant(microseconds: -1)) == "1970-01-01T06:59:59.999999+07:00")
    #expect(Instant(microseconds: -1).description == "1969-12-31T23:59:59.999999Z")
  }

  @Test func `a period that is not over ends at the snapshot`() throws {
    let calendar = try calendar("Asia/Bangkok")
    let day = try day("2026-11-21")
    let end = calendar.start(of: day.advanced(by: 1))
    let before = Instant(microseconds: end.microseconds - 1)
    let open = Period(from: day, to: day, calendar: calendar, now: before)
    #expect(open.provisional)
    #expect(open.end == before)
    let closed = Period(from: day, to: day, calendar: calendar, now: end)
    #expect(!closed.provisional)
    #expect(closed.end == end)
    #expect(closed.label == "2026-11-21")
    let month = Period(
      from: try self.day("2026-11-01"), to: try self.day("2026-11-30"), calendar: calendar,
      now: end)
    #expect(month.label == "2026-11-01_2026-11-30")
  }
}
