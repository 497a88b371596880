import Testing
import Values

@Suite struct DayTests {
  @Test func `every day of four centuries has its date and comes back from it`() throws {
    var day = try #require(Day("1900-01-01"))
    var before = day.advanced(by: -1).civil
    let end = try #require(Day("2300-01-01"))
    #expect(day.distance(to: end) == 146_097)
    while day < end {
      let civil = day.civil
      #expect(Day(year: civil.year, month: civil.month, day: civil.day) == day)
      #expect(Day(day.description) == day)
      let isNext = civil.day == before.day + 1 && civil.month == before.month
      #expect(isNext || civil.day == 1 && (civil.month == before.month + 1 || civil.month == 1))
      before = civil
      day = day.advanced(by: 1)
    }
  }

  @Test(
    arguments: [
      ("1970-01-01", 0), ("1969-12-31", -1), ("2000-02-29", 11_016), ("0001-01-01", -719_162),
      ("9999-12-31", 2_932_896), ("2026-11-21", 20_778),
    ] as [(String, Int32)])
  func `a day is counted from 1970`(text: String, days: Int32) {
    #expect(Day(text)?.daysSinceEpoch == days)
    #expect(Day(daysSinceEpoch: days).description == text)
  }

  @Test(arguments: [
    "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01", "2026-01-32", "2026-01-00", "2026-1-1",
    "2026-01-01 ", "20260101", "2026/01/01", "0000-01-01", "-001-01-01", "๒๐๒๖-01-01", "",
  ])
  func `what is no day is refused`(text: String) {
    #expect(Day(text) == nil)
  }

  @Test func `a UUID is read and written, and ordered by its bytes`() throws {
    let text = "a720a2a9-bc81-5691-a6be-e8e58ab73b16"
    let id = try #require(UUIDBytes(text))
    #expect(id.description == text)
    #expect(UUIDBytes(text.uppercased()) == id)
    #expect(UUIDBytes(text.filter { $0 != "-" }) == id)
    #expect(id < UUIDBytes(high: id.high, low: id.low + 1))
    #expect(UUIDBytes(high: 1, low: 0) > UUIDBytes(high: 0, low: .max))
    #expect(UUIDBytes(high: 0x8000_0000_0000_0000, low: 0) > UUIDBytes(high: 1, low: 0))
    for bad in [
      "", "a720a2a9-bc81-5691-a6be-e8e58ab73b1", "a720a2a9-bc81-5691-a6be-e8e58ab73b1g",
      "a720a2a9bc81-5691-a6be-e8e58ab73b16-", "a720a2a-9bc81-5691-a6be-e8e58ab73b16",
      "{a720a2a9bc815691a6bee8e58ab73b16}", "a720a2a9-bc81-5691-a6be-e8e58ab73b1６",
    ] { #expect(UUIDBytes(bad) == nil, "\(bad)") }
  }

  @Test func `what has no four digits of a year in every zone is undated`() {
    let dated = Instant.dated
    #expect(dated.lowerBound.description == "0001-01-02T00:00:00Z")
    #expect(dated.upperBound.description == "9999-12-31T00:00:00Z")
    #expect(dated.lowerBound.isDated && !dated.upperBound.isDated)
    for instant in [
      Instant.distantFuture, .distantPast, Instant(microseconds: .max - 1),
      Instant(microseconds: dated.lowerBound.microseconds - 1),
    ] {
      #expect(!instant.isDated)
    }
  }

  @Test func `every instant has a text, and none loses digits of its year`() throws {
    let zones = try ["Asia/Bangkok", "America/New_York", "Pacific/Kiritimati"].map {
      try #require(BusinessCalendar(timeZoneName: $0))
    }
    // 0044-03-15 BC, 12345-01-01, and the ends of what there is.
    for (instant, text) in [
      (Instant(microseconds: -63_517_824_000_000_000), "-0000043-03-15T00:00:00Z"),
      (Instant(microseconds: 327_403_382_400_000_000), "+0012345-01-01T00:00:00Z"),
      (.distantPast, "-0290308-12-21T19:59:05.224192Z"),
      (.distantFuture, "+0294247-01-10T04:00:54.775807Z"),
    ] {
      #expect(instant.description == text)
      for zone in zones {
        #expect(zone.text(instant).utf8.count >= 25)
        #expect(zone.day(of: instant).isDated)
      }
    }
    for zone in zones {
      #expect(zone.text(Instant.dated.lowerBound).hasPrefix("0001-01-0"))
      #expect(zone.day(of: Instant.dated.lowerBound).isDated)
      #expect(
        zone.text(Instant(microseconds: Instant.dated.upperBound.microseconds - 1)).hasPrefix(
          "9999-12-3"))
    }
  }

  @Test func `days end where there are no more`() {
    let last = Day(daysSinceEpoch: .max)
    #expect(last.advanced(by: 1) == last)
    #expect(last.advanced(by: .max) == last)
    #expect(Day(daysSinceEpoch: .min).advanced(by: .min).daysSinceEpoch == .min)
    #expect(!last.isDated)
    #expect(last.description == "+5881580-07-11")
  }
}
