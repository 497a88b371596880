import LedgerSummary
import Reports
import Testing

struct DayCountsTests {
  @Test func `a day begins at midnight in UTC, before 1970 too`() {
    #expect(DayCounts.day(of: Instant(microseconds: 0)) == 0)
    #expect(DayCounts.day(of: Instant(microseconds: -1)) == -1)
    #expect(DayCounts.day(of: Instant(microseconds: 86_399_999_999)) == 0)
    #expect(DayCounts.day(of: Instant(microseconds: -86_400_000_000)) == -1)
    #expect(DayCounts.start(of: -1) == Instant(microseconds: -86_400_000_000))
  }

  @Test func `a count that is not known stays so`() {
    var counts = DayCounts()
    counts[3, 1] = DayCounts.unknown
    counts.add(DayCounts.start(of: 3), store: 1)
    counts.add(DayCounts.start(of: 3), store: 0)
    #expect(counts[3, 1] == DayCounts.unknown)
    #expect(counts[3, 0] == 1)
    #expect(counts[4, 0] == 0)
  }

  @Test func `taking over keeps to the days`() {
    var old = DayCounts()
    for day in Int32(0)..<6 { old.add(DayCounts.start(of: day), store: day) }
    var new = DayCounts()
    new.add(DayCounts.start(of: 5), store: 0)
    new.take(old, from: 2, before: 5)
    #expect(new.days == [2, 3, 4, 5])
    #expect(new[4, 4] == 1)
    #expect(new[5, 5] == 0)
  }
}
