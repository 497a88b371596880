import Crypto
import Foundation
import JobRunner
import LedgerSummary
import Postgres
import Publishing
import Reports
import StateStore
import StockReading
import Testing
import TestServers
import TestSupport
import Values

/// A summary that is wrong, however that came, is not used twice.
@Suite struct RefutedSummaryTests {
  /// Some nights whose summary has a sale of a day with its sign turned, and that day.
  private func nights(_ folder: String) throws -> (LedgerNights, day: String) {
    let nights = try LedgerNights(seed: 31, days: 106, folder: folder)
    // Without what carries the age of the stock, whose movements have references.
    nights.isMonthEnd = false
    try nights.compare("the first night")
    try nights.nextDay()
    try nights.compare("the second night")
    let day = "2026-11-16"
    var forgery = try SummaryForgery(nights.summary)
    try forgery.turnSign(
      of: try Instant(iso: "\(day)T00:00:00Z")..<Instant(iso: "\(day)T16:00:00Z"))
    return (nights, day)
  }

  private static let reason = "a check failed with the ledger's summary: report "

  @Test func `a check that fails with the summary is asked again of the whole ledger`() throws {
    try withTemporaryFolder { folder in
      let (nights, day) = try nights(folder)
      let request = try nights.request(cached: true, parameters: ["date": day])
      let state = try StateDatabase(folder: "\(folder)/history")
      // The refuted reading is over before the second session is begun.
      var rows: [Int] = []
      let result = try JobRunner(
        request, state: state, logger: quiet, cancellation: RunCancellation(),
        events: {
          if case .connected = $0 { rows.append(0) }
          if case .writing(_, _, let count) = $0 { rows[rows.count - 1] += count }
        }
      ).run(on: nights.database.settings)
      #expect(rows.count == 2 && rows.allSatisfy { $0 > 0 })
      // Who was read again has not failed.
      let records = try RunHistory(state, output: request.output).records(limit: 100)
      #expect(records.count >= request.definitions.count)
      #expect(records.allSatisfy { $0.state == .published })
      #expect(result.outcomes.count == request.definitions.count)
      #expect(result.outcomes.allSatisfy { $0.error == nil && $0.isPublished })
      #expect(result.warnings.contains { $0.contains(Self.reason) })
      for outcome in result.outcomes {
        guard case .published(let run) = outcome.ending, let ledger = run.facts.ledger else {
          continue
        }
        #expect(ledger.summaryUpTo == nil)
        #expect(ledger.readWhole?.hasPrefix(Self.reason) == true)
      }
      let again = try nights.compare("from the summary made anew", parameters: ["date": day])
      #expect(again.summaryUpTo != nil)
    }
  }

  @Test func `a check that fails without the summary too fails the report`() throws {
    try withTemporaryFolder { folder in
      let (nights, day) = try nights(folder)
      var request = try nights.request(cached: true, parameters: ["date": day])
      // A report whose check adds up wrongly.
      let report = "\(folder)/reports/movement-summary"
      try FileManager.default.createDirectory(
        atPath: "\(folder)/reports", withIntermediateDirectories: true)
      let own = try #require(request.definitions.first { $0.name == "movement-summary" })
      try FileManager.default.copyItem(atPath: own.folder, toPath: report)
      let query = try String(contentsOfFile: "\(report)/checks/totals.sql", encoding: .utf8)
      try query.replacing("(sum(movements), 0)", with: "(sum(movements), 0) + 1")
        .write(toFile: "\(report)/checks/totals.sql", atomically: true, encoding: .utf8)
      request.definitions = try ReportCatalogue.load(folder: "\(folder)/reports")
      let result = try JobRunner(request, logger: quiet, cancellation: RunCancellation())
        .run(on: nights.database.settings)
      #expect(result.outcomes.first?.error is JobError)
      #expect(result.warnings.contains { $0.contains(Self.reason) })
    }
  }

  @Test(arguments: [false, true])
  func `a run without the summary leaves none that is wrong`(isFiltered: Bool) throws {
    try withTemporaryFolder { folder in
      let (nights, day) = try nights(folder)
      let forged = try Data(contentsOf: URL(fileURLWithPath: nights.summary))
      var parameters = ["date": day]
      if isFiltered {
        parameters["stores"] = try nights.database.value(
          "SELECT store_id FROM stock_levels ORDER BY 1 LIMIT 1")
      }
      let facts = try nights.publish(cached: true, parameters: parameters) {
        $0.use = .madeAnew(because: nil)
      }.ledger
      #expect(facts?.summaryUpTo == nil && facts?.readWhole == nil)
      if isFiltered {
        let left = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/ledger")
        #expect(left.isEmpty)
      } else {
        #expect(try Data(contentsOf: URL(fileURLWithPath: nights.summary)) != forged)
      }
      let after = try nights.compare("the run after", parameters: ["date": day])
      #expect((after.summaryUpTo != nil) == !isFiltered)
    }
  }
}

/// A summary's file with a right checksum and a wrong movement.
private struct SummaryForgery {
  let path: String
  private var bytes: [UInt8]
  private var place = 0

  init(_ path: String) throws {
    self.path = path
    bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private func word(_ number: Int) -> Int {
    let start = bytes.count - 32 - 18 * 8 + number * 8
    return Int(bytes[start..<start + 8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
  }

  private mutating func number() -> Int {
    var (number, shift) = (0, 0)
    while true {
      let byte = bytes[place]
      place += 1
      number |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return number }
      shift += 7
    }
  }

  /// Turns the sign of the first plain movement in a stretch, less a thousandth.
  mutating func turnSign(of stretch: Range<Instant>) throws {
    place = word(12)
    var at = word(4)
    for _ in 0..<word(10) {
      at += number()
      let isPlain = number() & 1 == 0
      _ = number()
      if isPlain, stretch.contains(Instant(microseconds: Int64(at))) {
        bytes[place] ^= 1
        let content = bytes.dropLast(32)
        try Data(content + Array(SHA256.hash(data: content)))
          .write(to: URL(fileURLWithPath: path))
        return
      }
      if isPlain { _ = number() } else { place += 40 }
    }
    throw CannotGoOn("no plain movement in \(stretch)")
  }
}
