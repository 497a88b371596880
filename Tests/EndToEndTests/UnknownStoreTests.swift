import Foundation
import JobRunner
import Postgres
import Publishing
import Reports
import ReportWriters
import Testing
import TestServers
import TestSupport
import Values

/// Stores that the database does not know, such as one that a person may see and that has no stock yet.
@Suite struct UnknownStoreTests {
  private static let known = "0a000000-0000-0000-0000-000000000001"
  private static let unknown = "99999999-0000-0000-0000-000000000001"

  @Test func `unknown stores are a mistake, or passed over as long as one is known`() throws {
    try withTemporaryFolder { folder in
      let database = try Workplace.database.get()
      func stores(_ wanted: [String], passingOver: Bool) throws -> [String]? {
        let reports = try Places.catalogue.get().filter { $0.name == "inventory-valuation" }
        var request = try RunRequest(
          reports, areNamed: true, output: "\(folder)/\(UUID().uuidString)", zone: "Asia/Bangkok",
          now: Instant(iso: "2026-11-22T19:10:00Z"))
        request.formats = [.csv]
        request.stores = wanted
        request.passesOverUnknownStores = passingOver
        let made = try request.publish(on: database.settings)
        let run = try PublishedRun(folder: try #require(made["inventory-valuation"]))
        if case .list(let stores)? = run.facts.parameters["stores"] { return stores }
        return nil
      }
      let both = [Self.unknown, Self.known]
      #expect(try stores(both, passingOver: true) == [Self.known])
      #expect(throws: JobError.self) { _ = try stores(both, passingOver: false) }
      // None would be all.
      #expect(throws: JobError.self) { _ = try stores([Self.unknown], passingOver: true) }
    }
  }

  @Test func `a store that has movements and no stock any more is known by its id`() throws {
    let database = try TestDatabase(
      given: "\(Places.reports)/inventory-valuation/example/given.sql")
    try database.execute("DELETE FROM stock_levels WHERE store_id = '\(Self.known)'")
    try Workplace.lend(database) { place in
      let words = ["run", "inventory-valuation", "--date", "2026-11-21", "--store"]
      let run = try place.run(words + [Self.known])
      #expect(run.code == 0, "\(run)")
      #expect(try place.run(words + [Self.unknown]).code == 64)
    }
  }
}
