import Foundation
import LedgerSummary
import Publishing
import Testing
import TestServers
import TestSupport

@testable import StockReading

/// A run that takes the ledger's closed days from the summary gives the bytes of one that does not.
@Suite struct LedgerSummaryTests {
  /// `LEDGER_SEED`, or any; with `SLOW_TESTS=1` ten more, each of which is some thirty runs.
  private static let seeds: [UInt64] = {
    let environment = ProcessInfo.processInfo.environment
    let first =
      environment["LEDGER_SEED"].flatMap { UInt64($0) } ?? .random(in: 0...999_999)
    return environment["SLOW_TESTS"] == nil ? [first] : Array(first...first + 10)
  }()

  @Test(arguments: seeds)
  func `every night gives the same bytes with and without the summary`(seed: UInt64) throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: seed, days: 125, folder: folder)
      #expect(try nights.compare("the first night, LEDGER_SEED=\(seed)").summaryUpTo == nil)
      var used = 0
      for night in 1...14 {
        try nights.nextDay()
        nights.isMonthEnd = night % 3 == 0
        var mishaps: [LedgerNights.Mishap] = []
        for _ in 0..<(night % 4) { mishaps.append(nights.randomMishap()) }
        for mishap in mishaps { try nights.cause(mishap) }
        let facts = try nights.compare("night \(night) after \(mishaps), LEDGER_SEED=\(seed)")
        if facts.summaryUpTo != nil { used += 1 }
        if mishaps.isEmpty { #expect(facts.summaryUpTo != nil, "night \(night)") }
      }
      #expect(used > 4, "LEDGER_SEED=\(seed)")
    }
  }

  @Test(arguments: LedgerNights.Mishap.allCases.filter { $0 != .pruned })
  func `one mishap of each kind changes nothing`(mishap: LedgerNights.Mishap) throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 7, days: 112, folder: folder)
      try nights.compare("the first night")
      try nights.nextDay()
      try nights.cause(mishap)
      let facts = try nights.compare("\(mishap)")
      switch mishap {
      case .lateRow, .changedLevel: #expect(facts.rereadPairs > 0)
      case .older: #expect(facts.readWhole != nil)
      case .zeroNetLate, .deleted, .lateRowAlone, .changedRows, .swappedRows:
        #expect(facts.readWhole != nil || facts.rereadPairs > 0 && facts.lateDays > 0)
      case .lateRowAmongFresh: #expect(facts.lateDays > 0)
      case .notANumber: #expect(facts.summaryUpTo != nil && facts.rereadPairs == 0)
      default: #expect(facts.summaryUpTo != nil)
      }
      try nights.nextDay()
      let after = try nights.compare("the night after \(mishap)")
      #expect(after.summaryUpTo != nil && after.rereadPairs == 0 && after.lateDays == 0)
    }
  }

  @Test func `rows that go and come back with stock untouched are seen the same night`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 17, days: 112, folder: folder)
      try nights.withhold("movement_type = 'SALE'", daysAgo: 5...8)
      try nights.compare("the first night")
      try nights.nextDay()
      try nights.bringBack()
      let facts = try nights.compare("sales of four days came late")
      #expect(facts.lateDays > 3)
      try nights.nextDay()
      #expect(try nights.compare("the night after").lateDays == 0)
      try nights.withhold("true", daysAgo: 30...31)
      #expect(try nights.compare("all of two days went").lateDays > 1)
    }
  }

  @Test func `a ledger that is days behind its levels gives the same bytes each night`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 19, days: 106, folder: folder)
      for night in 1...8 {
        // Half of a day's movements are booked three to five days after their levels.
        try nights.withhold("id < '80000000-0000-0000-0000-000000000000'", daysAgo: 0...0)
        try nights.bringBack(daysAgo: 3 + night % 3)
        try nights.compare("night \(night)")
        try nights.nextDay()
      }
    }
  }

  @Test func `an older change is found in its turn, and an older row at once`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 23, days: 125, folder: folder)
      // Dates in error may be of any age.
      try nights.database.execute(
        """
        SELECT move(1, 1, 'SALE', -1, '1987-03-04 05:06:07Z', true),
          move(2, 1, 'SALE', -1, '1999-12-31 23:59:59Z', true),
          move(2, 1, 'SALE', -1, '2000-01-01 00:00:00Z', true)
        """)
      try nights.compare("the first night")
      try nights.nextDay()
      #expect(try nights.compare("the second night").summaryUpTo != nil)
      try nights.nextDay()
      try nights.database.execute(
        """
        INSERT INTO stock_movements (product_id, store_id, movement_type, quantity, quantity_before,
          quantity_after, created_at)
        SELECT product_id, store_id, 'SALE', -1, 9, 8, created_at + interval '1 s'
        FROM stock_movements ORDER BY created_at LIMIT 1 OFFSET 30
        """)
      let found = try nights.compare("a row of long ago") { $0.turns = 30 }
      #expect(found.readWhole?.contains("from before its kept days") == true)
      try nights.database.execute(
        """
        UPDATE stock_movements SET quantity_after = quantity_after + 1 WHERE id IN (
          SELECT id FROM stock_movements ORDER BY created_at LIMIT 40)
        """)
      var whole = 0
      for _ in 0..<3 {
        try nights.nextDay()
        let facts = try nights.publish(cached: true) { $0.turns = 3 }.ledger
        if facts?.readWhole != nil { whole += 1 }
      }
      #expect(whole == 1)
      try nights.compare("after as many nights")
    }
  }

  @Test func `runs every second day find an older change as soon as daily ones do`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 29, days: 125, folder: folder)
      try nights.compare("the first night")
      // One after the other on days that lie close together: whatever part of the days a run looks at,
      // each has to have its turn.
      for offset in stride(from: 0, to: 60, by: 12) {
        try nights.database.execute(
          """
          UPDATE stock_movements SET quantity_after = quantity_after + 1 WHERE id = (
            SELECT id FROM stock_movements ORDER BY created_at, id LIMIT 1 OFFSET \(offset))
          """)
        var runs = 0
        var isFound = false
        while !isFound, runs < 4 {
          runs += 1
          try nights.nextDay()
          try nights.nextDay()
          let facts = try nights.publish(cached: true) { $0.turns = 4 }.ledger
          isFound = facts?.readWhole != nil
        }
        #expect(isFound, "the change \(offset)")
      }
    }
  }

  @Test func `each day has its turn, however many days there come to be`() {
    for step in Int32(1)...3 {
      for first in [UInt64(0), 17] {
        var seen: [Int32: [UInt64]] = [:]
        for turn in UInt64(0)..<90 {
          // Days are added at one end and, as by a retention of months, go at the other.
          let passed = Int32(turn) * step
          let days = (20_000 + passed / 30 * 30)..<(20_400 + passed)
          for day in SummaryTrial.days(of: days, turn: first + turn, of: 30) {
            seen[day, default: []].append(turn)
          }
        }
        for (day, turns) in seen {
          #expect(zip(turns, turns.dropFirst()).allSatisfy { $1 - $0 == 30 }, "\(day): \(turns)")
        }
        // Those that are there all the time.
        for day in (20_000 + 89 * step)..<20_400 { #expect(seen[day]?.count == 3, "\(day)") }
      }
    }
  }

  @Test func `periods and stores that are asked for are the same with and without`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 11, days: 130, folder: folder)
      try nights.compare("the first night")
      try nights.nextDay()
      let store = try #require(
        try nights.database.value("SELECT store_id FROM stock_levels ORDER BY 1 LIMIT 1"))
      try nights.cause(.lateRow)
      let used = [
        ["date": "2026-11-20"], ["from": "2026-11-04", "to": "2026-11-14"],
        ["date": "2026-11-21", "stores": store], ["window": "20"],
      ]
      for parameters in used {
        let facts = try nights.compare("\(parameters)", parameters: parameters)
        #expect(facts.summaryUpTo != nil, "\(parameters)")
      }
      let back = try nights.compare("far back", parameters: ["date": "2026-09-01"])
      #expect(back.summaryUpTo == nil)
      #expect(try nights.compare("after all of them").summaryUpTo != nil)
    }
  }

  @Test func `a ledger whose oldest month is dropped keeps its summary`() throws {
    try withTemporaryFolder { folder in
      let nights = try LedgerNights(seed: 5, days: 140, folder: folder)
      try nights.compare("the first night")
      try nights.nextDay()
      for _ in 0..<20 { try nights.cause(.pruned) }
      // What was dropped is known from the summary alone, so the ledger itself is no measure any
      // more; what lies in the reports' own days is.
      let facts = try nights.publish(cached: true).ledger
      #expect(facts?.summaryUpTo != nil)
      #expect(facts?.lateDays == 0)
      try nights.nextDay()
      try nights.cause(.lateRow)
      #expect(try nights.publish(cached: true).ledger?.summaryUpTo != nil)
      // Beyond what the summary keeps row by row it is the ledger that counts.
      for _ in 0..<60 { try nights.cause(.pruned) }
      #expect(try nights.compare("far too much dropped").readWhole != nil)
    }
  }
}
