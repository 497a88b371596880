import Foundation
import Testing
import Values

@testable import LedgerSummary

struct LedgerChecksumTests {
  @Test func `a day begins at midnight in UTC, before 1970 too`() {
    #expect(StoreDay.day(of: Instant(microseconds: 0)) == 0)
    #expect(StoreDay.day(of: Instant(microseconds: -1)) == -1)
    #expect(StoreDay.day(of: Instant(microseconds: 86_399_999_999)) == 0)
    #expect(StoreDay.day(of: Instant(microseconds: -86_400_000_000)) == -1)
    #expect(StoreDay.start(of: -1) == Instant(microseconds: -86_400_000_000))
  }

  private let stores = [UUIDBytes(high: 1, low: 2), UUIDBytes(high: .max, low: 3)]

  /// Four days of two stores; sums of hashes leave 64 bits.
  private var checksums: LedgerChecksums {
    var checksums = LedgerChecksums()
    for day in Int32(-1)...2 {
      for (number, store) in stores.enumerated() {
        checksums.kept[StoreDay(day: day, store: store)] = DayChecksum(
          movements: Int(day + 2) * 10 + number, hash: .max - UInt64(day + 1))
      }
    }
    checksums.older[-2] = DayChecksum(movements: 7, hash: 8)
    return checksums
  }

  @Test func `days that are kept no more are added up over the stores`() {
    var checksums = checksums
    #expect(checksums.movements(before: 1) == 10 + 11 + 20 + 21)
    checksums.age(before: 1)
    #expect(checksums.kept.keys.map(\.day).min() == 1)
    #expect(checksums.kept.count == 4)
    #expect(
      checksums.older == [
        -2: DayChecksum(movements: 7, hash: 8),
        -1: DayChecksum(movements: 21, hash: .max - 1),
        0: DayChecksum(movements: 41, hash: .max - 3),
      ])
    #expect(checksums.movements(before: 1) == 0)
  }

  @Test func `a file gives back what was written into it`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    var output = try SummaryOutput(path: path.path)
    try output.add(checksums)
    try output.finish()
    var input = SummaryInput(
      try FileHandle(forReadingFrom: path), at: UInt64(SummaryOutput.heading.count))
    #expect(try input.checksums() == checksums)
  }
}
