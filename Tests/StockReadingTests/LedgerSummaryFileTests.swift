import Foundation
import LedgerSummary
import Publishing
import Testing
import TestServers
import TestSupport

@testable import StockReading

/// The file of the summary: what is not used, what a run leaves, and where it cannot be written.
@Suite struct LedgerSummaryFileTests {
  @Test func `a file that is not whole or not this ledger's is made anew`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 3, days: 104, folder: folder)
      try nights.compare("the first night")
      let good = try Data(contentsOf: URL(fileURLWithPath: nights.summary))
      func with(_ bytes: Data, _ what: String) throws {
        try bytes.write(to: URL(fileURLWithPath: nights.summary))
        let facts = try nights.publish(cached: true).ledger
        #expect(facts?.readWhole != nil, "\(what)")
        #expect(facts?.summaryUpTo == nil, "\(what)")
        #expect(try nights.publish(cached: true).ledger?.summaryUpTo != nil, "after \(what)")
      }
      try with(Data(), "empty")
      try with(good.dropLast(1), "cut short")
      try with(good + Data([0]), "longer")
      var other = good
      other[other.startIndex + 33] = UInt8(ascii: "1")
      try with(other, "of another version")
      for place in [40, good.count / 2, good.count - 100, good.count - 1] {
        var bad = good
        bad[bad.startIndex + place] ^= 1
        try with(bad, "with a bit turned at \(place)")
      }
    }
  }

  @Test func `a summary of another ledger or of later is not used`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 4, days: 104, folder: folder)
      try nights.compare("the first night")
      // The table made anew is another table.
      try nights.database.execute(
        """
        ALTER TABLE stock_movements RENAME TO former;
        CREATE TABLE stock_movements (LIKE former INCLUDING ALL);
        INSERT INTO stock_movements SELECT * FROM former;
        """)
      #expect(try nights.compare("another table").readWhole?.contains("another ledger") == true)
      try nights.database.execute("TRUNCATE stock_movements")
      #expect(try nights.compare("an empty ledger").readWhole != nil)
      #expect(try nights.compare("still empty").summaryUpTo == nil)
    }
  }

  @Test func `a summary from the future is made anew`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 13, days: 104, folder: folder)
      try nights.compare("the first night")
      nights.setBack(days: 3)
      let facts = try nights.compare("three days before it")
      #expect(facts.readWhole?.contains("the clock was set back") == true)
      #expect(try nights.compare("once more").summaryUpTo != nil)
      for _ in 0..<4 { try nights.nextDay() }
      #expect(try nights.compare("the clock is right again").summaryUpTo != nil)
    }
  }

  @Test func `a folder that cannot be written to costs a note and no report`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 6, days: 20, folder: folder)
      let file = "\(folder)/taken"
      try Data().write(to: URL(fileURLWithPath: file))
      #expect(try nights.compare("no folder") { $0.folder = file }.summaryUpTo == nil)
    }
  }

  @Test(.enabled(if: SmallDisk.isAvailable, "\(SmallDisk.need)"))
  func `a full disk costs a note, no report, and not the former summary`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 6, days: 104, folder: folder)
      let disk = "\(folder)/ledger"
      try SmallDisk.mounted(on: disk, options: "size=64k") { _ in
        try nights.compare("the first night")
        let former = try Data(contentsOf: URL(fileURLWithPath: nights.summary))
        // No room for a second file beside the first.
        try Data(count: (64 << 10) - (former.count / 4096 + 1) * 4096 - 4096)
          .write(to: URL(fileURLWithPath: "\(disk)/other"))
        try nights.nextDay()
        #expect(try nights.compare("a full disk").summaryUpTo != nil)
        #expect(try Data(contentsOf: URL(fileURLWithPath: nights.summary)) == former)
        #expect(
          try FileManager.default.contentsOfDirectory(atPath: disk).filter {
            $0.hasSuffix(".unfinished")
          }.isEmpty)
        try nights.nextDay()
        #expect(try nights.compare("the night after").summaryUpTo != nil)
      }
    }
  }

  @Test func `two runs at once each leave a whole summary`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 12, days: 104, folder: folder)
      try nights.compare("the first night")
      for _ in 0..<2 {
        try nights.nextDay()
        let settings = nights.database.settings
        let requests = try (0..<2).map { number in
          try nights.request(cached: true, output: "\(folder)/out\(number)")
        }
        DispatchQueue.concurrentPerform(iterations: 2) { number in
          let result = Result { try requests[number].publish(on: settings) }
          #expect(throws: Never.self) { try result.get() }
        }
        #expect(try nights.compare("after two at once").summaryUpTo != nil)
      }
    }
  }

  @Test func `what killed runs left is swept, and what others write is not`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 8, days: 20, folder: folder)
      try nights.compare("the first night")
      let (old, fresh) = ("\(folder)/ledger/1.unfinished", "\(folder)/ledger/2.unfinished")
      for path in [old, fresh] { try Data([1]).write(to: URL(fileURLWithPath: path)) }
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -200_000)], ofItemAtPath: old)
      try nights.nextDay()
      try nights.compare("the night after a kill")
      #expect(!FileManager.default.fileExists(atPath: old))
      #expect(FileManager.default.fileExists(atPath: fresh))
    }
  }

  @Test func `a second run of a night reads from the summary and leaves it alone`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 9, days: 104, folder: folder)
      try nights.compare("the first night")
      let before = try Data(contentsOf: URL(fileURLWithPath: nights.summary))
      #expect(try nights.compare("the same night").summaryUpTo != nil)
      #expect(try Data(contentsOf: URL(fileURLWithPath: nights.summary)) == before)
    }
  }
}
