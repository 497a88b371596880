import Testing
import Values

@testable import Inventory

@Suite struct LowSinceTests {
  private let times = TestTimes.bangkok

  /// The day since when a pair with a reorder level of 5 is low in a window of ten days that ends
  /// with 21 November, after such movements; on hand is what they leave.
  private func lowSince(
    _ moves: [(day: String, quantity: Int64)], onHand: Int64? = nil
  ) throws -> String? {
    var pair = PairStock(
      onHand: onHand ?? moves.reduce(0) { $0 + $1.quantity }, level: 5_000)
    for move in moves {
      pair.move("ADJUSTMENT", move.quantity, at: times.at(move.day, hours: 9))
    }
    return try pair.facts(times.window(10, endingWith: "2026-11-21"), times)
      .facts.lowSince?.description
  }

  @Test func `never low`() throws {
    #expect(try lowSince([("2026-11-01", 6_000)]) == nil)
    #expect(try lowSince([("2026-11-01", 5_000), ("2026-11-21", 1_000)]) == nil)
  }

  @Test func `low throughout`() throws {
    #expect(try lowSince([("2026-11-01", 5_000)]) == nil)
    #expect(try lowSince([("2026-11-01", 8_000), ("2026-11-12", -4_000)]) == nil)
  }

  @Test func `low since the second day of the window`() throws {
    #expect(
      try lowSince([("2026-11-01", 8_000), ("2026-11-13", -3_000)]) == "2026-11-13")
  }

  @Test func `low today`() throws {
    #expect(
      try lowSince([("2026-11-01", 8_000), ("2026-11-21", -3_000)]) == "2026-11-21")
    // What the ledger does not explain shows on the last day.
    #expect(try lowSince([("2026-11-01", 8_000)], onHand: 4_000) == "2026-11-21")
  }

  @Test func `the day's end counts, not what happened in between`() throws {
    let moves =
      [
        ("2026-11-01", 8_000), ("2026-11-14", -4_000), ("2026-11-18", 4_000),
        ("2026-11-18", -4_000),
      ] as [(String, Int64)]
    #expect(try lowSince(moves) == "2026-11-14")
    #expect(try lowSince(moves.dropLast() + [("2026-11-19", -4_000)]) == "2026-11-19")
  }

  @Test func `the first movement lies in the window`() throws {
    #expect(try lowSince([("2026-11-15", 3_000)]) == "2026-11-15")
    #expect(try lowSince([("2026-11-12", 3_000)]) == nil)
  }
}
