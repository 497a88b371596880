import Reports
import Testing
import Values

@testable import Inventory

/// The rules of layers one by one.
@Suite struct AgeingRuleTests {
  private let times = TestTimes.bangkok

  private func layers(_ story: AgeingStory, _ date: String) throws -> [String] {
    try story.ageing(date).rows("layers").map { row in
      [String(row["store_id"]?.last ?? "?"), row["received_on"], row["quantity"], row["basis"]]
        .compactMap { $0 }.joined(separator: " ")
    }
  }

  @Test func `what was there before the ledger is at least as old`() throws {
    var story = AgeingStory(times)
    story.move(1, "SALE", -2, from: 5, to: 3, "2026-01-10")
    story.move(1, "PURCHASE", 4, "2026-01-12")
    #expect(
      try layers(story, "2026-01-31") == [
        "1 2026-01-10 3.000 at_least", "1 2026-01-12 4.000 known",
      ])
    #expect(try story.ageing("2026-01-31").rows("detail")[0]["age_basis"] == "at_least")
  }

  @Test func `a debt keeps its date until it is repaid`() throws {
    var story = AgeingStory(times)
    story.move(1, "SALE", -2, "2026-01-10")
    story.move(1, "SALE", -3, "2026-01-11")
    #expect(try layers(story, "2026-01-11") == ["1 2026-01-10 -5.000 negative"])
    let exceptions = try story.ageing("2026-01-11").rows("exceptions")
    #expect(exceptions.map { $0["detail"] } == ["on hand is -5.000, below zero since 2026-01-10"])
    story.move(1, "PURCHASE", 8, "2026-01-12")
    #expect(try layers(story, "2026-01-31") == ["1 2026-01-12 3.000 known"])
  }

  @Test(arguments: [(31, "2026-01-01"), (32, "2026-03-07")])
  func `a recount restores the age for 31 days`(days: Int, received: String) throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 5, "2026-01-01")
    let lost = times.day("2026-03-07").advanced(by: -days)
    story.move(1, "ADJUSTMENT", -2, "\(lost)")
    story.move(1, "ADJUSTMENT", 2, "2026-03-07")
    let rows = try layers(story, "2026-03-31")
    #expect(
      rows
        == (received == "2026-01-01"
          ? ["1 2026-01-01 5.000 known"]
          : ["1 2026-01-01 3.000 known", "1 2026-03-07 2.000 known"]))
  }

  @Test func `a return comes back with the date that it was sold from`() throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 3, "2026-01-01")
    story.move(1, "PURCHASE", 3, "2026-01-05")
    story.move(1, "SALE", -4, "2026-01-10")
    story.move(1, "SALE", 2, "2026-01-12")
    #expect(try layers(story, "2026-01-31") == ["1 2026-01-05 4.000 known"])
  }

  @Test(arguments: [(14, "1", 0), (15, "2", 1)])
  func `a transfer is waited for 14 days`(days: Int, marks: String, unmatched: Int) throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 5, "2026-01-01")
    story.move(1, "TRANSFER", -3, "2026-01-10", "A")
    let arrival = times.day("2026-01-10").advanced(by: days)
    story.move(2, "TRANSFER", 3, "\(arrival)", "A")
    let rows = try layers(story, "2026-01-31")
    #expect(rows[1] == (days == 14 ? "2 2026-01-01 3.000 known" : "2 \(arrival) 3.000 known"))
    let kinds = try story.ageing("2026-01-31").rows("exceptions").map { $0["kind"] ?? "" }
    #expect(
      kinds == (unmatched == 0 ? [] : ["transfer_not_received", "unmatched_transfer"]))
  }

  @Test func `goods on the way are in no store`() throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 5, "2026-01-01")
    story.move(1, "TRANSFER", -3, "2026-01-20", "TR-7")
    story.move(2, "TRANSFER", 1, "2026-01-21", "TR-7")
    let ageing = try story.ageing("2026-01-31")
    let rows = try ageing.rows("in_transit")
    #expect(
      rows.map {
        [$0["left_on"], $0["from_store_name"], $0["reference"], $0["quantity"], $0["value"]]
      }
        == [["2026-01-20", "A", "TR-7", "2.000", "24.00"]])
    #expect(try ageing.rows("detail").sum("quantity") == 3_000)
    // Two weeks later it is a question that somebody must answer.
    let later = try story.ageing("2026-02-04")
    #expect(try later.rows("in_transit").isEmpty)
    #expect(
      try later.rows("exceptions").map { $0["detail"] } == [
        "sent 2.000, first on 2026-01-20 under TR-7, 15 days ago, and no other store received it"
      ])
  }

  @Test func `a shop without stock passes on what it gets that day as of that day`() throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 5, "2026-01-01")
    story.move(1, "TRANSFER", -3, "2026-01-10", "A")
    story.move(2, "TRANSFER", 3, "2026-01-10", "A")
    story.move(2, "TRANSFER", -3, "2026-01-10", "B")
    story.move(3, "TRANSFER", 3, "2026-01-10", "B")
    #expect(
      try layers(story, "2026-01-31") == ["1 2026-01-01 2.000 known", "3 2026-01-10 3.000 known"])
  }

  @Test func `stock that the ledger does not explain has no date`() throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 5, "2026-01-01")
    story.move(1, "PURCHASE", 5, "2026-01-10")
    story.unexplained = [1: 2]
    #expect(
      try layers(story, "2026-01-31") == [
        "1  2.000 unknown", "1 2026-01-01 5.000 known", "1 2026-01-10 5.000 known",
      ])
    story.unexplained = [1: -6]
    #expect(try layers(story, "2026-01-31") == ["1 2026-01-10 4.000 known"])
    story.unexplained = [1: -12]
    #expect(try layers(story, "2026-01-31") == ["1 2026-01-31 -2.000 negative"])
  }

  @Test func `a movement that joins no other is an adjustment`() throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 5, "2026-01-01")
    story.move(1, "SALE", -1, from: 9, to: 8, "2026-01-10")
    story.move(1, "SALE", -1, from: 8, to: 6, "2026-01-11")
    #expect(
      try layers(story, "2026-01-31") == ["1 2026-01-01 2.000 known", "1 2026-01-10 4.000 known"])
  }

  @Test func `ten thousand receipts are at most 64 layers where the cost is one`() throws {
    var story = AgeingStory(times)
    let first = times.day("2000-01-01")
    for day in 0..<10_000 { story.move(1, "PURCHASE", 1, "\(first.advanced(by: day))") }
    let last = first.advanced(by: 9_999)
    let ageing = try story.ageing("\(last)")
    let rows = try ageing.rows("layers")
    #expect(rows.count == 64)
    #expect(rows.sum("quantity") == 10_000_000)
    #expect(rows.contains { $0["basis"] == "merged" })
    #expect(try ageing.rows("detail")[0]["age_basis"] == "merged")
    #expect(try ageing.rows("exceptions").map { $0["kind"] } == ["merged_layers"])
  }

  @Test func `layers of different costs are never put together`() throws {
    var story = AgeingStory(times)
    let first = times.day("2020-01-01")
    for day in 0..<100 {
      let date = "\(first.advanced(by: day))"
      story.cost(Int64(1_000 + day % 2), from: times.at(date, hours: 9))
      story.move(1, "PURCHASE", 1, date)
    }
    let rows = try story.ageing("\(first.advanced(by: 99))").rows("layers")
    #expect(rows.count == 100)
    #expect(Set(rows.map { $0["basis"] }) == ["known"])
  }

  @Test func `a hundred thousand movements of a day are netted`() throws {
    var story = AgeingStory(times)
    story.move(1, "PURCHASE", 60_000, "2026-01-09")
    story.move(2, "PURCHASE", 10, "2026-01-09")
    for number in 0..<50_000 {
      story.move(1, "SALE", -1, "2026-01-10", hours: 1 + Double(number) / 5_000)
    }
    for number in 0..<25_000 {
      let hours = 11 + Double(number) / 5_000
      story.move(1, "TRANSFER", -1, "2026-01-10", "T\(number)", hours: hours)
      story.move(2, "TRANSFER", 1, "2026-01-10", "T\(24_999 - number)", hours: hours)
    }
    let ageing = try story.ageing("2026-01-31")
    #expect(
      try layers(story, "2026-01-31") == [
        "1 2026-01-10 -15000.000 negative", "2 2026-01-09 10010.000 known",
        "2 2026-01-10 15000.000 known",
      ])
    #expect(ageing.checks().filter { !$0.holds }.isEmpty)
  }
}
