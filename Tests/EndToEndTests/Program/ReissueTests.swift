import Foundation
import Publishing
import Testing
import TestServers

/// A period that was published is issued again only for a reason, and says which.
struct ReissueTests {
  @Test func `changed data are issued again when asked for, and only then`() throws {
    let database = try TestDatabase(
      given: "\(Places.reports)/inventory-valuation/example/given.sql")
    try Workplace.lend(database) { place in
      let words = ["run", "inventory-valuation", "--date", "2026-11-20"]
      let published = PublishedReports(output: place.output)
      func current() throws -> PublishedRun {
        try #require(try published.latest(of: "inventory-valuation"))
      }
      let made = try place.run(words)
      #expect(made.code == 0, "\(made)")
      let first = try current()
      // The same data: read again, and nothing issued.
      #expect(try place.run(words + ["--reissue"]).code == 0)
      #expect(try current().id == first.id)
      try database.execute("UPDATE stock_levels SET quantity_on_hand = quantity_on_hand + 1")
      #expect(try place.run(words).code == 0)
      #expect(try current().id == first.id)
      #expect(try place.run(words + ["--reissue"]).code == 0)
      let second = try current()
      let reissue = try #require(second.facts.reissue)
      #expect(second.id != first.id)
      #expect(reissue.runID == first.id.text)
      #expect(reissue.reason == "the data changed")
      let cost = try #require(
        reissue.differences?.first { $0.table == "detail" && $0.column == "cost_value" })
      #expect(first.facts.totals["detail"]?["cost_value"] == .overall(cost.before))
      #expect(second.facts.totals["detail"]?["cost_value"] == .overall(cost.after))
      #expect(reissue.differences?.contains { $0.column == "quantity" && $0.unit != nil } == true)
      // The first is still there, whole.
      #expect(try published.run(first.id, of: "inventory-valuation").isWhole)
      #expect(try Verification(output: place.output, of: Places.catalogue.get()).findings() == [])
    }
  }
}
