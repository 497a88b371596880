import Testing
import Values

@Suite struct ZonedTimeTests {
  @Test func `a time stamp is read back to the microsecond`() throws {
    let calendar = try #require(BusinessCalendar(timeZoneName: "America/St_Johns"))
    for microseconds: Int64 in [0, 1_795_311_000_000_001, -1, 1_795_311_000_999_000] {
      let time = ZonedTime(Instant(microseconds: microseconds), in: calendar)
      #expect(ZonedTime(time.text) == time)
    }
    #expect(ZonedTime("2026-11-22T01:30:00Z")?.instant.microseconds == 1_795_311_000_000_000)
    #expect(ZonedTime("2026-11-22T08:30:00.5+07:00")?.instant.microseconds == 1_795_311_000_500_000)
    for text in [
      "", "2026-11-22", "2026-11-22T01:30:00", "2026-11-22T25:30:00Z", "2026-11-22T01:30:00.Z",
      "2026-11-22T01:30:00.1234567Z", "2026-11-22T01:30:00 +07:00", "2026-11-22T1:30:000Z",
    ] {
      #expect(ZonedTime(text) == nil, "\(text)")
    }
  }
}
