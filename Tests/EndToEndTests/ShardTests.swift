import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import StockReading
import Testing
import TestServers
import TestSupport
import Values

/// Nothing of a reading is used when the shards behind the coordinator did not lie still.
@Suite struct ShardTests {
  private struct Job {
    var database: TestDatabase
    var folder: String
    /// How often the reading was begun.
    var attempts = 0

    /// Runs all reports; `levelsRead` is called each time that the levels were read, and the movements
    /// were not.
    mutating func run(
      into output: String, levelsRead: (_ attempt: Int) throws -> Void = { _ in }
    ) throws -> [String: ReportOutcome] {
      var request = try RunRequest(
        try Places.catalogue.get(), output: "\(folder)/\(output)", zone: "Asia/Bangkok",
        now: Instant(iso: "2026-11-21T19:00:00Z"))
      request.formats = [.csv]
      request.parameters = ["window": "10"]
      request.ledger = LedgerMemory.Options(folder: "\(folder)/ledger")
      attempts = 0
      var retry = RetryPolicy()
      retry.firstWait = .zero
      let result = try withoutActuallyEscaping(levelsRead) { levelsRead in
        var attempts = 0
        defer { self.attempts = attempts }
        return try JobRunner(
          request, logger: quiet, cancellation: RunCancellation(),
          events: { event in
            switch event {
            case .connected: attempts += 1
            case .reading(.levels, _):
              do { try levelsRead(attempts) } catch { Issue.record(error) }
            default: break
            }
          }
        ).run(on: ReplicaSet(database.settings), retry: retry)
      }
      return Dictionary(uniqueKeysWithValues: result.outcomes.map { ($0.report, $0) })
    }

    /// The tables that are published, by file name.
    func files(_ output: String) throws -> [String: String] {
      let files = try Workplace.contents(of: "\(folder)/\(output)").filter {
        $0.key.hasSuffix(".csv")
      }
      return Dictionary(
        uniqueKeysWithValues: files.map { (($0.key as NSString).lastPathComponent, $0.value) })
    }

    var hasSummary: Bool {
      (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/ledger"))?
        .contains { $0.hasSuffix(".summary") } ?? false
    }
  }

  private static func lend(sharded: Bool = true, _ body: (inout Job) throws -> Void) throws {
    let database = try TestDatabase(
      given: "\(Places.reports)/reorder-suggestions/example/given.sql")
    if sharded { try database.becomeCoordinator() }
    // All that was sold is of the Thai tea.
    try database.prepareShard(of: "00000000-0000-0000-0000-000000000003")
    try withTemporaryFolder { folder in
      var job = Job(database: database, folder: folder)
      try body(&job)
    }
  }

  @Test func `what a moved shard hid is read again`() throws {
    try Self.lend { job in
      let database = job.database
      _ = try job.run(into: "still")
      #expect(job.attempts == 1)
      let outcomes = try job.run(into: "moved") { attempt in
        if attempt == 1 { try database.moveShard() }
      }
      #expect(job.attempts == 2)
      #expect(outcomes.values.allSatisfy { $0.isPublished })
      let files = try job.files("still")
      #expect(files.count > 10)
      #expect(try job.files("moved") == files)
    }
  }

  @Test func `nothing is published or kept while shards are being moved`() throws {
    try Self.lend { job in
      let database = job.database
      let error = #expect(throws: PostgresError.self) {
        _ = try job.run(into: "moved") { _ in try database.moveShard() }
      }
      #expect(error?.kind == .snapshot)
      #expect(job.attempts == RetryPolicy().attempts)
      #expect(try job.files("moved").isEmpty)
      #expect(!job.hasSummary)
      _ = try job.run(into: "still")
      #expect(job.hasSummary)
    }
  }

  @Test(arguments: [true, false])
  func `a control total that fails is the end of all that shards gave`(sharded: Bool) throws {
    try Self.lend(sharded: sharded) { job in
      let database = job.database
      let outcomes = try job.run(into: "torn") { _ in try database.tearShard() }
      let reorder = try #require(outcomes["reorder-suggestions"])
      guard case .checksFailed(_, let checks)? = reorder.error as? JobError else {
        Issue.record("\(String(describing: reorder.error))")
        return
      }
      #expect(checks.contains { $0.contains("Considered: Sold in window in pcs") }, "\(checks)")
      #expect(checks.contains { $0.contains("Considered: Sales in window") }, "\(checks)")
      let valuation = try #require(outcomes["inventory-valuation"])
      if sharded {
        #expect(outcomes.values.allSatisfy { $0.error != nil })
        guard case .doubtful? = valuation.error as? JobError else {
          Issue.record("\(String(describing: valuation.error))")
          return
        }
      } else {
        #expect(valuation.isPublished)
      }
    }
  }
}
