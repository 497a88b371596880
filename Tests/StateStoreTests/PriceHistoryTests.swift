import Foundation
import Testing
import Values

@testable import StateStore

@Suite struct PriceHistoryTests {
  private let folder = URL.temporaryDirectory.appending(path: UUID().uuidString).path
  private let first = PriceHistory.Extent(since: at(1), seenTo: at(10))

  private static func at(_ time: Int64) -> Instant { Instant(microseconds: time) }

  private func price(_ product: UInt64, _ time: Int64, _ cost: Int64?) -> PriceObservation {
    PriceObservation(
      product: UUIDBytes(high: 1 << 63, low: product), start: Self.at(time), cost: cost,
      sell: cost.map { $0 * 2 })
  }

  private func all(
    _ history: PriceHistory
  ) throws -> (extent: PriceHistory.Extent?, prices: [PriceObservation]) {
    try history.read { extent, observations in
      var prices: [PriceObservation] = []
      try observations { prices.append($0) }
      return (extent, prices)
    }
  }

  private func isRefused(
    _ history: PriceHistory, _ prices: [PriceObservation], extent: PriceHistory.Extent,
    former: PriceHistory.Extent
  ) -> Bool {
    do {
      _ = try history.add(prices, extent: extent, former: former)
      return false
    } catch {
      return error.cause == .other
    }
  }

  private func withState(_ body: (StateDatabase) throws -> Void) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(try StateDatabase(folder: folder))
  }

  @Test func `what was added comes back by product and time, NaN too`() throws {
    try withState { state in
      let history = PriceHistory(state, system: .max, database: 5)
      #expect(try all(history).extent == nil)
      let prices = [price(2, 5, 7), price(1, 9, nil), price(1, 3, 0)]
      #expect(try history.add(prices, extent: first, former: nil))
      let found = try all(PriceHistory(state, system: .max, database: 5))
      #expect(found.extent?.since == first.since && found.extent?.seenTo == first.seenTo)
      #expect(found.prices == [price(1, 3, 0), price(1, 9, nil), price(2, 5, 7)])
    }
  }

  @Test func `two databases never share a history`() throws {
    try withState { state in
      let one = PriceHistory(state, system: 1, database: 5)
      #expect(try one.add([price(1, 3, 7)], extent: first, former: nil))
      for (system, database) in [(UInt64(2), UInt64(5)), (1, 6)] {
        let other = PriceHistory(state, system: system, database: database)
        let found = try all(other)
        #expect(found.prices == [] && found.extent == nil)
        #expect(try other.add([price(1, 3, 8)], extent: first, former: nil))
      }
      #expect(try all(one).prices == [price(1, 3, 7)])
    }
  }

  @Test func `what somebody else added meanwhile is not overlooked`() throws {
    try withState { state in
      let history = PriceHistory(state, system: 1, database: 5)
      #expect(try history.add([price(1, 3, 7)], extent: first, former: nil))
      let later = PriceHistory.Extent(since: first.since, seenTo: Self.at(20))
      let isOverlooked = try history.add([price(1, 15, 8)], extent: later, former: nil)
      #expect(!isOverlooked)
      let kept = try all(history)
      #expect(kept.extent?.seenTo == first.seenTo)
      // Nor when the stretch is as long as it was.
      let isFilled = try history.add([price(1, 2, 6)], extent: first, former: kept.extent)
      let isUnnoticed = try history.add([price(1, 2, 6)], extent: later, former: kept.extent)
      #expect(isFilled && !isUnnoticed)
      let isTaken = try history.add(
        [PriceObservation](), extent: later, former: try all(history).extent)
      #expect(isTaken)
      // An observation that is there already undoes all of the change.
      let latest = PriceHistory.Extent(since: first.since, seenTo: Self.at(30))
      let former = try #require(try all(history).extent)
      let isUndone = isRefused(
        history, [price(1, 25, 9), price(1, 3, 8)], extent: latest, former: former)
      #expect(isUndone)
      let found = try all(history)
      #expect(found.extent == former && former.seenTo == later.seenTo)
      #expect(found.prices == [price(1, 2, 6), price(1, 3, 7)])
      let latestOnly = try history.read(latestOnly: true) { _, observations in
        var prices: [PriceObservation] = []
        try observations { prices.append($0) }
        return prices
      }
      #expect(latestOnly == [price(1, 3, 7)])
    }
  }

  @Test func `a copy of the state has the prices`() throws {
    try withState { state in
      let history = PriceHistory(state, system: 1, database: 5)
      #expect(try history.add([price(1, 3, 7)], extent: first, former: nil))
      try state.copy(to: folder + "/copy")
      let other = folder + "/other"
      _ = try StateRestore(to: StatePlace(folder: other, output: folder + "/out"), stamp: "now")
        .perform(folder + "/copy")
      let restored = PriceHistory(try StateDatabase(folder: other), system: 1, database: 5)
      #expect(try all(restored).prices == [price(1, 3, 7)])
    }
  }
}
