import Testing

@testable import Inventory

/// Since when, by the ledger, a product is low: what the ids of alerts are made from.
@Suite struct LowRunTests {
  private let times = TestTimes.bangkok

  /// When the present runs began, after such movements, at a level of 5 and a margin of 10 percent.
  private func runs(
    _ moves: [(day: String, quantity: Int64)]
  ) throws -> (low: String?, out: String?) {
    var pair = PairStock(onHand: moves.reduce(0) { $0 + $1.quantity }, level: 5_000)
    for move in moves {
      pair.move("ADJUSTMENT", move.quantity, at: times.at(move.day, hours: 9))
    }
    var window = times.window(10, endingWith: "2026-11-21")
    window.rearmMargin = 10
    let runs = try pair.facts(window, times).facts.runs
    return (runs.low.map { "\($0)" }, runs.out.map { "\($0)" })
  }

  @Test func `it begins with the movement that came to the level`() throws {
    let runs = try runs([("2026-11-01", 9_000), ("2026-11-14", -4_000), ("2026-11-15", -1_000)])
    #expect(runs.low == "2026-11-14T02:00:00Z")
    #expect(runs.out == nil)
  }

  @Test func `it goes on while the stock hovers, and ends above the margin`() throws {
    let hovers =
      [
        ("2026-11-01", 9_000), ("2026-11-14", -4_000), ("2026-11-15", 500), ("2026-11-16", -500),
      ] as [(String, Int64)]
    #expect(try runs(hovers).low == "2026-11-14T02:00:00Z")
    let rises =
      [
        ("2026-11-01", 9_000), ("2026-11-14", -4_000), ("2026-11-15", 501), ("2026-11-16", -501),
      ] as [(String, Int64)]
    #expect(try runs(rises).low == "2026-11-16T02:00:00Z")
  }

  @Test func `nothing left has a run of its own`() throws {
    let moves =
      [
        ("2026-11-01", 9_000), ("2026-11-14", -9_000), ("2026-11-15", 1_000),
        ("2026-11-17", -1_000),
      ] as [(String, Int64)]
    #expect(try runs(moves).low == "2026-11-14T02:00:00Z")
    #expect(try runs(moves).out == "2026-11-17T02:00:00Z")
  }

  @Test func `what began before the window is not known`() throws {
    #expect(try runs([("2026-11-01", 4_000)]).low == nil)
    #expect(try runs([("2026-11-01", 4_000), ("2026-11-14", -1_000)]).low == nil)
    #expect(try runs([("2026-11-14", 4_000)]).low == "2026-11-14T02:00:00Z")
    #expect(try runs([("2026-11-01", 9_000)]).low == nil)
  }
}
